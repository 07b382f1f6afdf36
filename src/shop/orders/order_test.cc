#include "shop/orders/order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace nigiwai::shop {
namespace {

// Without anything held.
std::vector<OrderOutcome> decide_free(const StockLevels& stock, std::span<const WantedLines> lines) {
  std::vector<WantedOrder> orders;
  for (const auto& each : lines) orders.push_back({.person = "", .lines = each});
  return decide(stock, {}, orders);
}

TEST(DecideOrders, RefusesTheOrderThatComesAfterTheLastPiece) {
  const std::vector<WantedLines> orders{{{"lip", 1}}, {{"lip", 1}}};
  const auto outcomes = decide_free({{"lip", 1}}, orders);
  EXPECT_EQ(outcomes[0], std::nullopt);
  EXPECT_EQ(outcomes[1], (SoldOut{.sku = "lip", .left = 0}));
}

TEST(DecideOrders, TakesNothingForAnOrderThatCannotBeWhole) {
  const std::vector<WantedLines> orders{{{"lip", 2}, {"oil", 1}}, {{"lip", 2}}};
  const auto outcomes = decide_free({{"lip", 2}, {"oil", 0}}, orders);
  EXPECT_EQ(outcomes[0], (SoldOut{.sku = "oil", .left = 0}));
  EXPECT_EQ(outcomes[1], std::nullopt);
}

TEST(DecideOrders, CountsASkuThatStandsInTwoLinesTogether) {
  const std::vector<WantedLines> orders{{{"lip", 2}, {"lip", 2}}};
  EXPECT_EQ(decide_free({{"lip", 3}}, orders)[0], (SoldOut{.sku = "lip", .left = 3}));
  EXPECT_EQ(decide_free({{"lip", 4}}, orders)[0], std::nullopt);
}

TEST(DecideOrders, ASmallerOrderMayFollowOneThatWasRefused) {
  const std::vector<WantedLines> orders{{{"lip", 5}}, {{"lip", 1}}};
  const auto outcomes = decide_free({{"lip", 2}}, orders);
  EXPECT_EQ(outcomes[0], (SoldOut{.sku = "lip", .left = 2}));
  EXPECT_EQ(outcomes[1], std::nullopt);
}

WantedLines some_lines() {
  return *rc::gen::container<WantedLines>(
      rc::gen::apply([](int sku, int quantity) { return WantedLine{"sku" + std::to_string(sku), quantity}; },
                     rc::gen::inRange(0, 4), rc::gen::inRange(1, 6)));
}

RC_GTEST_PROP(DecideOrders, SellsWholeOrdersOfWhatIsThereAndAsksInOrder, ()) {
  StockLevels stock;
  for (int sku = 0; sku < 4; ++sku) stock["sku" + std::to_string(sku)] = *rc::gen::inRange(0, 20);
  std::vector<WantedLines> orders;
  const auto count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) orders.push_back(some_lines());

  const auto outcomes = decide_free(stock, orders);
  RC_ASSERT(outcomes.size() == orders.size());
  auto left = stock;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    StockLevels needs;
    for (const auto& line : orders[i]) needs[line.sku] += line.quantity;
    bool fits = true;
    for (const auto& [sku, pieces] : needs) fits = fits && left[sku] >= pieces;
    // Accepted exactly when, after all that came before it, the whole order was there.
    RC_ASSERT(outcomes[i].has_value() == !fits);
    if (fits) {
      for (const auto& [sku, pieces] : needs) left[sku] -= pieces;
    } else {
      RC_ASSERT(outcomes[i]->left == left[outcomes[i]->sku]);
      RC_ASSERT(outcomes[i]->left < needs[outcomes[i]->sku]);
    }
  }
  for (const auto& [sku, pieces] : left) RC_ASSERT(pieces >= 0);
}

