#include "shop/orders/unpaid.h"

#include "outbox/mail.h"
#include "people/audit.h"
#include "shop/orders/checkout.h"
#include "shop/orders/order_mail.h"
#include "shop/orders/order_rows.h"
#include "shop/orders/orders_test_support.h"

namespace nigiwai::shop {
namespace {

using std::chrono::days;
using std::chrono::hours;

TEST(UnpaidPlan, RemindsTwoDaysBeforeAndInTheMiddleOfLess) {
  const WallTime placed{};
  const auto week = unpaid_plan(placed, placed + days(7), 3);
  EXPECT_EQ(week.cancel_at, placed + days(10));
  EXPECT_EQ(week.remind_at, placed + days(8));
  const auto day = unpaid_plan(placed, placed + days(1), 0);
  EXPECT_EQ(day.remind_at, placed + hours(12));
  EXPECT_EQ(cancelled_at(day, placed + hours(12)), placed + days(1));
  EXPECT_EQ(cancelled_at(week, placed + days(30)), placed + days(32))
      << "a late reminder gives the whole notice";
}

class UnpaidTest : public OrdersTest {
 protected:
  void SetUp() override {
    OrdersTest::SetUp();
    set_days(std::nullopt);
  }
  void set_days(std::optional<std::int64_t> after) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  keep(t, Payments{.on_delivery = {},
                                   .bank_transfer = {.enabled = true,
                                                     .account = "月白銀行 1234567",
                                                     .days = 7,
                                                     .cancel_after_days = after}});
                  return true;
                }).has_value());
  }
  std::string transferred(WantedLines lines) {
    auto wanted = command(std::move(lines));
    wanted.order.payment = "bank-transfer";
    auto answers = place({std::move(wanted)});
    EXPECT_TRUE(answers.at(0).has_value()) << answers[0].error().detail;
    return std::string(answers[0]->at("id").as_string());
  }
  bool tend() {
    const auto more =
        run<bool>([&](store::Transaction& t) { return tend_unpaid(t, {journal_, shelves_, &mails_}); });
    EXPECT_TRUE(more.has_value()) << more.error().detail;
    return more.value_or(false);
  }
  std::int64_t mails(const std::string& kind) {
    return number("SELECT count(*) FROM mail WHERE kind = ?", kind);
  }
  std::string state(const std::string& id) { return order(*reader_, id)->state; }

  OrderMails mails_{clock_, random_, "https://live.example.jp"};
};

TEST_F(UnpaidTest, NothingHappensUnlessTheOwnerWantsIt) {
  const auto id = transferred({{"lip", 1}});
  clock_.advance(days(90));
  EXPECT_FALSE(tend());
  EXPECT_EQ(state(id), "placed");
  EXPECT_EQ(number("SELECT count(*) FROM mail"), 0);
}

TEST_F(UnpaidTest, RemindsOnceAndCancelsThroughTheUsualStep) {
  set_days(3);
  const auto id = transferred({{"lip", 2}, {"tea", 1}});
  clock_.advance(days(7) + hours(23));
  tend();
  EXPECT_EQ(mails("order.reminded"), 0);
  clock_.advance(hours(1));
  tend();
  tend();
  EXPECT_EQ(mails("order.reminded"), 1);
  {
    auto rows = reader_->query("SELECT text FROM mail WHERE kind = 'order.reminded'");
    ASSERT_TRUE(rows.next());
    EXPECT_NE(rows.text(0).find("月白銀行 1234567"), std::string::npos);
  }
  EXPECT_EQ(left("lip"), 1);
  clock_.advance(days(2) - Milliseconds(1));
  tend();
  EXPECT_EQ(state(id), "placed");
  heard_.events.clear();
  clock_.advance(Milliseconds(1));
  tend();
  tend();
  EXPECT_EQ(state(id), "cancelled");
  EXPECT_EQ(left("lip"), 3);
  EXPECT_EQ(mails("order.cancelled"), 1);
  EXPECT_EQ(heard_.of("s1", "order.cancelled").size(), 1u);
  EXPECT_EQ(heard_.of("s1", "order.cancelled").at(0)->text, "お支払い期限までに入金がなかったため。");
  const auto steps = order(*reader_, id)->steps;
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].by_role, "server");
  const auto audited = people::audit_rows(*reader_, {.by = "server", .action = "order.cancelled"});
  ASSERT_EQ(audited.size(), 1u);
  EXPECT_EQ(audited[0].by_handle, "");
}

TEST_F(UnpaidTest, WhatWasPaidOrIsPaidOnDeliveryIsLeftAlone) {
  set_days(0);
  const auto paid = transferred({{"lip", 1}});
  ASSERT_TRUE(step({.order = paid, .act = Act::kPay}).has_value());
  const auto on_delivery = placed({{"lip", 1}});
  clock_.advance(days(90));
  tend();
  clock_.advance(days(90));
  tend();
  EXPECT_EQ(state(paid), "paid");
  EXPECT_EQ(state(on_delivery), "placed");
}

TEST_F(UnpaidTest, OldOrdersAreRemindedBeforeTheyEndWhenItIsSwitchedOn) {
  const auto id = transferred({{"lip", 1}});
  clock_.advance(days(90));
  set_days(3);
  tend();
  EXPECT_EQ(state(id), "placed");
  EXPECT_EQ(mails("order.reminded"), 1);
  clock_.advance(hours(48));
  set_days(std::nullopt);
  tend();
  EXPECT_EQ(state(id), "placed") << "switched off again";
  set_days(3);
  tend();
  EXPECT_EQ(state(id), "cancelled");
}

TEST_F(UnpaidTest, ManyAreDoneALittleAtATime) {
  set_days(0);
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                return change_stock(t, {"tea", 100, "more"}, owner_).has_value();
              }).has_value());
  for (int i = 0; i < kUnpaidAtOnce + 1; ++i) transferred({{"tea", 1}});
  clock_.advance(days(30));
  EXPECT_TRUE(tend());
  EXPECT_EQ(mails("order.reminded"), kUnpaidAtOnce);
  EXPECT_FALSE(tend());
  EXPECT_EQ(mails("order.reminded"), kUnpaidAtOnce + 1);
}

}  // namespace
}  // namespace nigiwai::shop
