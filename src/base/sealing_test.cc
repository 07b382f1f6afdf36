#include "base/sealing.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace nigiwai {
namespace {

const std::string kKey(kSealKeyBytes, 'k');

TEST(Sealing, OpensWithItsKeyForWhatItWasSealed) {
  SeededRandom random{1};
  const auto sealed = seal("a secret", kKey, "purpose", random);
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(unseal(sealed, kKey, "purpose"), "a secret");
  EXPECT_EQ(unseal(sealed, kKey, "another"), std::nullopt);
  EXPECT_EQ(unseal(sealed, std::string(kSealKeyBytes, 'j'), "purpose"), std::nullopt);
  EXPECT_NE(seal("a secret", kKey, "purpose", random), sealed) << "a nonce of its own each time";
  EXPECT_EQ(unseal(seal("", kKey, "", random), kKey, ""), "");
}

TEST(Sealing, RefusesEveryByteThatWasChanged) {
  SeededRandom random{1};
  const auto sealed = seal("abc", kKey, "p", random);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(unseal(changed, kKey, "p"), std::nullopt) << i;
    EXPECT_EQ(unseal(sealed.substr(0, i), kKey, "p"), std::nullopt) << i;
  }
}

class SecretBoxTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "secret_box_" + std::to_string(::getpid());
    std::filesystem::create_directories(folder_);
    path_ = folder_ + "/server.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  SystemRandom random_;
  std::string folder_, path_;
};

TEST_F(SecretBoxTest, MakesItsKeyOnceForItsOwnerAlone) {
  const auto box = SecretBox::open(path_, random_);
  ASSERT_TRUE(box.has_value()) << box.error().detail;
  struct stat file{};
  ASSERT_EQ(::stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
      << "nothing is left beside it";
  const auto sealed = (*box)->seal("s", "second factor", "u1", random_);
  const auto again = SecretBox::open(path_, random_);
  EXPECT_EQ((*again)->unseal(sealed, "second factor", "u1"), "s");
  EXPECT_EQ((*again)->unseal(sealed, "second factor", "u2"), std::nullopt) << "nobody else's";
  EXPECT_EQ((*again)->unseal(sealed, "channel", "u1"), std::nullopt) << "nothing else's";
  std::filesystem::remove(path_);
  EXPECT_EQ((*SecretBox::open(path_, random_))->unseal(sealed, "second factor", "u1"), std::nullopt);
}

TEST_F(SecretBoxTest, RefusesAFileThatHoldsNoKey) {
  for (const auto* text :
       {"", "short", "zz11111111111111111111111111111111111111111111111111111111111111\n"}) {
    std::ofstream(path_, std::ios::trunc) << text;
    const auto box = SecretBox::open(path_, random_);
    ASSERT_FALSE(box.has_value()) << text;
    EXPECT_EQ(box.error().type, "server-key");
  }
  EXPECT_FALSE(SecretBox::open(folder_ + "/none/server.key", random_).has_value());
}

}  // namespace
}  // namespace nigiwai
