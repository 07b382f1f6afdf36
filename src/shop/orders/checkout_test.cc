#include "shop/orders/checkout.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "shop/orders/payment.h"

namespace nigiwai::shop {
namespace {

json::object money(std::int64_t amount) { return {{"amount", amount}, {"currency", "JPY"}}; }

json::object delivery_body() {
  json::object regions;
  for (const auto region : kRegions) regions[region] = money(800);
  regions["hokkaido"] = money(1500);
  return {{"regions", std::move(regions)}, {"free_from", money(10'000)}};
}

const char* const kPayment = R"({"on_delivery":{"enabled":true,"fees":[
  {"below":{"amount":10000,"currency":"JPY"},"fee":{"amount":330,"currency":"JPY"}},
  {"below":null,"fee":{"amount":440,"currency":"JPY"}}],"free_from":null},
  "bank_transfer":{"enabled":true,"account":"月白銀行 本店\n普通 1234567","days":5,"cancel_after_days":3}})";

TEST(Delivery, CostsWhatTheRegionSaysAndNothingFromAnAmount) {
  const auto delivery = read_delivery(delivery_body(), "JPY");
  ASSERT_TRUE(delivery.has_value()) << delivery.error().detail;
  EXPECT_EQ(shipping_of(*delivery, 5000, "東京都"), 800);
  EXPECT_EQ(shipping_of(*delivery, 5000, "北海道"), 1500);
  EXPECT_EQ(shipping_of(*delivery, 5000, ""), 1500) << "the dearest, where no prefecture is known";
  EXPECT_EQ(shipping_of(*delivery, 9999, "東京都"), 800);
  EXPECT_EQ(shipping_of(*delivery, 10'000, "北海道"), 0);
}

TEST(Delivery, IsFreeUntilTheOwnerSaysOtherwise) {
  EXPECT_EQ(shipping_of({}, 1, "東京都"), 0);
  EXPECT_EQ(fee_of({}, 1), 0);
}

TEST(Delivery, NamesWhatIsWrong) {
  auto missing = delivery_body();
  missing["regions"].as_object().erase("kansai");
  EXPECT_EQ(read_delivery(missing, "JPY").error().field, "/regions/kansai");
  auto other = delivery_body();
  other["regions"].as_object()["kanto"] = json::object{{"amount", 8}, {"currency", "USD"}};
  EXPECT_EQ(read_delivery(other, "JPY").error().field, "/regions/kanto/currency");
  auto unknown = delivery_body();
  unknown["regions"].as_object()["mars"] = money(1);
  EXPECT_EQ(read_delivery(unknown, "JPY").error().field, "/regions/mars");
  auto negative = delivery_body();
  negative["free_from"] = money(-1);
  EXPECT_EQ(read_delivery(negative, "JPY").error().field, "/free_from/amount");
  EXPECT_EQ(read_delivery({}, "JPY").error().field, "/regions");
}

TEST(Payments, ComeBackAsTheyWereKept) {
  const auto payments = read_payments(json::parse(kPayment).as_object(), "JPY");
  ASSERT_TRUE(payments.has_value()) << payments.error().detail;
  EXPECT_EQ(to_json(*payments, "JPY"), json::parse(kPayment).as_object());
  EXPECT_EQ(fee_of(payments->on_delivery, 9999), 330);
  EXPECT_EQ(fee_of(payments->on_delivery, 10'000), 440);
}

TEST(Payments, NameWhatIsWrong) {
  struct {
    const char *from, *to, *field;
  } const cases[] = {
      {"\"below\":null", "\"below\":{\"amount\":10000,\"currency\":\"JPY\"}", "/on_delivery/fees/1/below"},
      {"\"below\":{\"amount\":10000,\"currency\":\"JPY\"}", "\"below\":null", "/on_delivery/fees/0/below"},
      {"\"days\":5", "\"days\":0", "/bank_transfer/days"},
      {"\"cancel_after_days\":3", "\"cancel_after_days\":61", "/bank_transfer/cancel_after_days"},
      {"月白銀行 本店\\n普通 1234567", " ", "/bank_transfer/account"},
      {"\"days\":5", "\"days\":5,\"iban\":1", "/bank_transfer/iban"},
  };
  for (const auto& each : cases) {
    std::string text = kPayment;
    text.replace(text.find(each.from), std::string_view(each.from).size(), each.to);
    const auto read = read_payments(json::parse(text).as_object(), "JPY");
    ASSERT_FALSE(read.has_value()) << each.to;
    EXPECT_EQ(read.error().field, each.field) << read.error().detail;
  }
  const auto none = json::parse(R"({"on_delivery":{"enabled":false},"bank_transfer":{}})").as_object();
  EXPECT_EQ(read_payments(none, "JPY").error().field, "/on_delivery/enabled");
}

TEST(PaymentMethods, TellTheirFeeAndWhenTheyAreDue) {
  Checkout checkout;
  checkout.delivery.fees.fill(500);
  checkout.on_delivery.fees = {{.below = 3000, .fee = 330}, {.below = std::nullopt, .fee = 440}};
  const auto& cash = *payment_method("on-delivery");
  const auto& bank = *payment_method("bank-transfer");
  EXPECT_EQ(charges(checkout, cash, 2499, "東京都").fee, 330) << "of goods and shipping";
  EXPECT_EQ(charges(checkout, cash, 2500, "東京都").fee, 440);
  EXPECT_EQ(charges(checkout, bank, 2500, "東京都").fee, 0);
  EXPECT_EQ(cash.due(checkout, WallTime{}), std::nullopt);
  EXPECT_EQ(bank.due(checkout, WallTime{}), WallTime{std::chrono::days(7)});
  EXPECT_FALSE(bank.offered(checkout));
  EXPECT_EQ(payment_method("gold"), nullptr);
  EXPECT_EQ(&usual_payment(checkout), &cash);
  checkout.on_delivery.enabled = false;
  checkout.bank_transfer.enabled = true;
  EXPECT_EQ(&usual_payment(checkout), &bank);
}

RC_GTEST_PROP(Charges, NeverGrowWhenGoodsPassTheFreeAmount, ()) {
  Checkout checkout;
  for (auto& fee : checkout.delivery.fees) fee = *rc::gen::inRange<std::int64_t>(0, 3000);
  const auto free = *rc::gen::inRange<std::int64_t>(0, 50'000);
  checkout.delivery.free_from = free;
  const auto goods = *rc::gen::inRange<std::int64_t>(0, 100'000);
  const auto prefecture = prefectures()[*rc::gen::inRange<std::size_t>(0, 47)];
  const auto shipping = shipping_of(checkout.delivery, goods, prefecture);
  RC_ASSERT(shipping >= 0);
  RC_ASSERT((goods >= free) == (shipping == 0) || checkout.delivery.fees[*region_of(prefecture)] == 0);
  RC_ASSERT(shipping <= shipping_of(checkout.delivery, goods, ""));
}

}  // namespace
}  // namespace nigiwai::shop
