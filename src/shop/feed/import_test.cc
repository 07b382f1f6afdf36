#include "shop/feed/import.h"

#include <fmt/format.h>

#include "shop/products/products.h"
#include "shop/products/search.h"
#include "shop/test_support.h"

namespace nigiwai::shop::feed {
namespace {

class ImportTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    writer_ = std::make_unique<store::Writer>(file_.open(), clock_);
  }
  void TearDown() override {
    writer_->stop();
    writer_.reset();
    ShopTest::TearDown();
  }
  Result<Report> import(std::string feed) {
    Progress progress;
    return import_feed({.writer = *writer_, .journal = journal_, .shelves = shelves_}, std::move(feed),
                       owner_, progress);
  }
  // "created changed unchanged refused"
  std::string counts(std::string feed) {
    const auto report = import(std::move(feed));
    if (!report) return report.error().detail;
    return fmt::format("{} {} {} {}", report->created, report->changed, report->unchanged,
                       report->refused_count);
  }

  FakeShelves shelves_;
  std::unique_ptr<store::Writer> writer_;
};

TEST_F(ImportTest, CreatesThenLeavesThenChanges) {
  const std::string feed = "id\ttitle\tprice\tquantity\nlip\tLip\t100 JPY\t4\noil\tOil\t200 JPY\t\n";
  EXPECT_EQ(counts(feed), "2 0 0 0");
  EXPECT_EQ(left("lip"), 4);
  EXPECT_EQ(number("SELECT count(*) FROM stock_change"), 1);
  EXPECT_EQ(counts(feed), "0 0 2 0");
  EXPECT_EQ(number("SELECT count(*) FROM stock_change"), 1);
  EXPECT_EQ(product(*reader_, "lip")->version, 1);
  EXPECT_EQ(counts("id\ttitle\tprice\nlip\tLip\t120 JPY\noil\tOil\t200 JPY\n"), "0 1 1 0");
  EXPECT_EQ(product(*reader_, "lip")->price.amount, 120);
  EXPECT_EQ(product(*reader_, "lip")->version, 2);
}

TEST_F(ImportTest, SetsStockOnlyForWhatItCreatesAndTellsTheDifference) {
  add_product("lip", 100, 9);
  const auto report = import("id\ttitle\tprice\tquantity\nlip\tThe lip\t100 JPY\t4\nnew\tNew\t100 JPY\t5\n");
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(left("lip"), 9);
  EXPECT_EQ(left("new"), 5);
  ASSERT_EQ(report->stock_differences.size(), 1u);
  EXPECT_EQ(report->stock_differences[0].sku, "lip");
  EXPECT_EQ(report->stock_differences[0].ours, 9);
  EXPECT_EQ(report->stock_differences[0].theirs, 4);
}

TEST_F(ImportTest, KeepsWhatTheFeedDoesNotSay) {
  ASSERT_TRUE(run<Put>([](store::Transaction& t) {
                Product lip{.id = "lip",
                            .title = "Old",
                            .subtitle = "by hand",
                            .description = "by hand",
                            .price = {100, "JPY"},
                            .tax_rate = 8,
                            .picture = "",
                            .variants = {{.sku = "lip-01", .options = {{"色", "茜"}}}, {.sku = "lip-02"}}};
                lip.limit_per_person = 2;
                lip.on_sale_from = t.now() + std::chrono::hours(1);
                return put(t, lip);
              }).has_value());
  EXPECT_EQ(counts("id\titem_group_id\ttitle\tprice\tcolor\nlip-01\tlip\t新しい\t150 "
                   "JPY\t茜\nlip-03\tlip\t新しい\t150 JPY\t葡萄\n"),
            "0 1 0 0");
  const auto now = product(*reader_, "lip");
  EXPECT_EQ(now->title, "新しい");
  EXPECT_EQ(now->subtitle, "by hand");
  EXPECT_EQ(now->description, "by hand");
  EXPECT_EQ(now->tax_rate, 8);
  EXPECT_EQ(now->limit_per_person, 2);
  EXPECT_EQ(now->on_sale_from, clock_.wall() + std::chrono::hours(1));
  ASSERT_EQ(now->variants.size(), 3u);
  EXPECT_EQ(now->variants[1].sku, "lip-02");
  EXPECT_EQ(now->variants[2].sku, "lip-03");
}

TEST_F(ImportTest, RefusesASkuOfAnotherProductAndGoesOn) {
  add_product("lip", 100, 0);
  const auto report =
      import("id\titem_group_id\ttitle\tprice\nlip\tset\tSet\t100 JPY\noil\t\tOil\t100 JPY\n");
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->created, 1u);
  ASSERT_EQ(report->refused.size(), 1u);
  EXPECT_EQ(report->refused[0].line, 2u);
  EXPECT_EQ(report->refused[0].field, "variants/0/sku");
  EXPECT_FALSE(product_exists(*reader_, "set"));
}

TEST_F(ImportTest, TakesAFeedOfTwoHundredThousandLinesOfWhichMostAreBroken) {
  constexpr int kLines = 200'000;
  std::string feed = "id\ttitle\tprice\titem_group_id\tsize\n";
  for (int i = 0; i < kLines; ++i) {
    if (i % 40 < 2) {
      feed += fmt::format("tee-{0}-{1}\tTee {0}\t{2} JPY\ttee-{0}\t{1}\n", i / 40, i % 40, 1000 + i % 7);
    } else {
      feed += fmt::format("broken-{}\tNo price\t\t\t\n", i);
    }
  }
  const auto report = import(std::move(feed));
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(report->created, 5'000u);
  EXPECT_EQ(number("SELECT count(*) FROM sku"), 10'000);
  EXPECT_EQ(report->refused_count, 190'000u);
  EXPECT_EQ(report->refused.size(), kMostRefusals);
  EXPECT_EQ(report->refused.at(0).line, 4u);
  EXPECT_EQ(products(*reader_, {.cursor = "", .limit = 5}, "tee 4999")->items.size(), 1u);
}

TEST_F(ImportTest, LinksToOurOwnPicturesBecomePictures) {
  const std::string hash(32, 'a');
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                t.db().run("INSERT INTO picture (name, bytes) VALUES (?, ?)", hash + "-640.webp",
                           store::Blob{"x"});
                return true;
              }).has_value());
  EXPECT_EQ(
      counts(fmt::format("id\ttitle\tprice\timage_link\tadditional_image_link\nlip\tLip\t100 JPY\t"
                         "https://our.example/pictures/{}-640.webp\thttps://cdn.example/pictures/lip.jpg\n",
                         hash)),
      "1 0 0 0");
  const auto now = product(*reader_, "lip");
  EXPECT_EQ(now->pictures, std::vector<std::string>{hash});
  EXPECT_EQ(now->picture_sources, std::vector<std::string>{"https://cdn.example/pictures/lip.jpg"});
}

TEST_F(ImportTest, RefusesAFileThatIsNoFeed) {
  EXPECT_EQ(import("PK\x03\x04").error().kind, Kind::kUnsupported);
  EXPECT_EQ(import("").error().kind, Kind::kInvalid);
  EXPECT_EQ(import("name,price\nx,1\n").error().field, "format");
  EXPECT_EQ(counts("{\"id\": 5}"), "0 0 0 1");
}

}  // namespace
}  // namespace nigiwai::shop::feed
