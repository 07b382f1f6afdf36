#include "shop/orders/order_steps.h"

#include <boost/json/serialize.hpp>

#include "shop/orders/order_rows.h"
#include "shop/orders/orders_test_support.h"

namespace nigiwai::shop {
namespace {

class OrderStepsTest : public OrdersTest {};

TEST_F(OrderStepsTest, AnOrderIsShippedAndPaidWithItsHistory) {
  const auto id = placed({{"lip", 2}});
  clock_.advance(Milliseconds(1000));
  const auto shipped = step({.order = id, .act = Act::kShip, .tracking = "1234-5678"});
  ASSERT_TRUE(shipped.has_value()) << shipped.error().detail;
  EXPECT_EQ(shipped->state, "shipped");
  EXPECT_EQ(shipped->tracking, "1234-5678");
  const auto paid = step({.order = id, .act = Act::kPay});
  EXPECT_EQ(paid->state, "shipped");
  EXPECT_TRUE(paid->paid_at.has_value());
  ASSERT_EQ(paid->steps.size(), 2u);
  EXPECT_EQ(paid->steps[0].by_name, "店長");
  EXPECT_EQ(heard_.of("s1", "order.shipped").size(), 1u);
  const auto event = heard_.of("s1", "order.paid").at(0);
  EXPECT_EQ(event->audience, timeline::Audience::kStaff);
  EXPECT_EQ(event->at, Milliseconds(50'000)) << "at the order's moment";
  EXPECT_EQ(left("lip"), 1);
}

TEST_F(OrderStepsTest, CancellingReturnsThePiecesOnceAndTellsEverybody) {
  const auto id = placed({{"lip", 2}, {"tea", 1}, {"lip", 1}});
  EXPECT_EQ(left("lip"), 0);
  heard_.events.clear();
  const auto cancelled = step({.order = id, .act = Act::kCancel, .reason = "お客様のご都合"});
  ASSERT_TRUE(cancelled.has_value()) << cancelled.error().detail;
  EXPECT_EQ(left("lip"), 3);
  EXPECT_EQ(left("tea"), 10);
  EXPECT_EQ(heard_.of("", "stock.changed").size(), 2u);
  const auto event = heard_.of("s1", "order.cancelled").at(0);
  EXPECT_EQ(event->text, "お客様のご都合");
  EXPECT_EQ(json::serialize(event->data).find("お客様"), std::string::npos)
      << "what was typed stands beside the event";
  EXPECT_EQ(event->data.at("pieces").as_int64(), 4);
  const auto again = step({.order = id, .act = Act::kCancel, .reason = "again"});
  EXPECT_EQ(again.error().type, "wrong-state");
  EXPECT_EQ(again.error().extra.at("state").as_string(), "cancelled");
  EXPECT_EQ(left("lip"), 3);
}

TEST_F(OrderStepsTest, PiecesComeBackLineByLineAndNeverTwice) {
  const auto id = placed({{"lip", 2}, {"tea", 3}});
  ASSERT_TRUE(step({.order = id, .act = Act::kShip}).has_value());
  EXPECT_EQ(left("tea"), 7);
  heard_.events.clear();
  const auto some = step({.order = id, .act = Act::kRestock, .reason = "破損", .pieces = {{"tea", 2}}});
  ASSERT_TRUE(some.has_value()) << some.error().detail;
  EXPECT_EQ(some->state, "shipped");
  EXPECT_EQ(some->steps.back().pieces, (PiecesOfStep{{"tea", 2}}));
  EXPECT_EQ(left("tea"), 9);
  EXPECT_EQ(left("lip"), 1);
  const auto event = heard_.of("s1", "order.restocked").at(0);
  EXPECT_EQ(event->data.at("back").as_string(), "some");
  EXPECT_EQ(event->data.at("lines").at(0).at("quantity").as_int64(), 2);
  const auto shown = to_json(*some, "", Reader::kStaff);
  EXPECT_EQ(shown.at("lines").at(1).at("returned").as_int64(), 2);
  EXPECT_EQ(shown.at("history").as_array().back().at("lines").at(0).at("sku").as_string(), "tea");

  EXPECT_EQ(step({.order = id, .act = Act::kRestock, .reason = "x", .pieces = {{"tea", 2}}}).error().field,
            "/lines/0/quantity");
  EXPECT_EQ(left("tea"), 9);
  const auto all = step({.order = id, .act = Act::kRestock, .reason = "残り"});
  EXPECT_EQ(all->state, "returned");
  EXPECT_EQ(all->steps.back().pieces, (PiecesOfStep{{"lip", 2}, {"tea", 1}}));
  EXPECT_EQ(left("tea"), 10);
  EXPECT_EQ(left("lip"), 3);
  EXPECT_EQ(step({.order = id, .act = Act::kRestock, .reason = "x", .pieces = {{"tea", 1}}}).error().type,
            "wrong-state");
}

TEST_F(OrderStepsTest, ARefundMayNameItsLines) {
  const auto id = placed({{"lip", 2}, {"tea", 1}});
  ASSERT_TRUE(step({.order = id, .act = Act::kPay}).has_value());
  const auto tea = step({.order = id, .act = Act::kRefund, .reason = "破損", .pieces = {{"tea", 1}}});
  ASSERT_TRUE(tea.has_value()) << tea.error().detail;
  EXPECT_EQ(tea->refunded, 1080);
  EXPECT_EQ(tea->steps.back().pieces, (PiecesOfStep{{"tea", 1}}));
  EXPECT_EQ(step({.order = id, .act = Act::kRefund, .reason = "x", .amount = 500, .pieces = {{"lip", 1}}})
                ->refunded,
            1580)
      << "an amount of its own counts before the price";
  EXPECT_EQ(step({.order = id, .act = Act::kRefund, .reason = "x", .pieces = {{"tea", 1}}}).error().field,
            "/lines/0/sku");
  EXPECT_EQ(left("lip"), 1) << "money alone takes no piece back";
}

TEST_F(OrderStepsTest, TheSameKeyTakesOneStep) {
  const auto id = placed({{"tea", 1}});
  ASSERT_TRUE(step({.order = id, .act = Act::kPay}).has_value());
  const auto refund = [&](const std::string& body) {
    return step({.order = id,
                 .act = Act::kRefund,
                 .reason = "破損",
                 .amount = 100,
                 .key = {.caller = "s1", .route = "refund", .key = "k1", .body = body}});
  };
  EXPECT_EQ(refund("b")->refunded, 100);
  EXPECT_EQ(refund("b")->refunded, 100);
  EXPECT_EQ(refund("c").error().kind, Kind::kUnprocessable);
  EXPECT_EQ(number("SELECT count(*) FROM order_step WHERE act = 'refund'"), 1);
  EXPECT_EQ(heard_.of("s1", "order.refunded").at(0)->data.at("amount").at("amount").as_int64(), 100);
}

TEST_F(OrderStepsTest, ABuyerMayOnlyTakeBackWhatIsStillPlaced) {
  const auto id = placed({{"tea", 1}});
  ASSERT_TRUE(step({.order = id, .act = Act::kShip}).has_value());
  EXPECT_EQ(step({.order = id, .act = Act::kCancel, .who = StepBy::kBuyer}).error().type, "wrong-state");
  const auto other = placed({{"tea", 1}});
  const auto taken_back = step({.order = other, .act = Act::kCancel, .who = StepBy::kBuyer});
  ASSERT_TRUE(taken_back.has_value());
  EXPECT_EQ(taken_back->state, "cancelled");
  EXPECT_EQ(taken_back->steps.at(0).by_role, "buyer");
}

TEST_F(OrderStepsTest, ReasonsAreAskedForWhereTheyMustBe) {
  EXPECT_EQ(read_step(Act::kCancel, {}, StepBy::kStaff).error().field, "/reason");
  EXPECT_EQ(read_step(Act::kRefund, {{"reason", ""}}, StepBy::kStaff).error().field, "/reason");
  EXPECT_EQ(read_step(Act::kRestock, {{"reason", "  "}}, StepBy::kStaff).error().field, "/reason");
  EXPECT_TRUE(read_step(Act::kCancel, {}, StepBy::kBuyer).has_value());
  EXPECT_TRUE(read_step(Act::kPay, {}, StepBy::kStaff).has_value());
  EXPECT_EQ(read_step(Act::kPay, {{"tracking", "1"}}, StepBy::kStaff).error().field, "/tracking");
  EXPECT_EQ(read_step(Act::kShip, {{"tracking", "1"}}, StepBy::kStaff)->tracking, "1");
  EXPECT_EQ(read_step(Act::kPay, {{"lines", json::array{}}}, StepBy::kStaff).error().field, "/lines");
  EXPECT_EQ(
      read_step(Act::kRestock, {{"reason", "x"}, {"lines", json::array{}}}, StepBy::kStaff).error().field,
      "/lines");
  EXPECT_EQ(read_step(Act::kRestock, {{"reason", "x"}, {"lines", {{{"sku", "tea"}, {"quantity", 0}}}}},
                      StepBy::kStaff)
                .error()
                .field,
            "/lines/0/quantity");
}

TEST_F(OrderStepsTest, AMailsOwnKeyOpensTheSameOrder) {
  const auto id = placed({{"tea", 1}});
  const auto secret = run<std::string>([&](store::Transaction& t) -> Result<std::string> {
    return add_key(t.db(), random_, order(t.db(), id)->number);
  });
  ASSERT_TRUE(secret.has_value());
  EXPECT_EQ(order_with_key(*reader_, id, *secret)->id, id);
  EXPECT_EQ(order_with_key(*reader_, id, secret->substr(1)).error().kind, Kind::kNotFound);
}

}  // namespace
}  // namespace nigiwai::shop
