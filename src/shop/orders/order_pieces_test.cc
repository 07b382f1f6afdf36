#include "shop/orders/order_pieces.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

Order order_of_three() {
  return {.lines = {{.sku = "lip", .quantity = 2, .unit_price = 2640},
                    {.sku = "tea", .quantity = 1, .unit_price = 1080},
                    {.sku = "lip", .quantity = 1, .unit_price = 2640}}};
}

TEST(OrderPieces, AReturnTakesWhatIsNamedOrAllThatIsOut) {
  auto order = order_of_three();
  EXPECT_EQ(*to_return(order, {}), (PiecesBySku{{"lip", 3}, {"tea", 1}}));
  EXPECT_EQ(*to_return(order, {{"lip", 1}, {"lip", 1}}), (PiecesBySku{{"lip", 2}}));
  order.steps.push_back({.act = Act::kRestock, .pieces = {{"lip", 2}}});
  EXPECT_EQ(*to_return(order, {}), (PiecesBySku{{"lip", 1}, {"tea", 1}}));
  EXPECT_EQ(returned_by_line(order), (std::vector<std::int64_t>{2, 0, 0}));
}

TEST(OrderPieces, NeverMoreThanWasBoughtLessWhatCameBack) {
  auto order = order_of_three();
  order.steps.push_back({.act = Act::kRestock, .pieces = {{"lip", 2}}});
  const auto many = to_return(order, {{"tea", 1}, {"lip", 2}});
  EXPECT_EQ(many.error().field, "/lines/1/quantity");
  EXPECT_EQ(many.error().extra.at("left").as_int64(), 1);
  EXPECT_EQ(to_return(order, {{"lip", 1}, {"lip", 1}}).error().field, "/lines/1/quantity");
  EXPECT_EQ(to_return(order, {{"oil", 1}}).error().field, "/lines/0/sku");
  order.restocked = true;
  EXPECT_EQ(returned(order), bought(order)) << "as orders of before lines were named";
  EXPECT_EQ(to_return(order, {{"lip", 1}}).error().field, "/lines/0/sku");
}

TEST(OrderPieces, ARefundIsThePriceOfWhatItNames) {
  auto order = order_of_three();
  EXPECT_EQ(*price_of_refund(order, {{"lip", 2}, {"tea", 1}}), 2 * 2640 + 1080);
  order.steps.push_back({.act = Act::kRefund, .pieces = {{"tea", 1}}});
  EXPECT_EQ(price_of_refund(order, {{"tea", 1}}).error().field, "/lines/0/sku");
  EXPECT_TRUE(to_return(order, {{"tea", 1}}).has_value()) << "money and pieces come back each in their time";
}

}  // namespace
}  // namespace nigiwai::shop
