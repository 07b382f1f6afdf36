#include "shop/offers/offer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::shop {
namespace {

constexpr Milliseconds kMinute{60'000};

Offer open_between(Milliseconds from, std::optional<Milliseconds> until) {
  return {
      .benefit = Benefit::kPercent, .value = 20, .targets = {{.product = "lip"}}, .windows = {{from, until}}};
}
PriceClock live(Milliseconds now) { return {.now = now}; }

TEST(OfferHolds, ByThePlayheadAndNotByTheClock) {
  const auto offer = open_between(kMinute, 2 * kMinute);
  // One second behind the encoder, and eight: both have it from the same moment of the picture on.
  for (const auto delay : {Milliseconds(1000), Milliseconds(8000)}) {
    EXPECT_FALSE(holds(offer, live(kMinute - Milliseconds(1) + delay), kMinute - Milliseconds(1)));
    EXPECT_TRUE(holds(offer, live(kMinute + delay), kMinute));
    EXPECT_TRUE(holds(offer, live(2 * kMinute - Milliseconds(1) + delay), 2 * kMinute - Milliseconds(1)));
    EXPECT_FALSE(holds(offer, live(2 * kMinute + delay), 2 * kMinute));
  }
}

TEST(OfferHolds, NoFurtherBackThanHalfAMinuteAndNeverAhead) {
  const auto offer = open_between(kMinute, 2 * kMinute);
  EXPECT_TRUE(holds(offer, live(2 * kMinute + kPriceReachBack - Milliseconds(1)), Milliseconds(0)));
  EXPECT_FALSE(holds(offer, live(2 * kMinute + kPriceReachBack), Milliseconds(0)))
      << "a playhead far in the past";
  EXPECT_FALSE(holds(offer, live(kMinute - Milliseconds(1)), kMinute * 90)) << "a playhead in the future";
  EXPECT_TRUE(holds(offer, live(kMinute + kPriceReachBack), Milliseconds(0)))
      << "who looks at an hour ago has it too";
  EXPECT_TRUE(holds(offer, live(kMinute), std::nullopt));
}

TEST(OfferHolds, ForTheLastViewersOfAShowThatHasEnded) {
  const auto offer = open_between(kMinute, std::nullopt);
  const auto length = 2 * kMinute;
  const auto ended = [&](Milliseconds since) {
    return PriceClock{.now = length + since, .length = length, .wall = WallTime(Milliseconds(1000))};
  };
  EXPECT_TRUE(holds(offer, ended(Milliseconds(8000)), length - Milliseconds(1)));
  EXPECT_FALSE(holds(offer, ended(Milliseconds(8000)), length));
  EXPECT_FALSE(holds(offer, ended(kPriceReachBack), length - Milliseconds(1)));
}

TEST(OfferHolds, InTheArchiveUntilItsDateFromTheMomentItOpened) {
  auto offer = open_between(kMinute, kMinute + Milliseconds(5000));
  offer.archive_until = WallTime(Milliseconds(5000));
  const auto at = [&](Milliseconds wall) {
    return PriceClock{.now = kMinute * 100, .length = kMinute * 10, .wall = WallTime(wall)};
  };
  EXPECT_FALSE(holds(offer, at(Milliseconds(4999)), kMinute - Milliseconds(1)));
  EXPECT_TRUE(holds(offer, at(Milliseconds(4999)), kMinute));
  EXPECT_TRUE(holds(offer, at(Milliseconds(4999)), std::nullopt));
  EXPECT_FALSE(holds(offer, at(Milliseconds(5000)), kMinute));
  EXPECT_FALSE(holds(open_between(kMinute, std::nullopt), at(Milliseconds(4999)), kMinute)) << "live only";
}

TEST(OfferedPrice, IsRoundedDownAndNeverDearerOrNothing) {
  auto offer = open_between(kMinute, std::nullopt);
  offer.value = 10;
  EXPECT_EQ(offered_price(offer, "lip", "lip", 1485), 1336);  // 1336.5
  EXPECT_EQ(offered_price(offer, "tea", "tea", 1485), std::nullopt);
  offer.benefit = Benefit::kAmount;
  offer.value = 500;
  EXPECT_EQ(offered_price(offer, "lip", "lip", 300), 1);
  EXPECT_EQ(offered_price(offer, "lip", "lip", 1), std::nullopt);
  offer.benefit = Benefit::kPrice;
  offer.targets = {{.product = "lip", .price = 1980}, {.product = "lip", .sku = "lip-red", .price = 1500}};
  EXPECT_EQ(offered_price(offer, "lip-red", "lip", 2640), 1500);
  EXPECT_EQ(offered_price(offer, "lip-pink", "lip", 2640), 1980);
  EXPECT_EQ(offered_price(offer, "lip-pink", "lip", 1900), std::nullopt);
}

RC_GTEST_PROP(OfferedPrice, LiesBetweenOneAndTheUsualPrice, ()) {
  Offer offer{.targets = {{.product = "p", .price = *rc::gen::inRange<std::int64_t>(1, 5000)}}};
  offer.benefit = *rc::gen::element(Benefit::kPrice, Benefit::kPercent, Benefit::kAmount);
  offer.value = *rc::gen::inRange<std::int64_t>(1, 91);
  const auto usual = *rc::gen::inRange<std::int64_t>(0, 5000);
  const auto price = offered_price(offer, "p", "p", usual);
  if (price) RC_ASSERT(*price >= 1 && *price < usual);
}

TEST(CouponCode, IsTheSameHoweverItIsTyped) {
  EXPECT_EQ(clean_code("spring-10"), "SPRING-10");
  EXPECT_EQ(clean_code("ＳＰＲＩＮＧー１０"), "SPRING-10");
  EXPECT_EQ(clean_code(" SPRING 10 "), "SPRING10");
  EXPECT_EQ(clean_code("abc"), std::nullopt);
  EXPECT_EQ(clean_code("春の市"), std::nullopt);
  EXPECT_EQ(clean_code(std::string(25, 'A')), std::nullopt);
}

Result<Offer> read(const char* text) { return read_offer(boost::json::parse(text).as_object(), "JPY"); }

TEST(ReadOffer, NamesTheFieldThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"benefit":"percent","percent":20,"targets":[{"product":"p"}]})", "/title"},
      {R"({"title":"t","benefit":"gift","targets":[{"product":"p"}]})", "/benefit"},
      {R"({"title":"t","benefit":"percent","targets":[{"product":"p"}]})", "/percent"},
      {R"({"title":"t","benefit":"percent","percent":91,"targets":[{"product":"p"}]})", "/percent"},
      {R"({"title":"t","benefit":"amount","percent":20,"targets":[{"product":"p"}]})", "/percent"},
      {R"({"title":"t","benefit":"amount","amount":{"amount":5,"currency":"USD"},"targets":[{"product":"p"}]})",
       "/amount/currency"},
      {R"({"title":"t","benefit":"price","targets":[]})", "/targets"},
      {R"({"title":"t","benefit":"price","targets":[{"product":"p"}]})", "/targets/0/price"},
      {R"({"title":"t","benefit":"percent","percent":5,"targets":[{"product":"p"},{"product":"p"}]})",
       "/targets/1"},
      {R"({"title":"t","benefit":"percent","percent":5,"targets":[{"product":"p"}],"code":"x!"})", "/code"},
      {R"({"title":"t","benefit":"percent","percent":5,"targets":[{"product":"p"}],"pieces":0})", "/pieces"},
      {R"({"title":"t","benefit":"percent","percent":5,"targets":[{"product":"p"}],"lasts_seconds":5})",
       "/lasts_seconds"},
      {R"({"title":"t","benefit":"percent","percent":5,"targets":[{"product":"p"}],"gift":1})", "/gift"},
  };
  for (const auto& [body, field] : cases) {
    const auto offer = read(body);
    ASSERT_FALSE(offer.has_value()) << body;
    EXPECT_EQ(offer.error().field, field) << body;
  }
}

TEST(ReadOffer, TakesNullForNothing) {
  const auto offer = read(R"({"title":"t","benefit":"percent","percent":5,"amount":null,
    "targets":[{"product":"p","sku":null,"price":null}],"code":null,"pieces":null,"per_person":null,"lasts_seconds":60,
    "archive_until":null})");
  ASSERT_TRUE(offer.has_value()) << offer.error().field << offer.error().detail;
  EXPECT_EQ(offer->lasts, kMinute);
  EXPECT_EQ(offer->pieces, std::nullopt);
}

}  // namespace
}  // namespace nigiwai::shop
