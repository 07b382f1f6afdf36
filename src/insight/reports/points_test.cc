#include "insight/reports/points.h"

#include <gtest/gtest.h>

#include "insight/reports/telling.h"

namespace nigiwai::insight {
namespace {

ReportRow row(std::string_view figure, double value, double before, std::int64_t people = 40) {
  return {.figure = figure,
          .unit = Unit::kMoney,
          .name = {"注文額", "Sales placed"},
          .value = value,
          .before = before,
          .people = people,
          .people_before = 40};
}

std::vector<std::string_view> rules(const std::vector<Point>& points) {
  std::vector<std::string_view> names;
  for (const auto& point : points) names.push_back(point.rule);
  return names;
}

using Rules = std::vector<std::string_view>;

TEST(ReportPoints, SayNothingOfNothing) {
  EXPECT_TRUE(findings_of({}).empty());
  EXPECT_TRUE(steps_of({}).empty());
}

TEST(ReportPoints, TellTheFigureThatChangedMostWithTheNumbersItStandsOn) {
  const Material material{.of = ReportOf::kMonth,
                          .rows = {row("gmv", 1'234'000, 980'000), row("orders", 100, 98)}};
  const auto findings = findings_of(material);
  ASSERT_EQ(rules(findings), Rules{"change"});
  EXPECT_EQ(findings[0].text.ja, "注文額は¥1,234,000で、前の月（¥980,000）より26\u00a0%増えました。");
  EXPECT_EQ(findings[0].text.en,
            "Sales placed: ¥1,234,000, 26\u00a0% more than the month before (¥980,000).");
}

TEST(ReportPoints, TellOfARateInPoints) {
  auto rate = row("cvr", 0.03, 0.042);
  rate.unit = Unit::kRate;
  rate.name = {"購入率", "Conversion rate"};
  const auto findings = findings_of({.rows = {rate}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].text.ja, "購入率は3.0\u00a0%で、前の配信（4.2\u00a0%）より1.2ポイント下がりました。");
  EXPECT_EQ(rules(steps_of({.rows = {rate}})), Rules{"fall"});
}

TEST(ReportPoints, CallNothingAChangeThatIsSmallOrOfAFewPeopleOrOfNothingBefore) {
  auto few_before = row("gmv", 200, 100);
  few_before.people_before = 9;
  auto first = row("gmv", 200, 0);
  for (const auto& each :
       {row("gmv", 109, 100), row("gmv", 200, 100, 9), few_before, first, row("aov", 200, 100)})
    EXPECT_TRUE(findings_of({.rows = {each}}).empty());
}

TEST(ReportPoints, TellOfTheArchiveFromATwentiethOfSalesOnAndAskForMoreBelow) {
  auto share = row("archive_share", 0.05, 0);
  Material material{.rows = {row("gmv", 100'000, 0), share}};
  EXPECT_EQ(rules(findings_of(material)), Rules{"archive"});
  EXPECT_EQ(findings_of(material)[0].text.en,
            "5.0\u00a0% of sales (¥5,000) came from the archive, after the shows had ended.");
  EXPECT_TRUE(steps_of(material).empty());
  material.rows[1].value = 0.04;
  EXPECT_TRUE(findings_of(material).empty());
  EXPECT_EQ(rules(steps_of(material)), Rules{"archive"});
  material.over = false;
  EXPECT_TRUE(steps_of(material).empty()) << "its archive is still to come";
}

TEST(ReportPoints, NameTheBestProductAndMinuteOfEnoughPeople) {
  Material material{
      .rows = {row("gmv", 100'000, 0)},
      .product = BestProduct{.title = "うるみリップ", .amount = 42'000, .buyers = 10},
      .moment = BestMoment{.at = 24 * 60'000, .orders = 3, .watching = 10, .product = "うるみリップ"}};
  const auto findings = findings_of(material);
  ASSERT_EQ(rules(findings), (Rules{"product", "moment"}));
  EXPECT_EQ(findings[0].text.ja,
            "いちばん売れたのは「うるみリップ」で、10人が¥42,000を注文しました（全体の42\u00a0%）。");
  EXPECT_EQ(findings[1].text.ja,
            "注文が最も集まったのは24分台で、10人が見ているなか1分に3件でした。紹介していたのは「うるみリップ"
            "」です。");
  material.product->buyers = material.moment->watching = 9;
  EXPECT_TRUE(findings_of(material).empty());
}

TEST(ReportPoints, TellOfTargetsWhichIsFurthestAndThatAllAreReached) {
  auto near = row("gmv", 99, 0), far = row("orders", 63, 0);
  near.target = far.target = 100;
  far.unit = Unit::kTimes;
  far.name = {"注文数", "Orders"};
  Material material{.rows = {near, far}};
  EXPECT_EQ(findings_of(material)[0].text.en,
            "0 of 2 targets were reached. Furthest from it: Orders, with 63 of 100 (63\u00a0%).");
  EXPECT_EQ(rules(steps_of(material)), Rules{"target"});
  material.rows[0].value = material.rows[1].value = 100;
  EXPECT_EQ(findings_of(material)[0].text.en, "All 2 targets were reached.");
  EXPECT_TRUE(steps_of(material).empty());
}

TEST(ReportPoints, NeverCallWhatIsNearlyReachedAHundredPercent) {
  auto nearly = row("gmv", 999, 0);
  nearly.target = 1000;
  EXPECT_NE(findings_of({.rows = {nearly}})[0].text.en.find("(99\u00a0%)"), std::string::npos);
}

TEST(ReportPoints, TakeThreeOfTheStepsInTheirOrder) {
  auto missed = row("gmv", 50, 100);
  missed.target = 100;
  const Material material{
      .rows = {missed},
      .asked = 24,
      .unanswered = 7,
      .tries = {{"早めにピンする", "秋の夜"}, {"音を直す", "秋の夜"}, {"三つめ", "秋の夜"}},
      .pattern = FoundPattern{{"a", "a"}, {"b", "b"}}};
  EXPECT_EQ(rules(steps_of(material)), (Rules{"target", "try", "try"}));
  auto without = material;
  without.tries.clear();
  const auto steps = steps_of(without);
  EXPECT_EQ(rules(steps), (Rules{"target", "questions", "pattern"}));
  EXPECT_EQ(steps[1].text.ja, "答えていない質問に答えます（24件中7件）。答えは次に見る人にも残ります。");
}

TEST(ReportPoints, TellNumbersInBothLanguages) {
  EXPECT_EQ(money_told(-1'234'567, "JPY"), "−¥1,234,567");
  EXPECT_EQ(money_told(123'456, "EUR"),
            "EUR\u00a0"
            "1,234.56");
  EXPECT_EQ(told(45'296'000, Unit::kMilliseconds, "JPY").ja, "12時間");
  EXPECT_EQ(told(9'296'000, Unit::kMilliseconds, "JPY").en, "2\u00a0h 34\u00a0min");
  EXPECT_EQ(told(83'000, Unit::kMilliseconds, "JPY").ja, "1分23秒");
  EXPECT_EQ(percent_told(0.999), "100\u00a0%");
  EXPECT_EQ(moment_told(90 * 60'000).en, "at 1:30 h");
}

}  // namespace
}  // namespace nigiwai::insight
