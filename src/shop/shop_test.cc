#include <boost/json/parse.hpp>

#include "base/time.h"
#include "shop/commands.h"
#include "shop/products/saved.h"
#include "shop/settings.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

class ProductsTest : public ShopTest {
 protected:
  Result<Put> put_with(std::vector<Variant> variants, const std::string& id = "lip") {
    return run<Put>([&](store::Transaction& t) {
      return put(t, {.id = id,
                     .title = "Lip",
                     .subtitle = "",
                     .description = "",
                     .price = {2640, "JPY"},
                     .tax_rate = 10,
                     .picture = "",
                     .variants = variants});
    });
  }
  Result<StockNow> stock(const std::string& sku, std::int64_t delta) {
    return run<StockNow>(
        [&](store::Transaction& t) { return change_stock(t, {sku, delta, "test"}, owner_); });
  }
};

TEST_F(ProductsTest, PuttingTwiceChangesAndKeepsTheStockOfEachSku) {
  EXPECT_EQ(*put_with({{.sku = "a", .options = {}}, {.sku = "b", .options = {}}}), Put::kCreated);
  ASSERT_TRUE(stock("a", 5).has_value());
  EXPECT_EQ(*put_with({{.sku = "b", .options = {}}}), Put::kChanged);
  EXPECT_EQ(product(*reader_, "lip")->variants.size(), 1u);
  EXPECT_EQ(*put_with({{.sku = "b", .options = {}}, {.sku = "a", .options = {}}}), Put::kChanged);
  const auto now = product(*reader_, "lip");
  ASSERT_EQ(now->variants.size(), 2u);
  EXPECT_EQ(now->variants[1].sku, "a");
  EXPECT_EQ(now->variants[1].left, 5);
}

TEST_F(ProductsTest, ASkuBelongsToOneProduct) {
  ASSERT_TRUE(put_with({{.sku = "a", .options = {}}}).has_value());
  const auto other = put_with({{.sku = "x", .options = {}}, {.sku = "a", .options = {}}}, "oil");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().kind, Kind::kConflict);
  EXPECT_EQ(other.error().field, "/variants/1/sku");
  EXPECT_FALSE(product_exists(*reader_, "oil"));
}

TEST_F(ProductsTest, PricesAreInTheShopsCurrencyWhichStaysOnceThereAreProducts) {
  const auto euros = run<Settings>(
      [](store::Transaction& t) { return change(t, {.name = {}, .name_latin = {}, .currency = "EUR"}); });
  ASSERT_TRUE(euros.has_value());
  EXPECT_EQ(put_with({{.sku = "a", .options = {}}}).error().field, "/price/currency");
  ASSERT_TRUE(run<Settings>([](store::Transaction& t) {
                return change(t, {.name = {}, .name_latin = {}, .currency = "JPY"});
              }).has_value());
  ASSERT_TRUE(put_with({{.sku = "a", .options = {}}}).has_value());
  EXPECT_EQ(run<Settings>([](store::Transaction& t) {
              return change(t, {.name = {}, .name_latin = {}, .currency = "USD"});
            })
                .error()
                .kind,
            Kind::kConflict);
}

TEST_F(ProductsTest, WhoeverWritesAnOldVersionIsRefusedWithThePresentOne) {
  const auto write = [&](const std::string& title, std::optional<std::int64_t> expected) {
    return run<Put>([&](store::Transaction& t) {
      return put(t,
                 {.id = "lip",
                  .title = title,
                  .subtitle = "",
                  .description = "",
                  .price = {2640, "JPY"},
                  .picture = "",
                  .variants = {{.sku = "lip"}}},
                 expected);
    });
  };
  EXPECT_EQ(write("ours", 1).error().extra.at("present"), json::value());
  EXPECT_EQ(*write("ours", 0), Put::kCreated);
  EXPECT_EQ(product(*reader_, "lip")->version, 1);
  EXPECT_EQ(write("again", 0).error().type, "changed-meanwhile");
  EXPECT_EQ(*write("theirs", 1), Put::kChanged);
  const auto stale = write("ours again", 1);
  ASSERT_FALSE(stale.has_value());
  EXPECT_EQ(stale.error().type, "changed-meanwhile");
  EXPECT_EQ(stale.error().extra.at("present").at("title").as_string(), "theirs");
  EXPECT_EQ(stale.error().extra.at("present").at("version").as_int64(), 2);
  EXPECT_EQ(*write("who does not care", std::nullopt), Put::kChanged);
  EXPECT_EQ(product(*reader_, "lip")->version, 3);
}

