#include "shop/orders/orders.h"

#include <boost/json/serialize.hpp>

#include "shop/orders/order_answers.h"
#include "shop/orders/order_forget.h"
#include "shop/orders/order_search.h"
#include "shop/orders/orders_test_support.h"

namespace nigiwai::shop {
namespace {

TEST_F(OrdersTest, AnOrderTakesItsPiecesAndSaysWhatItCosts) {
  const auto answers = place({command({{"lip", 2}, {"tea", 1}})});
  ASSERT_TRUE(answers.at(0).has_value()) << answers[0].error().detail;
  const auto& order = *answers[0];
  EXPECT_EQ(order.at("number").as_string(), "N-000001");
  EXPECT_EQ(order.at("total").at("amount").as_int64(), 6360);
  EXPECT_EQ(
      json::serialize(order.at("tax")),
      R"([{"rate":8,"amount":{"amount":80,"currency":"JPY"}},{"rate":10,"amount":{"amount":480,"currency":"JPY"}}])");
  EXPECT_EQ(order.at("at").as_int64(), 50'000);
  EXPECT_EQ(left("lip"), 1);
  EXPECT_EQ(left("tea"), 9);
}

TEST_F(OrdersTest, OrdersDecidedTogetherNeverOversell) {
  std::vector<OrderCommand> commands;
  for (int i = 0; i < 10; ++i) commands.push_back(command({{"lip", 1}}));
  const auto answers = place(std::move(commands));
  int placed = 0;
  for (const auto& answer : answers) placed += answer.has_value();
  EXPECT_EQ(placed, 3);
  EXPECT_TRUE(answers[2].has_value());
  EXPECT_EQ(answers[3].error().type, "sold-out");
  EXPECT_EQ(answers[3].error().extra, (json::object{{"sku", "lip"}, {"left", 0}}));
  EXPECT_EQ(left("lip"), 0);
  EXPECT_EQ(number("SELECT sum(quantity) FROM order_line WHERE sku = 'lip'"), 3);
}

TEST_F(OrdersTest, TellsStaffOfEachOrderAndEverybodyOnceOfTheStock) {
  place({command({{"lip", 1}}), command({{"lip", 2}})});
  const auto placed = heard_.of("s1", "order.placed");
  ASSERT_EQ(placed.size(), 2u);
  EXPECT_EQ(placed[0]->audience, timeline::Audience::kStaff);
  EXPECT_EQ(placed[0]->by_id, "v1");
  EXPECT_EQ(placed[0]->at, Milliseconds(50'000));
  EXPECT_EQ(json::serialize(placed[1]->data).find("hanako"), std::string::npos);
  EXPECT_EQ(placed[1]->data.at("pieces").as_int64(), 2);
  const auto changed = heard_.of("s1", "stock.changed");
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0]->data.at("sold").as_int64(), 3);
  EXPECT_EQ(changed[0]->data.at("left").as_int64(), 0);
  EXPECT_EQ(heard_.of("", "stock.changed").size(), 1u);
}

// What was never in stock has no change of stock to be heard of.
TEST_F(OrdersTest, NotesWhatItRefusesAsSurelySoldOut) {
  add_product("oil", 3300, 0);
  EXPECT_FALSE(board_.is_sold_out("oil"));
  place({command({{"oil", 1}}), command({{"oil", 2}}), command({{"lip", 4}})});
  EXPECT_TRUE(board_.is_sold_out("oil"));
  EXPECT_FALSE(board_.is_sold_out("lip")) << "three are left for those who want fewer";
  place({command({{"lip", 3}}), command({{"lip", 1}})});
  EXPECT_FALSE(board_.is_sold_out("lip")) << "the sale itself is heard of as a change of stock";
}

TEST_F(OrdersTest, NotesTheKeysOfOrdersThatWerePlaced) {
  const auto placed = command({{"lip", 3}}, "k1"), refused = command({{"lip", 1}}, "k2");
  place({placed, refused});
  EXPECT_TRUE(board_.answered().may_have(placed.key));
  EXPECT_FALSE(board_.answered().may_have(refused.key));
  SoldOutBoard later;
  later.load(*reader_);
  EXPECT_TRUE(later.answered().may_have(placed.key)) << "a server that starts again knows them";
}

TEST_F(OrdersTest, TheSameKeyOrdersOnceInOneBatchAndLater) {
  const auto together =
      place({command({{"lip", 1}}, "k1"), command({{"lip", 1}}, "k1"), command({{"lip", 1}}, "k2")});
  ASSERT_EQ(together.size(), 3u);
  EXPECT_EQ(*together[0], *together[1]);
  EXPECT_NE(together[0]->at("id"), together[2]->at("id"));
  clock_.advance(Milliseconds(1000));
  EXPECT_EQ(*place({command({{"lip", 1}}, "k1")}).at(0), *together[0]);
  EXPECT_EQ(left("lip"), 1);
  EXPECT_EQ(place({command({{"lip", 1}}, "k1", "another body")}).at(0).error().kind, Kind::kUnprocessable);
}

TEST_F(OrdersTest, AKeyOfNobodyKnownOrdersOnceToo) {
  auto one = command({{"tea", 1}}, "k1");
  one.by = {};
  one.key.caller = "address:192.0.2.1";
  const auto first = place({one}).at(0);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(*place({one}).at(0), *first);
  EXPECT_EQ(left("tea"), 9);
  EXPECT_TRUE(was_placed(*reader_, one.key));
  EXPECT_EQ(number("SELECT count(*) FROM kept_answer"), 1);
  EXPECT_TRUE(place({command({{"tea", 1}}, "k1")}).at(0).has_value()) << "another's key";
  EXPECT_EQ(left("tea"), 8);
  SoldOutBoard later;
  later.load(*reader_);
  EXPECT_TRUE(later.answered().may_have(one.key));
}

TEST_F(OrdersTest, AKeyIsForgottenAfterItsTimeAndWithItsPerson) {
  const auto old = command({{"tea", 1}}, "k1"), kept = command({{"tea", 1}}, "k2");
  place({old});
  clock_.advance(http::kIdempotencyKept + Milliseconds(1));
  place({kept});
  const auto forget = [&](const auto& how) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  how(t);
                  return true;
                }).has_value());
  };
  forget(forget_old_order_answers);
  EXPECT_FALSE(was_placed(*reader_, old.key));
  EXPECT_TRUE(was_placed(*reader_, kept.key));
  forget([&](store::Transaction& t) { forget_buyers(t, std::vector<std::string>{viewer_.id}); });
  EXPECT_FALSE(was_placed(*reader_, kept.key));
  EXPECT_EQ(number("SELECT count(*) FROM order_answer"), 0);
}

