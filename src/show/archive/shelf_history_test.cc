#include "show/archive/shelf_history.h"

#include <gtest/gtest.h>

#include "shop/products/stock.h"
#include "show/shelves.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

ShelfChange change(std::int64_t at, std::string what, std::int64_t value) {
  return {Milliseconds(at), std::move(what), value, 0};
}
ShelfStep step_at(std::int64_t at, std::optional<std::int64_t> price, std::optional<std::int64_t> left) {
  return {Milliseconds(at), price, left};
}
using Steps = std::vector<ShelfStep>;

TEST(ShelfSteps, SumTheStockOfAllSkusOnceItIsKnown) {
  EXPECT_EQ(shelf_steps(
                {change(0, "price", 2640), change(0, "a", 5), change(10'000, "b", 2), change(20'000, "a", 4)},
                {"a", "b"}),
            (Steps{step_at(0, 2640, std::nullopt), step_at(10'000, 2640, 7), step_at(20'000, 2640, 6)}));
}

TEST(ShelfSteps, AreOnlyWhereSomethingBecameAnother) {
  EXPECT_EQ(
      shelf_steps({change(0, "price", 2640), change(5'000, "price", 2640), change(9'000, "price", 1980)}, {}),
      (Steps{step_at(0, 2640, std::nullopt), step_at(9'000, 1980, std::nullopt)}));
  EXPECT_EQ(shelf_steps({}, {"a"}), (Steps{step_at(0, std::nullopt, std::nullopt)}));
}

class ShelfHistoryTest : public ShowTest {
 protected:
  void stock(const std::string& sku, std::int64_t delta) {
    ShowShelves shelves;
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
      const auto now = shop::change_stock(t, {.sku = sku, .delta = delta, .reason = "入荷"}, owner_);
      if (!now) return std::unexpected(now.error());
      shop::announce_stock(t, journal_, shelves, {{sku, *now}});
      return true;
    }));
  }
};

TEST_F(ShelfHistoryTest, TellsPriceAndStockAsTheyWereSpokenAndAsTheyAre) {
  stock("lip", 5);
  const auto before = shop::left_of(*reader_, "lip");
  clock_.advance(Milliseconds(1'000));
  const auto id = plan({.shelf = std::vector<std::string>{"lip"}})->id;
  ASSERT_TRUE(step(id, Step::kStart));
  clock_.advance(Milliseconds(30'000));
  stock("lip", -2);
  clock_.advance(Milliseconds(30'000));
  ASSERT_TRUE(step(id, Step::kEnd));
  clock_.advance(Milliseconds(10'000));
  stock("lip", -3);
  auto cheaper = *shop::product(*reader_, "lip");
  const auto price = cheaper.price.amount;
  cheaper.price.amount = 1'980;
  ASSERT_TRUE(run<shop::Put>([&](store::Transaction& t) { return shop::put(t, cheaper, {}); }));

  const auto history = shelf_history(*reader_, id, {}, std::nullopt, clock_.wall());
  ASSERT_TRUE(history) << history.error().detail;
  const auto& item = history->at("items").at(0);
  EXPECT_EQ(item.at("now").at("left").as_int64(), before - 5);
  EXPECT_EQ(item.at("now").at("price").at("amount").as_int64(), 1'980);
  const auto& then = item.at("then").as_array();
  ASSERT_EQ(then.size(), 2U);
  EXPECT_EQ(then[0].at("left").as_int64(), before);
  EXPECT_EQ(then[0].at("price").at("amount").as_int64(), price);
  EXPECT_EQ(then[1].at("at").as_int64(), 30'000);
  EXPECT_EQ(then[1].at("left").as_int64(), before - 2);

  const auto late = shelf_history(*reader_, id, {}, Milliseconds(31'000), clock_.wall());
  EXPECT_EQ(late->at("items").at(0).at("then").at(0).at("left").as_int64(), before - 2);
}

TEST_F(ShelfHistoryTest, NeedsAShowThatWasOnAir) {
  const auto id = plan({.starts_at = WallTime{} + Milliseconds(4'000'000'000'000)})->id;
  EXPECT_EQ(shelf_history(*reader_, id, {}, std::nullopt, clock_.wall()).error().type, "state");
}

}  // namespace
}  // namespace nigiwai::show
