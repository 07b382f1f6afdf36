#include "shop/offers/offer_till.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace nigiwai::shop {
namespace {

Offer offer(std::string id, std::int64_t percent) {
  return {.id = std::move(id),
          .show = "s1",
          .title = "t",
          .benefit = Benefit::kPercent,
          .value = percent,
          .targets = {{.product = "lip"}},
          .windows = {{Milliseconds(0), std::nullopt}}};
}
AskPrice ask(std::int64_t quantity = 1, std::optional<std::int64_t> seen = std::nullopt) {
  return {.sku = "lip",
          .product = "lip",
          .show = "s1",
          .at = Milliseconds(1000),
          .quantity = quantity,
          .usual = 1000,
          .seen = seen};
}
OfferTill till(std::vector<Offer> offers) {
  OfferTill made;
  made.add("s1", {.now = Milliseconds(1000)}, std::move(offers));
  return made;
}

TEST(OfferTill, TakesTheLowestPriceAndAddsNothingUp) {
  auto now = till({offer("a", 10), offer("b", 30)});
  const auto priced = now.price("v1", {ask()}, "");
  EXPECT_EQ(priced.lines[0].price, 700);
  EXPECT_EQ(priced.lines[0].offer, "b");
}

TEST(OfferTill, TellsWhoComesAfterTheLastPiece) {
  auto limited = offer("a", 20);
  limited.pieces = 50;
  limited.taken = 49;
  auto now = till({limited});
  EXPECT_EQ(now.price("v1", {ask(1, 800)}, "").lines[0].price, 800);
  const auto late = now.price("v2", {ask(1, 800)}, "").lines[0];
  EXPECT_EQ(late.price, 1000);
  EXPECT_EQ(late.gone, "a");
  EXPECT_EQ(late.why, Missed::kUsedUp);
  EXPECT_EQ(late.left, 0);
}

TEST(OfferTill, GivesALineAllOfItsPiecesOrNone) {
  auto limited = offer("a", 20);
  limited.pieces = 2;
  auto now = till({limited});
  const auto priced = now.price("v1", {ask(3, 800)}, "").lines[0];
  EXPECT_EQ(priced.offer, "");
  EXPECT_EQ(priced.left, 2);
  EXPECT_EQ(now.price("v1", {ask(2)}, "").lines[0].price, 800);
}

TEST(OfferTill, PutsBackWhatAnOrderDidNotTake) {
  auto limited = offer("a", 20);
  limited.pieces = 1;
  limited.per_person = 1;
  auto now = till({limited});
  now.know("a", "v1", 0);
  const std::vector<AskPrice> asks{ask()};
  now.give_back("v1", asks, now.price("v1", asks, ""));
  EXPECT_TRUE(now.taken().empty());
  EXPECT_EQ(now.price("v1", asks, "").lines[0].price, 800);
  EXPECT_EQ(now.taken().at("a"), 1);
}

TEST(OfferTill, CountsAPersonsPiecesAcrossOrdersThatWaitTogether) {
  auto once = offer("a", 20);
  once.code = "SPRING";
  once.per_person = 1;
  auto now = till({once});
  EXPECT_EQ(now.unknown("member", {ask()}), std::vector<std::string>{"a"});
  now.know("a", "member", 0);
  EXPECT_EQ(now.price("member", {ask()}, "SPRING").lines[0].price, 800);
  const auto again = now.price("member", {ask()}, "SPRING");
  EXPECT_EQ(again.lines[0].price, 1000);
  EXPECT_EQ(again.coupon, Missed::kLimit);
  EXPECT_EQ(now.price("", {ask()}, "SPRING").coupon, Missed::kLimit) << "somebody who is not known";
}

TEST(OfferTill, SaysWhyACouponBringsNothing) {
  auto coupon = offer("a", 20);
  coupon.code = "SPRING";
  auto closed = offer("b", 20);
  closed.code = "WINTER";
  closed.windows = {{Milliseconds(0), Milliseconds(10)}};
  auto other = offer("c", 20);
  other.code = "TEATIME";
  other.targets = {{.product = "tea"}};
  auto now = till({coupon, closed, other});
  EXPECT_EQ(now.price("", {ask()}, "").lines[0].price, 1000) << "no code, no coupon";
  EXPECT_EQ(now.price("", {ask()}, "SPRING").coupon, std::nullopt);
  EXPECT_EQ(now.price("", {ask()}, "WINTER").coupon, Missed::kClosed);
  EXPECT_EQ(now.price("", {ask()}, "TEATIME").coupon, Missed::kNothing);
  EXPECT_EQ(now.price("", {ask()}, "AUTUMN").coupon, Missed::kUnknown);
}

// Orders of several people for several offers, some of which come to nothing: no offer gives more than it
// has, nobody more than their share, nobody is refused while there was enough, and every line costs what an
// offer says or the usual price.
RC_GTEST_PROP(OfferTill, NeverGivesMoreThanThereIs, ()) {
  std::vector<Offer> offers;
  const auto count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    auto one = offer("o" + std::to_string(i), *rc::gen::inRange(1, 91));
    if (*rc::gen::arbitrary<bool>()) one.pieces = *rc::gen::inRange(1, 12);
    if (*rc::gen::arbitrary<bool>()) one.per_person = *rc::gen::inRange(1, 5);
    offers.push_back(one);
  }
  auto now = till(offers);
  std::map<std::string, std::int64_t> sold;
  std::map<std::pair<std::string, std::string>, std::int64_t> of_person;
  const auto orders = *rc::gen::inRange(0, 25);
  for (int i = 0; i < orders; ++i) {
    const auto person = "v" + std::to_string(*rc::gen::inRange(0, 4));
    std::vector<AskPrice> asks;
    const auto lines = *rc::gen::inRange(1, 3);
    for (int n = 0; n < lines; ++n) asks.push_back(ask(*rc::gen::inRange(1, 4)));
    for (const auto& id : now.unknown(person, asks)) now.know(id, person, 0);
    const auto priced = now.price(person, asks, "");
    const bool kept = *rc::gen::arbitrary<bool>();
    if (!kept) now.give_back(person, asks, priced);
    for (std::size_t n = 0; n < asks.size(); ++n) {
      const auto& line = priced.lines[n];
      if (line.offer.empty()) {
        RC_ASSERT(line.price == 1000);
        continue;
      }
      const auto& from = *std::ranges::find(offers, line.offer, &Offer::id);
      RC_ASSERT(line.price == 1000 * (100 - from.value) / 100);
      if (!kept) continue;
      sold[line.offer] += asks[n].quantity;
      of_person[{line.offer, person}] += asks[n].quantity;
    }
  }
  for (const auto& one : offers) {
    if (one.pieces) RC_ASSERT(sold[one.id] <= *one.pieces);
    RC_ASSERT(sold[one.id] == (now.taken().contains(one.id) ? now.taken().at(one.id) : 0));
  }
  for (const auto& [whose, pieces] : of_person) {
    const auto& from = *std::ranges::find(offers, whose.first, &Offer::id);
    if (from.per_person) RC_ASSERT(pieces <= *from.per_person);
  }
}

}  // namespace
}  // namespace nigiwai::shop
