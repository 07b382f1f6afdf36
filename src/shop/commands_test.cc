#include "shop/commands.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "base/test_loop.h"
#include "shop/products/saved.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

// The whole path of a command, with a writer on its own thread.
class CommandsTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    add_product("lip", 2640, 3);
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.open(t, "s1");
                  journal_.begin(t, "s1", owner_);
                  return true;
                }).has_value());
    clock_.advance(Milliseconds(60'000));
    writer_ = std::make_unique<store::Writer>(file_.open(), clock_);
    commands_ = std::make_unique<timeline::Commands>(writer_->core(), journal_, limits_);
    add_commands(*commands_, journal_, shelves_);
  }
  void TearDown() override {
    writer_->stop();
    commands_.reset();
    writer_.reset();
    ShopTest::TearDown();
  }

  Result<std::int64_t> send(const std::string& name, json::object data, const http::Caller& by,
                            const std::string& key) {
    auto& loop = test_loop();
    auto answer = asio::co_spawn(loop,
                                 commands_->handle({.name = name,
                                                    .show = "s1",
                                                    .by = by,
                                                    .at = Milliseconds(40'000),
                                                    .key = key,
                                                    .data = std::move(data)}),
                                 asio::use_future);
    loop.run();
    return answer.get();
  }

  FakeShelves shelves_;
  http::RateLimits limits_{clock_};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<timeline::Commands> commands_;
};

TEST_F(CommandsTest, AViewerSavesAProductAtAMomentOnceAKey) {
  const auto first = send("product.save", {{"product", "lip"}}, viewer_, "k1");
  ASSERT_TRUE(first.has_value()) << first.error().detail;
  EXPECT_EQ(*send("product.save", {{"product", "lip"}}, viewer_, "k1"), *first);
  ASSERT_EQ(saved_by(*reader_, viewer_.id).size(), 1u);
  EXPECT_EQ(saved_by(*reader_, viewer_.id)[0].at("at").as_int64(), 40'000);
  EXPECT_EQ(number("SELECT count(*) FROM event WHERE kind = 'product.saved' AND audience = 3"), 1);
  ASSERT_TRUE(send("product.unsave", {{"product", "lip"}}, viewer_, "k2").has_value());
  EXPECT_TRUE(saved_by(*reader_, viewer_.id).empty());
}

TEST_F(CommandsTest, RefusesWhoMayNotAndWhatIsNotThere) {
  EXPECT_EQ(send("product.save", {{"product", "lip"}}, {}, "k1").error().kind, Kind::kUnauthorized);
  EXPECT_EQ(send("product.save", {{"product", "none"}}, viewer_, "k2").error().field, "/data/product");
  EXPECT_EQ(send("product.save", {{"product", 7}}, viewer_, "k3").error().field, "/data/product");
  EXPECT_EQ(send("product.seen", {{"product", "lip"}, {"extra", 1}}, viewer_, "k4").error().field,
            "/data/extra");
  EXPECT_EQ(send("play.span", {{"from", 0}, {"to", 99'000}}, viewer_, "k5").error().field, "/data/to");
  EXPECT_EQ(send("play.span", {{"from", 0}}, viewer_, "k6").error().field, "/data/to");
  EXPECT_EQ(send("seek", {{"from", 0}, {"to", 900'000}}, viewer_, "k7").error().kind, Kind::kInvalid);
  EXPECT_EQ(number("SELECT count(*) FROM event WHERE audience = 3"), 0);
}

TEST_F(CommandsTest, ThePlayersReportsAreForTheServerAlone) {
  ASSERT_TRUE(send("play.span", {{"from", 20'000}, {"to", 30'000}}, viewer_, "k1").has_value());
  ASSERT_TRUE(send("seek", {{"from", 30'000}, {"to", 5'000}}, viewer_, "k2").has_value());
  ASSERT_TRUE(send("product.seen", {{"product", "lip"}}, viewer_, "k3").has_value());
  ASSERT_TRUE(send("product.opened", {{"product", "lip"}}, viewer_, "k4").has_value());
  EXPECT_EQ(number("SELECT count(*) FROM event WHERE audience = 3"), 4);
  EXPECT_EQ(
      number(
          "SELECT count(*) FROM event WHERE kind = 'play.span' AND data = '{\"from\":20000,\"to\":30000}'"),
      1);
}

}  // namespace
}  // namespace nigiwai::shop
