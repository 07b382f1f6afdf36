#include "shop/products/search.h"

#include "shop/products/products.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

TEST(SearchForm, MakesWidthCaseAndKanaOne) {
  EXPECT_EQ(search_form("うるみ・ﾘｯﾌﾟ ＴＩＮＴ"), search_form("ウルミ リップ tint"));
  EXPECT_EQ(search_form("A-1_b!"), "a1b");
  EXPECT_EQ(search_form("「」…"), "");
}

TEST(SearchGrams, AreEveryTwoNeighbours) {
  EXPECT_EQ(search_grams({"うるみ", "A"}), "うる るみ み a ");
  EXPECT_EQ(search_query("うるみ a"), "\"うる るみ\" AND \"a\" *");
  EXPECT_EQ(search_query(" 　・ "), "");
  // What the search engine would take for its own words is searched for like anything else.
  EXPECT_EQ(search_query("\" OR *"), "\"or\"");
}

class SearchTest : public ShopTest {
 protected:
  void add(const std::string& id, const std::string& title, const std::string& subtitle = "") {
    ASSERT_TRUE(run<Put>([&](store::Transaction& t) {
                  return put(t, {.id = id,
                                 .title = title,
                                 .subtitle = subtitle,
                                 .description = "",
                                 .price = {100, "JPY"},
                                 .picture = "",
                                 .variants = {{.sku = id}}});
                }).has_value());
  }
  std::vector<std::string> found(const std::string& search, std::int64_t limit = 50) {
    std::vector<std::string> ids;
    const auto page = products(*reader_, {.cursor = "", .limit = limit}, search);
    EXPECT_TRUE(page.has_value());
    for (const auto& each : page->items) ids.push_back(each.id);
    return ids;
  }
};

using Ids = std::vector<std::string>;

TEST_F(SearchTest, FindsByAnyPartOfTheWords) {
  add("lip", "うるみリップティント", "新色 5 色");
  add("oil", "リップ オイル");
  add("soap", "石けん Lip-free");
  EXPECT_EQ(found("リップ"), (Ids{"lip", "oil"}));
  EXPECT_EQ(found("ﾘｯﾌﾟ"), (Ids{"lip", "oil"}));
  EXPECT_EQ(found("りっぷ 新色"), Ids{"lip"});
  EXPECT_EQ(found("けん"), Ids{"soap"});
  EXPECT_EQ(found("石"), Ids{"soap"});
  EXPECT_EQ(found("LIP"), (Ids{"lip", "soap"}));
  EXPECT_EQ(found("リップル"), Ids{});
  EXPECT_EQ(found("!?"), Ids{});
  EXPECT_EQ(found(""), (Ids{"lip", "oil", "soap"}));
}

TEST_F(SearchTest, FollowsWhatAProductIsCalledNow) {
  add("lip", "口紅");
  add("lip", "頬紅");
  EXPECT_EQ(found("口紅"), Ids{});
  EXPECT_EQ(found("頬紅"), Ids{"lip"});
}

TEST_F(SearchTest, GoesOnWhereThePageBeforeEnded) {
  for (const auto* id : {"c", "a", "b"}) add(id, "紅");
  add("d", "白");
  const auto first = products(*reader_, {.cursor = "", .limit = 2}, "紅");
  ASSERT_EQ(first->items.size(), 2u);
  ASSERT_TRUE(first->next.has_value());
  const auto second = products(*reader_, {.cursor = *first->next, .limit = 2}, "紅");
  ASSERT_EQ(second->items.size(), 1u);
  EXPECT_EQ(second->items[0].id, "b");
  EXPECT_FALSE(second->next.has_value());
}

TEST_F(SearchTest, TakesUpWhatWasThereBefore) {
  add("lip", "口紅");
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                t.db().run("DELETE FROM product_search");
                t.db().run("INSERT INTO product_to_index (product) VALUES ('lip')");
                return true;
              }).has_value());
  EXPECT_EQ(found("口紅"), Ids{});
  EXPECT_FALSE(*run<bool>([](store::Transaction& t) -> Result<bool> { return index_some(t); }));
  EXPECT_EQ(found("口紅"), Ids{"lip"});
}

}  // namespace
}  // namespace nigiwai::shop
