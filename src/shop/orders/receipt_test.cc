#include "shop/orders/receipt.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nigiwai::shop {
namespace {

TEST(RegistrationNumber, IsHeldAgainstItsCheckDigit) {
  // The National Tax Agency's own number, and others that anybody can look up.
  for (const auto* right : {"T7000012050002", "T2000012010019", "T8000012130001"}) {
    EXPECT_TRUE(is_registration_number(right)) << right;
  }
  for (const auto* wrong : {"", "T", "7000012050002", "T8000012050002", "T7000012050003", "T700001205000",
                            "T70000120500022", "t7000012050002", "T700001205000a"}) {
    EXPECT_FALSE(is_registration_number(wrong)) << wrong;
  }
}

RC_GTEST_PROP(RegistrationNumber, OneOfTheTenFirstDigitsAtMostFits, ()) {
  const auto rest = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
  int fits = 0;
  for (int first = 0; first < 10; ++first)
    fits += is_registration_number(fmt::format("T{}{:012}", first, rest));
  RC_ASSERT(fits == 1);
}

TEST(Issuer, NamesWhatIsWrong) {
  EXPECT_EQ(read_issuer({{"name", "月白"}, {"registration_number", "T1234567890123"}}).error().field,
            "/registration_number");
  EXPECT_EQ(read_issuer({{"registration_number", "T7000012050002"}}).error().field, "/name");
  EXPECT_EQ(read_issuer({{"name", "月白"}, {"registration_number", "Ｔ７００００１２０５０００２"}})
                ->registration_number,
            "T7000012050002");
}

TEST(Receipt, HasTheTotalsByRateWithShippingUnderTen) {
  Order order{.number = 7, .shipping = 550, .fee = 330};
  order.lines = {
      {.sku = "lip", .product = "lip", .title = "リップ", .quantity = 1, .unit_price = 2200, .tax_rate = 10},
      {.sku = "tea", .product = "tea", .title = "茶", .quantity = 2, .unit_price = 540, .tax_rate = 8}};
  const auto made = receipt(order, {.name = "月白", .registration_number = "T7000012050002"});
  ASSERT_TRUE(made.has_value());
  const auto& rates = made->at("rates").as_array();
  ASSERT_EQ(rates.size(), 2u);
  EXPECT_EQ(rates[0].at("rate").as_int64(), 8);
  EXPECT_EQ(rates[0].at("total").at("amount").as_int64(), 1080);
  EXPECT_EQ(rates[0].at("tax").at("amount").as_int64(), 80);
  EXPECT_EQ(rates[1].at("total").at("amount").as_int64(), 3080);
  EXPECT_EQ(rates[1].at("tax").at("amount").as_int64(), 280);
  EXPECT_EQ(made->at("total").at("amount").as_int64(), 4160);
  EXPECT_TRUE(made->at("lines").at(1).at("reduced").as_bool());
  EXPECT_EQ(made->at("kind").as_string(), "invoice");
}

TEST(Receipt, IsNoneOfWhatWasCancelledUnpaid) {
  Order order{.state = "cancelled"};
  EXPECT_EQ(receipt(order, {}).error().type, "wrong-state");
  order.paid_at = WallTime{};
  EXPECT_EQ(receipt(order, {})->at("kind").as_string(), "receipt");
}

}  // namespace
}  // namespace nigiwai::shop
