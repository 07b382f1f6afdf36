#include "insight/exports/exports.h"

#include <gtest/gtest.h>

#include "insight/figures/figures.h"
#include "insight/test_support.h"

namespace nigiwai::insight {
namespace {

class ExportsTest : public InsightTest {
 protected:
  void SetUp() override {
    InsightTest::SetUp();
    show_ = on_air();
    for (const auto* who : {"v1", "v2"}) plays(show_, who, 0, 50'000);
    sees(show_, "v1", "lip");
    orders(show_, "v1", "A", {{"lip", 2640}, {"oil", 3300}}, 61'000);
    orders(show_, "v2", "B", {{"lip", 2640}}, 61'000);
    for (const auto* order : {"A", "B"}) becomes(show_, "order.paid", order);
    becomes(show_, "order.refunded", "A", 990);
    becomes(show_, "order.cancelled", "B");
    read_all();
  }
  std::string csv(std::string_view table) {
    const ChosenShow shows[] = {{.id = show_, .title = "=秋,冬"}};
    return *exported(*kept_, *export_table(table), shows, "secret");
  }
  static std::int64_t lines(const std::string& csv) { return std::ranges::count(csv, '\n'); }

  std::string show_;
};

TEST_F(ExportsTest, EveryTableHasAsManyCellsAsItsFirstLine) {
  for (const auto& table : export_tables()) {
    const auto text = csv(table.name);
    EXPECT_GT(lines(text), 1) << table.name;
    const auto columns = std::ranges::count(text.substr(0, text.find('\r')), ',');
    auto row = text.substr(text.find('\n') + 1);
    row = row.substr(0, row.find('\r'));
    EXPECT_EQ(std::ranges::count(row, ','), columns + 1) << row << ": the title has one more";
    auto query = kept_->query(table.sql, "[\"" + show_ + "\"]", 1);
    ASSERT_TRUE(query.next());
  }
}

TEST_F(ExportsTest, NameNobodyAndRunNoFormula) {
  const auto visits = csv("visits");
  EXPECT_EQ(lines(visits), 3);
  EXPECT_EQ(visits.find("v1"), std::string::npos);
  EXPECT_NE(visits.find("\"'=秋,冬\",p"), std::string::npos) << visits;
}

TEST_F(ExportsTest, TheSalesAddUpToTheFigures) {
  auto rows =
      kept_->query("SELECT sum(amount), sum(net) FROM sales WHERE show = ? AND how = 'ordered'", show_);
  ASSERT_TRUE(rows.next());
  const auto tally = tally_of(*kept_, std::vector{show_})[2];
  EXPECT_EQ(rows.integer(0), *value_of(tally, Sum::kPlaced));
  EXPECT_EQ(rows.integer(1), *value_of(tally, Extra::kNet));
}

TEST_F(ExportsTest, AreOfTheShowsThatWereChosen) {
  EXPECT_EQ(lines(*exported(*kept_, *export_table("totals"), {}, "secret")), 1);
  EXPECT_EQ(export_table("viewers"), nullptr);
}

}  // namespace
}  // namespace nigiwai::insight
