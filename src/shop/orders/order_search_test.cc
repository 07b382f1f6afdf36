#include "shop/orders/order_search.h"

#include "base/time.h"
#include "shop/orders/order_forget.h"
#include "shop/orders/order_index.h"
#include "shop/orders/orders_test_support.h"

namespace nigiwai::shop {
namespace {

class OrderSearchTest : public OrdersTest {
 protected:
  std::string placed_by(const std::string& name, const std::string& email, const std::string& phone) {
    auto wanted = command({{"tea", 1}});
    wanted.order.contact.name = name;
    wanted.order.contact.email = email;
    wanted.order.contact.phone = phone;
    clock_.advance(Milliseconds(1000));
    auto answers = place({std::move(wanted)});
    return std::string(answers.at(0)->at("id").as_string());
  }
  // As POST /api/orders/external leaves it.
  void elsewhere(const std::string& external_id, const std::string& state = "placed") {
    clock_.advance(Milliseconds(1000));
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().run(
                      "INSERT OR IGNORE INTO api_key (id, token_hash, name, created_by, created_at) VALUES "
                      "('k1', X'00', "
                      "'Shopify', 'owner', 0)");
                  t.db().run(
                      "INSERT INTO external_order (id, api_key, external_id, state, placed_at, changed_at, "
                      "viewer, show, "
                      "at, currency, total) VALUES (?1, 'k1', ?1, ?2, ?3, ?3, 'v1', 's1', 1000, 'JPY', 5280)",
                      external_id, state, to_ms(t.now()));
                  const auto number = t.db().last_row_id();
                  t.db().run(
                      "INSERT INTO external_order_line (number, place, sku, product, title, quantity, taken) "
                      "VALUES (?, 0, "
                      "'lip', 'lip', 'うるみリップ', 2, 0)",
                      number);
                  queue_external_order(t.db(), number);
                  return true;
                }).has_value());
  }
  void index() {
    while (*run<bool>([](store::Transaction& t) -> Result<bool> { return index_some_orders(t); })) {
    }
    EXPECT_EQ(number("SELECT count(*) FROM order_to_index"), 0);
  }
  static std::string id_of(const ListedOrder& order) {
    return std::visit([](const auto& known) { return known.id; }, order);
  }
  std::vector<std::string> find(const OrderFilter& filter) {
    std::vector<std::string> ids;
    std::string cursor;
    do {  // by pages of two, so that every cursor is used
      const auto page = orders(*reader_, filter, {.cursor = cursor, .limit = 2});
      EXPECT_TRUE(page.has_value());
      for (const auto& each : page->items) ids.push_back(id_of(each));
      cursor = page->next.value_or("");
    } while (!cursor.empty());
    return ids;
  }
  std::vector<std::string> find(const std::string& q) { return find(OrderFilter{.q = q}); }
};

using Ids = std::vector<std::string>;

TEST_F(OrderSearchTest, FindsTheSameBeforeAndAfterItIsIndexed) {
  const auto hana = placed_by("佐藤 花", "hana@example.jp", "090-1234-5678");
  const auto sora = placed_by("ソラ・タナカ", "sora.t@example.com", "03-9876-5432");
  elsewhere("EC-7");
  for (const bool indexed : {false, true}) {
    if (indexed) index();
    EXPECT_EQ(find("佐藤"), (Ids{hana})) << indexed;
    EXPECT_EQ(find("花"), (Ids{hana}));
    EXPECT_EQ(find("佐藤　ｈａｎａ"), (Ids{hana})) << "words of any width, in any order, in any field";
    EXPECT_EQ(find("そら"), (Ids{sora})) << "whatever its kana";
    EXPECT_EQ(find("HANA@EXAMPLE"), (Ids{hana}));
    EXPECT_EQ(find("tea"), (Ids{sora, hana})) << "newest first";
    EXPECT_EQ(find("0901234"), (Ids{hana}));
    EXPECT_EQ(find("9876-54"), (Ids{sora}));
    EXPECT_EQ(find("987"), Ids{}) << "too few digits to mean somebody";
    EXPECT_EQ(find("N-000002"), (Ids{sora}));
    EXPECT_EQ(find("2"), (Ids{sora}));
    EXPECT_EQ(find("うるみ"), (Ids{"EC-7"}));
    EXPECT_EQ(find("ec-7"), (Ids{"EC-7"}));
    EXPECT_EQ(find("e-000001"), (Ids{"EC-7"}));
    EXPECT_EQ(find("shopify"), (Ids{"EC-7"}));
    for (const auto* none : {"佐花", "%", "_", "\"", "hana AND", "---", "5678 佐藤"})
      EXPECT_EQ(find(none), Ids{}) << none;
  }
}

TEST_F(OrderSearchTest, OrdersOfOtherShopsStandAmongOurs) {
  const auto first = placed_by("a", "a@example.jp", "1");
  elsewhere("x1");
  elsewhere("x2", "cancelled");
  const auto last = placed_by("b", "b@example.jp", "2");
  EXPECT_EQ(find(OrderFilter{}), (Ids{last, "x2", "x1", first}));
  EXPECT_EQ(find(OrderFilter{.states = {State::kCancelled}}), (Ids{"x2"}));
  EXPECT_EQ(find(OrderFilter{.product = "lip"}), (Ids{"x2", "x1"}));
  EXPECT_EQ(find(OrderFilter{.show = "s1"}), (Ids{last, "x2", "x1", first}));
  EXPECT_EQ(orders(*reader_, {}, {.cursor = "4", .limit = 2}).error().field, "cursor");

  Ids oldest_first;
  std::string csv;
  for (ListPlace place;;) {
    const auto piece = orders_past(*reader_, {}, place, 3);
    if (piece.empty()) break;
    for (const auto& each : piece) {
      oldest_first.push_back(id_of(each));
      csv += csv_of(each);
    }
  }
  EXPECT_EQ(oldest_first, (Ids{first, "x1", "x2", last}));
  EXPECT_NE(csv.find("lip,lip,うるみリップ,2,"), std::string::npos);
  EXPECT_NE(csv.find(",Shopify,x1,,,\r\n"), std::string::npos);
  const auto shown = listed_json(orders(*reader_, {}, {.cursor = "", .limit = 4})->items.at(2));
  EXPECT_EQ(shown.at("external").at("taken_by").as_string(), "Shopify");
  EXPECT_EQ(shown.at("number").as_string(), "E-000001");
  EXPECT_TRUE(shown.at("can").as_array().empty());
  EXPECT_TRUE(shown.at("contact").is_null());
}

TEST_F(OrderSearchTest, AnErasedBuyerIsFoundByTheGoodsAlone) {
  const auto hana = placed_by("佐藤 花", "hana@example.jp", "09012345678");
  index();
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                forget_buyers(t, std::vector<std::string>{viewer_.id});
                return true;
              }).has_value());
  for (const bool indexed : {false, true}) {
    if (indexed) index();
    EXPECT_EQ(find("佐藤"), Ids{});
    EXPECT_EQ(find("0901234"), Ids{});
    EXPECT_EQ(find("tea"), (Ids{hana}));
  }
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                merge_order_index(t.db());
                return true;
              }).has_value());
  EXPECT_EQ(number("SELECT count(*) FROM order_search_data WHERE instr(block, CAST('佐藤' AS BLOB)) > 0"), 0)
      << "nothing of it is left in the index";
}

}  // namespace
}  // namespace nigiwai::shop