RC_GTEST_PROP(DecideOrders, ComesToTheSameInOneBatchOrInTwo, ()) {
  StockLevels stock{{"sku0", *rc::gen::inRange(0, 10)}, {"sku1", *rc::gen::inRange(0, 10)}};
  std::vector<WantedLines> orders;
  for (int i = 0; i < 12; ++i) orders.push_back(some_lines());
  const auto cut = static_cast<std::size_t>(*rc::gen::inRange(0, 13));
  const auto whole = decide_free(stock, orders);
  auto first = decide_free(stock, std::span(orders).first(cut));
  for (std::size_t i = 0; i < cut; ++i) {
    if (first[i]) continue;
    for (const auto& line : orders[i]) stock[line.sku] -= line.quantity;
  }
  const auto second = decide_free(stock, std::span(orders).subspan(cut));
  first.insert(first.end(), second.begin(), second.end());
  RC_ASSERT(first == whole);
}

TEST(DecideOrders, TakesWhatIsHeldForThePersonFirst) {
  const std::vector<WantedOrder> orders{{"b", {{"lip", 1}}}, {"a", {{"lip", 3}}}, {"b", {{"lip", 1}}}};
  const auto outcomes = decide({{"lip", 2}}, {{{"a", "lip"}, 2}}, orders);
  EXPECT_EQ(outcomes[0], std::nullopt);
  EXPECT_EQ(outcomes[1], std::nullopt) << "two held and the last free one";
  EXPECT_EQ(outcomes[2], (SoldOut{.sku = "lip", .left = 0}));
}

TEST(DecideOrders, NobodyElseGetsWhatIsHeld) {
  const std::vector<WantedOrder> orders{{"b", {{"lip", 1}}}, {"", {{"lip", 1}}}, {"a", {{"lip", 1}}}};
  const auto outcomes = decide({{"lip", 0}}, {{{"a", "lip"}, 1}, {{"", "lip"}, 1}}, orders);
  EXPECT_EQ(outcomes[0], (SoldOut{.sku = "lip", .left = 0}));
  EXPECT_EQ(outcomes[1], (SoldOut{.sku = "lip", .left = 0}));
  EXPECT_EQ(outcomes[2], std::nullopt);
}

TEST(DecideOrders, SaysHowManyAPersonCouldHaveWithTheirHold) {
  const std::vector<WantedOrder> orders{{"a", {{"lip", 2}, {"lip", 9}}}, {"a", {{"lip", 3}}}};
  const auto outcomes = decide({{"lip", 1}}, {{{"a", "lip"}, 2}}, orders);
  EXPECT_EQ(outcomes[0], (SoldOut{.sku = "lip", .left = 3}));
  EXPECT_EQ(outcomes[1], std::nullopt) << "what was refused took nothing of the hold either";
}

RC_GTEST_PROP(DecideOrders, NeverSellsMoreThanIsFreeAndHeld, ()) {
  StockLevels stock;
  HeldLevels held;
  std::map<std::string, std::int64_t> all;
  for (int sku = 0; sku < 4; ++sku) {
    const auto id = "sku" + std::to_string(sku);
    all[id] = stock[id] = *rc::gen::inRange(0, 8);
    for (const auto* person : {"a", "b"}) {
      const auto pieces = held[{person, id}] = *rc::gen::inRange(0, 4);
      all[id] += pieces;
    }
  }
  std::vector<WantedOrder> orders;
  for (int i = 0; i < 12; ++i) {
    orders.push_back({.person = *rc::gen::element<std::string>("", "a", "b", "c"), .lines = some_lines()});
  }
  const auto outcomes = decide(stock, held, orders);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    StockLevels needs;
    for (const auto& line : orders[i].lines) needs[line.sku] += line.quantity;
    bool fits = true;
    for (const auto& [sku, pieces] : needs) {
      const auto own = orders[i].person.empty() ? 0 : held[{orders[i].person, sku}];
      fits = fits && stock[sku] + own >= pieces;
    }
    RC_ASSERT(outcomes[i].has_value() == !fits);
    if (!fits) continue;
    for (const auto& [sku, pieces] : needs) {
      auto& own = held[{orders[i].person, sku}];
      const auto kept = orders[i].person.empty() ? 0 : std::min(own, pieces);
      own -= kept;
      stock[sku] -= pieces - kept;
      all[sku] -= pieces;
      RC_ASSERT((own >= 0 && stock[sku] >= 0 && all[sku] >= 0));
    }
  }
}

