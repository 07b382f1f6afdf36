#include "store/compaction.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "store/test_support.h"

namespace nigiwai::store {
namespace {

class CompactionTest : public testing::Test {
 protected:
  void SetUp() override { database_ = file_.open(); }
  void TearDown() override { database_.reset(); }
  bool on_disk(const std::string& needle) const {
    for (const auto* suffix : {"", "-wal", "-shm"}) {
      std::ifstream file(file_.path() + suffix, std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      if (bytes.find(needle) != std::string::npos) return true;
    }
    return false;
  }

  TestFile file_{"compaction_test"};
  std::unique_ptr<Database> database_;
};

TEST_F(CompactionTest, LeavesNothingOfWhatWasDeletedOrChanged) {
  database_->script(
      "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; CREATE INDEX note_by_text ON "
      "note (text)");
  database_->script("BEGIN");
  for (int i = 0; i < 400; ++i)
    database_->run("INSERT INTO note (text) VALUES (?)",
                   "secret-" + std::to_string(i) + std::string(200, 'x'));
  database_->script("COMMIT");
  ASSERT_TRUE(on_disk("secret-77x"));
  database_->run("DELETE FROM note WHERE id % 2 = 0");
  database_->run("UPDATE note SET text = 'kept ' || id");
  ASSERT_TRUE(on_disk("secret-77x")) << "the log still has it";
  ASSERT_TRUE(compact(*database_).has_value());
  EXPECT_FALSE(on_disk("secret-"));
  EXPECT_TRUE(on_disk("kept 77"));
  EXPECT_EQ(database_->run("DELETE FROM note"), 200) << "and it goes on working";
}

}  // namespace
}  // namespace nigiwai::store