TEST_F(ProductsTest, StockHistoryTellsOfStaffAndOrdersNewestFirst) {
  add_product("lip", 2640, 5);
  clock_.advance(Milliseconds(1000));
  ASSERT_TRUE(stock("lip", -2).has_value());
  ASSERT_TRUE(
      run<bool>([&](store::Transaction& t) -> Result<bool> {
        t.db().run(
            "INSERT INTO placed_order (id, key_hash, state, placed_at, currency, total, payment, name, "
            "email, "
            "postal_code, address) VALUES ('o', '', 'placed', ?, 'JPY', 1, '', '', '', '', '')",
            to_ms(t.now()) + 1);
        t.db().run(
            "INSERT INTO order_line (number, place, sku, product, title, quantity, unit_price, tax_rate) "
            "VALUES (1, 0, 'lip', 'lip', '', 2, 1, 10)");
        return true;
      }).has_value());
  const auto first = stock_history(*reader_, "lip", {.cursor = "", .limit = 2});
  ASSERT_EQ(first->items.size(), 2u);
  EXPECT_EQ(first->items[0].delta, -2);
  EXPECT_EQ(first->items[0].order, "N-000001");
  EXPECT_EQ(first->items[1].reason, "test");
  EXPECT_EQ(first->items[1].left, 3);
  ASSERT_TRUE(first->next.has_value());
  const auto second = stock_history(*reader_, "lip", {.cursor = *first->next, .limit = 2});
  ASSERT_EQ(second->items.size(), 1u);
  EXPECT_EQ(second->items[0].left, 5);
  EXPECT_FALSE(second->next.has_value());
  EXPECT_EQ(stock_history(*reader_, "none", {.cursor = "", .limit = 2}).error().kind, Kind::kNotFound);
  EXPECT_EQ(stock_history(*reader_, "lip", {.cursor = "x", .limit = 2}).error().field, "cursor");
}

TEST_F(ProductsTest, ListsByCursorInTheOrderAdded) {
  for (const auto* id : {"c", "a", "b"}) add_product(id, 100, 0);
  const auto first = products(*reader_, {.cursor = "", .limit = 2});
  ASSERT_EQ(first->items.size(), 2u);
  EXPECT_EQ(first->items[0].id, "c");
  ASSERT_TRUE(first->next.has_value());
  const auto second = products(*reader_, {.cursor = *first->next, .limit = 2});
  ASSERT_EQ(second->items.size(), 1u);
  EXPECT_EQ(second->items[0].id, "b");
  EXPECT_FALSE(second->next.has_value());
  EXPECT_EQ(products(*reader_, {.cursor = "x", .limit = 2}).error().field, "cursor");
}

TEST_F(ProductsTest, StockChangesAndNeverFallsBelowNothing) {
  add_product("lip", 2640, 5);
  EXPECT_EQ(stock("lip", -2)->left, 3);
  const auto refused = stock("lip", -4);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, Kind::kConflict);
  EXPECT_EQ(refused.error().extra.at("left").as_int64(), 3);
  EXPECT_EQ(left("lip"), 3);
  EXPECT_EQ(stock("none", 1).error().kind, Kind::kNotFound);
  EXPECT_EQ(number("SELECT sum(delta) FROM stock_change WHERE sku = 'lip'"), 3);
}

TEST_F(ProductsTest, EveryShowOnAirWithTheProductHearsOfTheStock) {
  add_product("lip", 2640, 5);
  FakeShelves shelves;
  shelves.live = {"s1", "s2"};
  shelves.shelf = {"lip"};
  heard_.events.clear();
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                for (const auto* show : {"s1", "s2"}) journal_.open(t, show);
                announce_stock(t, journal_, shelves, {{"lip", {.product = "lip", .left = 4, .sold = 1}}});
                return true;
              }).has_value());
  ASSERT_EQ(heard_.events.size(), 3u);
  EXPECT_EQ(heard_.events[0]->show, "");
  EXPECT_EQ(heard_.of("s2", "stock.changed").at(0)->data,
            json::parse(R"({"product":"lip","sku":"lip","left":4,"sold":1})"));
}

TEST_F(ProductsTest, SavingKeepsTheFirstMomentAndUnsavingTakesItOutOfTheSum) {
  add_product("lip", 2640, 5);
  auto save_at = [&](std::int64_t at) {
    return run<bool>([&](store::Transaction& t) -> Result<bool> {
      journal_.open(t, "s1");
      if (auto done = save(t, journal_, {"v1", "lip", "s1", Milliseconds(at)}); !done)
        return std::unexpected(done.error());
      return true;
    });
  };
  ASSERT_TRUE(save_at(5200).has_value());
  ASSERT_TRUE(save_at(9000).has_value());
  const auto saved = saved_by(*reader_, "v1");
  ASSERT_EQ(saved.size(), 1u);
  EXPECT_EQ(saved[0].at("at").as_int64(), 5200);
  EXPECT_EQ(number("SELECT sum(count) FROM moment_count WHERE what = 'save'"), 1);
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                unsave(t, journal_, "v1", "lip");
                unsave(t, journal_, "v1", "lip");
                return true;
              }).has_value());
  EXPECT_TRUE(saved_by(*reader_, "v1").empty());
  EXPECT_EQ(number("SELECT sum(count) FROM moment_count WHERE what = 'save'"), 0);
}

TEST(PlaySpan, IsAStretchOfTheShowOfAtMostAMinute) {
  const auto field = [](int from, int to, int length) {
    const auto checked = check_span(Milliseconds(from), Milliseconds(to), Milliseconds(length));
    return checked ? std::string() : checked.error().field;
  };
  EXPECT_EQ(field(0, 10'000, 60'000), "");
  EXPECT_EQ(field(5'000, 5'000, 60'000), "");
  EXPECT_EQ(field(0, 60'000, 60'000), "");
  EXPECT_EQ(field(0, 60'001, 90'000), "/data/to");
  EXPECT_EQ(field(10, 9, 60'000), "/data/to");
  EXPECT_EQ(field(60'000, 70'000, 60'000), "");
  EXPECT_EQ(field(60'000, 70'001, 60'000), "/data/to");
}

}  // namespace
}  // namespace nigiwai::shop