TEST(OrderTax, IsInsideThePricesAndRoundedDownOnceARate) {
  Order order;
  order.lines = {{.sku = "a",
                  .product = "a",
                  .title = "",
                  .picture = "",
                  .quantity = 3,
                  .unit_price = 333,
                  .tax_rate = 10},
                 {.sku = "b",
                  .product = "b",
                  .title = "",
                  .picture = "",
                  .quantity = 1,
                  .unit_price = 1,
                  .tax_rate = 10},
                 {.sku = "c",
                  .product = "c",
                  .title = "",
                  .picture = "",
                  .quantity = 1,
                  .unit_price = 1080,
                  .tax_rate = 8}};
  EXPECT_EQ(total_of(order), 2080);
  EXPECT_EQ(tax_of(order), (std::map<int, std::int64_t>{{8, 80}, {10, 90}}));
}

constexpr const char* kRight = R"({"show":"s1","at":1000,"lines":[{"sku":"lip","quantity":2}],
  "contact":{"name":"山田 花子","email":"hanako@example.jp","phone":"０９０-1234-5678","postal_code":"１５００００１","address":"東京都渋谷区"}})";

json::object body(std::string_view from = "", std::string_view to = "") {
  std::string text = kRight;
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return json::parse(text).as_object();
}

TEST(ReadOrder, TakesOneAsTheFormSendsIt) {
  const auto order = read_order(body());
  ASSERT_TRUE(order.has_value()) << order.error().detail;
  EXPECT_EQ(order->show, "s1");
  EXPECT_EQ(order->at, Milliseconds(1000));
  EXPECT_EQ(order->lines[0].quantity, 2);
  EXPECT_EQ(order->contact.postal_code, "150-0001");
  EXPECT_EQ(order->contact.phone, "090-1234-5678");
}

TEST(ReadOrder, NamesWhatIsWrong) {
  struct {
    const char *from, *to, *field;
  } const cases[] = {
      {"\"quantity\":2", "\"quantity\":0", "/lines/0/quantity"},
      {"\"quantity\":2", "\"quantity\":100", "/lines/0/quantity"},
      {"\"quantity\":2", "\"quantity\":1e300", "/lines/0/quantity"},
      {"\"quantity\":2", "\"quantity\":2,\"price\":1", "/lines/0/price"},
      {"{\"sku\":\"lip\",\"quantity\":2}", "", "/lines"},
      {"{\"sku\":\"lip\",\"quantity\":2}", "7", "/lines/0"},
      {"hanako@example.jp", "hanako", "/contact/email"},
      {"hanako@example.jp", "a@b.jp\\r\\nBcc: x@y.jp", "/contact/email"},
      {"山田 花子", " ", "/contact/name"},
      {"１５００００１", "15000011", ""},
      {"１５００００１", "〒", "/contact/postal_code"},
      {"０９０-1234-5678", "call me", "/contact/phone"},
      {"\"show\":\"s1\",", "", "/at"},
      {"\"at\":1000", "\"at\":-1", "/at"},
      {"\"at\":1000", "\"discount\":1", "/discount"},
  };
  for (const auto& each : cases) {
    const auto order = read_order(body(each.from, each.to));
    if (std::string_view(each.field).empty()) {
      EXPECT_TRUE(order.has_value()) << each.to;
      continue;
    }
    ASSERT_FALSE(order.has_value()) << each.to;
    EXPECT_EQ(order.error().field, each.field) << each.to;
  }
}

TEST(ReadOrder, RefusesMoreThanTwentyLines) {
  auto wanted = body();
  json::array lines;
  for (int i = 0; i < 21; ++i) lines.push_back({{"sku", "lip"}, {"quantity", 1}});
  wanted["lines"] = lines;
  EXPECT_EQ(read_order(wanted).error().field, "/lines");
}

TEST(OrderJson, CarriesTheLinkOnlyWithItsSecret) {
  Order order{.number = 123, .id = "o1"};
  EXPECT_EQ(to_json(order).at("number").as_string(), "N-000123");
  EXPECT_FALSE(to_json(order).contains("url"));
  EXPECT_EQ(to_json(order, "s3").at("url").as_string(), "/orders/o1?key=s3");
}

}  // namespace
}  // namespace nigiwai::shop
