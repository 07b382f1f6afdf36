#include "shop/orders/order_state.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace nigiwai::shop {
namespace {

Standing through(std::initializer_list<Act> path, bool pays_first) {
  Standing now{.pays_first = pays_first, .pieces = 3, .total = 1000};
  for (const auto act : path) {
    const auto next = after(now, act);
    EXPECT_TRUE(next.has_value()) << to_text(act);
    if (next) now = *next;
  }
  return now;
}

TEST(OrderState, GoesItsUsualWays) {
  using enum Act;
  EXPECT_EQ(through({kPay, kShip}, true).state, State::kShipped);
  EXPECT_EQ(through({kShip, kPay}, false).state, State::kShipped);
  EXPECT_TRUE(through({kShip, kPay}, false).paid);
  EXPECT_EQ(through({kCancel}, true).state, State::kCancelled);
  EXPECT_EQ(through({kPay, kCancel, kRefund}, true).state, State::kRefunded);
  EXPECT_EQ(through({kPay, kShip, kRestock, kRefund}, true).state, State::kRefunded);
  EXPECT_EQ(through({kPay, kShip, kRefund, kRestock}, true).state, State::kRefunded);
  EXPECT_EQ(through({kShip, kRestock}, false).state, State::kReturned);
}

TEST(OrderState, SaysWhyNot) {
  const auto early = after({.pays_first = true, .total = 10}, Act::kShip);
  ASSERT_FALSE(early.has_value());
  EXPECT_EQ(early.error().type, "wrong-state");
  EXPECT_EQ(early.error().extra.at("state").as_string(), "placed");
  const auto paid = through({Act::kPay}, true);
  EXPECT_EQ(after(paid, Act::kPay).error().type, "wrong-state");
  EXPECT_EQ(after(paid, Act::kRefund, 1001).error().field, "/amount/amount");
  EXPECT_EQ(after(paid, Act::kRefund, 0).error().field, "/amount/amount");
}

TEST(OrderState, APartOfTheMoneyMayGoBack) {
  const auto some = after(through({Act::kPay, Act::kShip}, true), Act::kRefund, 400);
  EXPECT_EQ(some->state, State::kShipped);
  EXPECT_EQ(some->refunded, 400);
  EXPECT_EQ(after(*some, Act::kRefund)->refunded, 1000);
  EXPECT_EQ(after(*some, Act::kRefund)->state, State::kRefunded);
}

TEST(OrderState, SomePiecesMayComeBackBeforeOthers) {
  const auto some = after(through({Act::kPay, Act::kShip}, true), Act::kRestock, 2);
  EXPECT_EQ(some->state, State::kShipped);
  EXPECT_EQ(some->returned, 2);
  EXPECT_FALSE(some->restocked);
  EXPECT_EQ(after(*some, Act::kRestock, 2).error().field, "/lines");
  EXPECT_EQ(after(*some, Act::kRestock, 0).error().field, "/lines");
  EXPECT_EQ(after(*some, Act::kRestock, 1)->state, State::kReturned);
  EXPECT_EQ(after(*some, Act::kRestock)->state, State::kReturned);
  EXPECT_EQ(after(*after(*some, Act::kRefund), Act::kRestock)->state, State::kRefunded);
}

RC_GTEST_PROP(OrderState, WhateverIsTriedTheBooksAreRight, (bool pays_first)) {
  Standing now{.pays_first = pays_first,
               .pieces = *rc::gen::inRange<std::int64_t>(1, 9),
               .total = *rc::gen::inRange<std::int64_t>(0, 5000)};
  int came_back = 0;
  bool shipped = false;
  for (int i = 0; i < 20; ++i) {
    const auto act = static_cast<Act>(*rc::gen::inRange(0, 5));
    std::optional<std::int64_t> amount;
    if (act == Act::kRefund && *rc::gen::arbitrary<bool>())
      amount = *rc::gen::inRange<std::int64_t>(-10, 6000);
    if (act == Act::kRestock && *rc::gen::arbitrary<bool>()) amount = *rc::gen::inRange<std::int64_t>(-1, 10);
    const auto legal = acts(now);
    const bool may = std::find(legal.begin(), legal.end(), act) != legal.end();
    const auto next = after(now, act, amount);
    if (!may) {
      RC_ASSERT(next.error().type == "wrong-state");
      continue;
    }
    if (!next) {
      RC_ASSERT(act == Act::kRefund || act == Act::kRestock);
      RC_ASSERT(next.error().type == "invalid");
      continue;
    }
    if (next->restocked && !now.restocked) ++came_back;
    RC_ASSERT(next->returned >= now.returned);
    RC_ASSERT(next->returned <= next->pieces);
    RC_ASSERT(next->restocked == (next->returned == next->pieces));
    if (act == Act::kShip) {
      RC_ASSERT(!pays_first || now.paid);
      RC_ASSERT(came_back == 0);
      shipped = true;
    }
    if (act == Act::kCancel) RC_ASSERT(!shipped);
    if (act == Act::kRefund) RC_ASSERT(now.paid);
    RC_ASSERT(next->refunded >= now.refunded);
    RC_ASSERT(next->refunded <= next->total);
    RC_ASSERT((next->state == State::kRefunded) == (next->refunded == next->total && next->refunded > 0));
    RC_ASSERT(next->restocked == (came_back == 1));
    RC_ASSERT(came_back <= 1);
    now = *next;
  }
}

TEST(OrderState, NamesReadBackAsTheyAreWritten) {
  std::set<std::string_view> seen;
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(state_of(to_text(static_cast<State>(i))), static_cast<State>(i));
    seen.insert(to_text(static_cast<State>(i)));
  }
  EXPECT_EQ(seen.size(), 6u);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(act_of(to_text(static_cast<Act>(i))), static_cast<Act>(i));
  EXPECT_EQ(state_of("lost"), std::nullopt);
}

}  // namespace
}  // namespace nigiwai::shop