TEST_F(OrdersTest, AForgottenBuyersNameIsGoneFromTheEventsOfTheirOrders) {
  place({command({{"lip", 1}}), command({{"tea", 1}})});
  const auto named =
      "SELECT count(*) FROM event_text t JOIN event e USING (position) WHERE e.kind = "
      "'order.placed' AND t.name <> ''";
  ASSERT_EQ(number(named), 2);
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                forget_buyers(t, std::vector<std::string>{viewer_.id});
                return true;
              }).has_value());
  EXPECT_EQ(number(named), 0);
}

TEST_F(OrdersTest, ARefusalIsDecidedAnew) {
  EXPECT_EQ(place({command({{"lip", 4}}, "k1")}).at(0).error().type, "sold-out");
  ASSERT_TRUE(run<StockNow>([&](store::Transaction& t) {
                return change_stock(t, {"lip", 1, "found one"}, owner_);
              }).has_value());
  EXPECT_TRUE(place({command({{"lip", 4}}, "k1")}).at(0).has_value());
}

TEST_F(OrdersTest, OneWrongOrderSpoilsNoOther) {
  auto unknown_show = command({{"lip", 1}});
  unknown_show.order.show = "nowhere";
  const auto answers = place({command({{"lip", 1}, {"no-such", 1}}), unknown_show, command({{"tea", 1}})});
  EXPECT_EQ(answers[0].error().field, "/lines/1/sku");
  EXPECT_EQ(answers[1].error().field, "/show");
  EXPECT_TRUE(answers[2].has_value());
  EXPECT_EQ(left("lip"), 3);
}

TEST_F(OrdersTest, AVariantThatWasTakenAwayCannotBeOrdered) {
  ASSERT_TRUE(run<Put>([&](store::Transaction& t) {
                return put(t, {.id = "lip",
                               .title = "Lip",
                               .subtitle = "",
                               .description = "",
                               .price = {2640, "JPY"},
                               .tax_rate = 10,
                               .picture = "",
                               .variants = {{.sku = "lip-01", .options = {}}}});
              }).has_value());
  EXPECT_EQ(place({command({{"lip", 1}})}).at(0).error().field, "/lines/0/sku");
}

TEST_F(OrdersTest, RefusesWhatCostsMoreThanAnyOrder) {
  add_product("ring", kMostMoney, 5);
  EXPECT_EQ(place({command({{"ring", 2}})}).at(0).error().field, "/lines");
}

TEST_F(OrdersTest, OutsideAShowTheEventStandsInTheShopsOwnTimeline) {
  auto plain = command({{"tea", 1}});
  plain.order.show.clear();
  plain.order.at.reset();
  plain.by = {};
  const auto answer = place({plain}).at(0);
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->at("show").is_null());
  EXPECT_TRUE(answer->at("at").is_null());
  EXPECT_EQ(heard_.of("", "order.placed").size(), 1u);
}

