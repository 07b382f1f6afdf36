// What a cart meets when it is ordered: several moments, prices that changed, products that are gone.
#include <boost/json/serialize.hpp>

#include "shop/orders/orders_test_support.h"
#include "shop/orders/quote.h"

namespace nigiwai::shop {
namespace {

class CartTest : public OrdersTest {
 protected:
  void SetUp() override {
    OrdersTest::SetUp();
    shelves_.live.insert("s2");
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.open(t, "s2");
                  journal_.begin(t, "s2", owner_);
                  return true;
                }).has_value());
    clock_.advance(Milliseconds(60'000));
    heard_.events.clear();
  }
  WantedLine line(const std::string& sku, std::int64_t quantity, const std::string& show, int at) {
    return {.sku = sku, .quantity = quantity, .show = show, .at = Milliseconds(at)};
  }
  void put_product(const std::string& id, std::int64_t price, std::vector<Variant> variants) {
    ASSERT_TRUE(run<Put>([&](store::Transaction& t) {
                  return put(t, {.id = id,
                                 .title = "The " + id,
                                 .subtitle = "",
                                 .description = "",
                                 .price = {price, "JPY"},
                                 .tax_rate = 10,
                                 .picture = "",
                                 .variants = std::move(variants)});
                }).has_value());
  }
  json::object quoted(AskQuote asked) { return quote(*reader_, asked, clock_.wall()); }
};

TEST_F(CartTest, EachMomentsShowHearsOfItsOwnLines) {
  const auto answer = place({command({line("lip", 1, "s1", 10'000), line("tea", 3, "s2", 20'000)})}).at(0);
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->at("total").at("amount").as_int64(), 2640 + 3240);
  const auto first = heard_.of("s1", "order.placed");
  const auto second = heard_.of("s2", "order.placed");
  ASSERT_EQ(first.size(), 1u);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(first[0]->at, Milliseconds(10'000));
  EXPECT_EQ(second[0]->at, Milliseconds(20'000));
  EXPECT_EQ(first[0]->data.at("total").at("amount").as_int64(), 2640);
  EXPECT_EQ(second[0]->data.at("total").at("amount").as_int64(), 3240);
  EXPECT_EQ(second[0]->data.at("pieces").as_int64(), 3);
  EXPECT_EQ(first[0]->data.at("order"), second[0]->data.at("order"));
  const auto lines = answer->at("lines").as_array();
  EXPECT_EQ(lines[1].at("show").as_string(), "s2");
  EXPECT_EQ(lines[1].at("at").as_int64(), 20'000);
}

TEST_F(CartTest, ALineOfAnUnknownShowIsNamed) {
  EXPECT_EQ(place({command({line("lip", 1, "s1", 1), line("tea", 1, "secret", 1)})}).at(0).error().field,
            "/lines/1/show");
  EXPECT_EQ(left("lip"), 3);
}

TEST_F(CartTest, APriceThatChangedStopsTheOrder) {
  auto cart = command({{"lip", 1}});
  cart.order.lines[0].price = Money{2400, "JPY"};
  const auto refused = place({cart}).at(0);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().type, "price-changed");
  EXPECT_EQ(refused.error().field, "/lines/0/price");
  EXPECT_EQ(json::serialize(refused.error().extra),
            R"({"was":{"amount":2400,"currency":"JPY"},"now":{"amount":2640,"currency":"JPY"},"sku":"lip"})");
  EXPECT_EQ(left("lip"), 3);
  cart.order.lines[0].price = Money{2640, "JPY"};
  EXPECT_TRUE(place({cart}).at(0).has_value());
}

TEST_F(CartTest, ATotalThatChangedStopsTheOrder) {
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                Delivery delivery;
                delivery.fees.fill(700);
                keep(t, delivery);
                return true;
              }).has_value());
  auto cart = command({{"lip", 1}});
  cart.order.total = Money{2640, "JPY"};
  EXPECT_EQ(place({cart}).at(0).error().field, "/total");
  cart.order.total = Money{3340, "JPY"};
  const auto answer = place({cart}).at(0);
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->at("shipping").at("amount").as_int64(), 700);
  EXPECT_EQ(answer->at("tax").at(0).at("amount").at("amount").as_int64(), 303) << "shipping is under 10 %";
}

TEST_F(CartTest, WhatIsNoLongerSoldIsNamed) {
  put_product("lip", 2640, {{.sku = "lip-01", .options = {}}});
  const auto refused = place({command({{"tea", 1}, {"lip", 1}})}).at(0);
  EXPECT_EQ(refused.error().type, "gone");
  EXPECT_EQ(refused.error().field, "/lines/1/sku");
  EXPECT_EQ(place({command({{"never", 1}})}).at(0).error().type, "invalid");
  EXPECT_EQ(left("tea"), 10);
}

TEST_F(CartTest, AQuoteSaysOfEachLineWhatIsTheMatter) {
  put_product("oil", 500, {{.sku = "oil-a", .options = {}}});
  put_product("oil", 500, {{.sku = "oil-b", .options = {}}});
  WantedLine dear{.sku = "tea", .quantity = 2};
  dear.price = Money{900, "JPY"};
  const auto answer = quoted({.lines = {{"lip", 4}, dear, {"oil-a", 1}, {"never", 1}}});
  const auto& lines = answer.at("lines").as_array();
  EXPECT_EQ(lines[0].at("problem").as_string(), "sold-out");
  EXPECT_EQ(lines[0].at("left").as_int64(), 3);
  EXPECT_EQ(lines[1].at("problem").as_string(), "price-changed");
  EXPECT_EQ(lines[1].at("was").at("amount").as_int64(), 900);
  EXPECT_EQ(lines[2].at("problem").as_string(), "gone");
  EXPECT_EQ(lines[3].at("problem").as_string(), "unknown");
  EXPECT_EQ(answer.at("goods").at("amount").as_int64(), 2160) << "what can be ordered";
}

TEST_F(CartTest, AQuoteCostsWhatTheOrderWill) {
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                Delivery delivery;
                delivery.fees.fill(700);
                delivery.fees[0] = 1500;
                keep(t, delivery);
                keep(t, Payments{.on_delivery = {.fees = {{.below = std::nullopt, .fee = 330}}},
                                 .bank_transfer = {.enabled = true, .account = "月白銀行 1234567"}});
                return true;
              }).has_value());
  for (const auto* payment : {"on-delivery", "bank-transfer"}) {
    auto cart = command({{"tea", 2}});
    cart.order.payment = payment;
    const auto answer = quoted({.lines = cart.order.lines, .prefecture = "東京都", .payment = payment});
    const auto ordered = place({cart}).at(0);
    ASSERT_TRUE(ordered.has_value()) << ordered.error().detail;
    for (const auto* sum : {"shipping", "fee", "total", "tax"})
      EXPECT_EQ(answer.at(sum), ordered->at(sum)) << payment;
    EXPECT_EQ(ordered->contains("pay_to"), payment == std::string("bank-transfer"));
  }
  EXPECT_EQ(quoted({.lines = {{"tea", 1}}, .prefecture = "北海道"}).at("shipping").at("amount").as_int64(),
            1500);
}

}  // namespace
}  // namespace nigiwai::shop