TEST_F(OrdersTest, OnlyTheWholeLinkOpensAnOrder) {
  const auto placed = *place({command({{"tea", 1}})}).at(0);
  const std::string id(placed.at("id").as_string());
  const std::string url(placed.at("url").as_string());
  const auto secret = url.substr(url.find("key=") + 4);
  const auto found = order_with_key(*reader_, id, secret);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(to_json(*found, secret), placed);
  EXPECT_EQ(order_with_key(*reader_, id, secret.substr(1)).error().kind, Kind::kNotFound);
  EXPECT_EQ(order_with_key(*reader_, id, "").error().kind, Kind::kNotFound);
  EXPECT_EQ(number("SELECT count(*) FROM placed_order WHERE key_hash = ?", secret), 0);
}

TEST_F(OrdersTest, PersonalDataStandsInTheOrderAlone) {
  auto nobodys = command({{"tea", 1}}, "k2");
  nobodys.by = {};
  nobodys.key.caller = "address:192.0.2.1";
  place({command({{"tea", 1}}, "k1"), nobodys});
  ASSERT_EQ(number("SELECT (SELECT count(*) FROM order_answer) + 10 * (SELECT count(*) FROM kept_answer)"),
            11);
  EXPECT_EQ(number("SELECT count(*) FROM order_answer WHERE key || body_hash || secret LIKE '%hanako%'"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM kept_answer WHERE caller || answer LIKE '%hanako%'"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM event WHERE data LIKE '%hanako%' OR data LIKE '%山田%'"), 0);
}

// An upgrade: orders of older versions came without.
TEST_F(OrdersTest, TheEventsOfOlderOrdersAreNotedOnce) {
  placed({{"tea", 1}});
  placed({{"lip", 1}});
  const auto noted = number("SELECT sum(number * 1000 + position) FROM order_event");
  ASSERT_GT(noted, 0);
  auto& db = core_->database();
  db.run("DELETE FROM order_event WHERE number = 1");
  const auto found = std::ranges::find(migrations(), "shop/0302_events_of_orders", &store::Migration::name);
  ASSERT_NE(found, migrations().end());
  db.script(std::string(found->sql));
  EXPECT_EQ(number("SELECT sum(number * 1000 + position) FROM order_event"), noted);
}

TEST_F(OrdersTest, ListsNewestFirstByCursorAndShow) {
  auto outside = command({{"tea", 1}});
  outside.order.show.clear();
  outside.order.at.reset();
  place({command({{"tea", 1}}), outside, command({{"tea", 2}})});
  const auto first = orders(*reader_, OrderFilter{}, {.cursor = "", .limit = 2});
  ASSERT_EQ(first->items.size(), 2u);
  EXPECT_EQ(std::get<Order>(first->items[0]).number, 3);
  EXPECT_EQ(std::get<Order>(first->items[0]).lines.at(0).quantity, 2);
  const auto second = orders(*reader_, OrderFilter{}, {.cursor = first->next.value_or(""), .limit = 2});
  ASSERT_EQ(second->items.size(), 1u);
  EXPECT_FALSE(second->next.has_value());
  EXPECT_EQ(orders(*reader_, OrderFilter{.show = "s1"}, {.cursor = "", .limit = 10})->items.size(), 2u);
}

TEST_F(OrdersTest, PiecesOfAListComeToTheWholeOfIt) {
  place({command({{"tea", 1}}), command({{"tea", 2}}), command({{"tea", 3}})});
  std::vector<std::int64_t> numbers;
  for (ListPlace place;;) {
    const auto piece = orders_past(*reader_, {}, place, 2);
    if (piece.empty()) break;
    for (const auto& each : piece) numbers.push_back(std::get<Order>(each).number);
  }
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(OrdersTest, CsvHasALineForEachLineOfAnOrderAndRunsNoFormula) {
  auto sly = command({{"lip", 1}, {"tea", 2}});
  sly.order.contact.name = "=HYPERLINK(\"http://evil\")";
  place({sly});
  auto csv = csv_head();
  ListPlace from;
  for (const auto& each : orders_past(*reader_, {}, from, 10)) csv += csv_of(each);
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBFnumber,placed_at,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_NE(csv.find("\"'=HYPERLINK(\"\"http://evil\"\")\""), std::string::npos);
  EXPECT_NE(csv.find(",'09012345678,150-0001,"), std::string::npos);
  EXPECT_NE(csv.find(",tea,tea,The tea,2,1080,2160,8,0,0,4800,0,JPY,"), std::string::npos);
}

}  // namespace
}  // namespace nigiwai::shop
