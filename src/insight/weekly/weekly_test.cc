#include <gtest/gtest.h>

#include "base/time.h"
#include "insight/reports/migrations.h"
#include "insight/test_support.h"
#include "insight/weekly/weekly_mail.h"

namespace nigiwai::insight {
namespace {

WallTime at(const char* time) { return *from_rfc3339(time); }

TEST(MondayNine, IsThatOfTheWeekInJapan) {
  for (const auto* time : {"2026-11-22T15:00:00Z", "2026-11-23T00:00:00Z", "2026-11-29T14:59:59Z"})
    EXPECT_EQ(to_rfc3339(monday_nine(at(time))), "2026-11-23T00:00:00.000Z") << time;
  EXPECT_EQ(to_rfc3339(monday_nine(at("2026-11-29T15:00:00Z"))), "2026-11-30T00:00:00.000Z");
}

class WeeklyTest : public InsightTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = InsightTest::rooms();
    below.push_back(reports::migrations());
    return below;
  }
  void SetUp() override {
    InsightTest::SetUp();
    sql("UPDATE staff SET email = 'minori@example.jp', password = 'x' WHERE handle = 'minori'");
  }
  void wish(bool wanted) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  wish_weekly(t, random_, "minori", {.wanted = wanted});
                  return true;
                }).has_value());
  }
  // A show of the week before the next Monday, and then that Monday's nine o'clock.
  void week_with_a_show() {
    const auto show = on_air();
    for (int i = 0; i < 12; ++i) plays(show, "v" + std::to_string(i), 0, 50'000);
    orders(show, "v1", "A", {{"lip", 2640}});
    EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
    next_monday();
  }
  void next_monday() {
    clock_.advance(std::chrono::duration_cast<Milliseconds>(monday_nine(clock_.wall()) +
                                                            std::chrono::days(7) - clock_.wall()));
    read_all();
  }
  std::int64_t writes() {
    const auto monday = monday_nine(clock_.wall());
    if (!weekly_waits(*reader_, monday)) return -1;
    return *run<std::int64_t>([&](store::Transaction& t) -> Result<std::int64_t> {
      return write_weekly(t, clock_, monday, week_figures(*kept_, *reader_, monday), "https://shop.example");
    });
  }
};

TEST_F(WeeklyTest, IsWrittenOnceForEachWeekAndPersonWhoWishesForIt) {
  week_with_a_show();
  EXPECT_EQ(writes(), -1) << "it is off until somebody wishes for it";
  clock_.advance(-std::chrono::hours(1));
  wish(true);
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(writes(), 1);
  EXPECT_EQ(writes(), -1);
  wish(false);
  wish(true);
  EXPECT_EQ(writes(), -1) << "not twice, however often it is switched";
  week_with_a_show();
  EXPECT_EQ(writes(), 1);
  wish(false);
  week_with_a_show();
  EXPECT_EQ(writes(), -1);
}

TEST_F(WeeklyTest, IsNotWrittenToWhoLeftNorOfAWeekWithoutAShow) {
  wish(true);
  next_monday();
  EXPECT_EQ(writes(), 0);
  EXPECT_EQ(writes(), -1) << "the week is done with";
  week_with_a_show();
  sql("UPDATE staff SET withdrawn_at = 1 WHERE handle = 'minori'");
  EXPECT_EQ(writes(), -1);
}

TEST_F(WeeklyTest, BeginsWithTheNextWeekForWhoWishesForItAfterNine) {
  week_with_a_show();
  wish(true);
  EXPECT_EQ(writes(), -1);
  week_with_a_show();
  EXPECT_EQ(writes(), 1);
}

TEST_F(WeeklyTest, StopsByItsLink) {
  wish(true);
  std::string secret;
  {
    auto rows = reader_->query("SELECT secret FROM weekly_mail");
    ASSERT_TRUE(rows.next());
    secret = rows.text(0);
  }
  EXPECT_EQ(weekly_language(*reader_, secret), "ja");
  EXPECT_EQ(weekly_language(*reader_, "other"), std::nullopt);
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                stop_weekly(t, secret);
                return true;
              }).has_value());
  EXPECT_FALSE(weekly_wish_json(*reader_, "minori").at("wanted").as_bool());
}

TEST(WeeklyMail, TellsFiveFiguresAgainstTheWeekBefore) {
  WeekFigures figures{.shows = 3, .from = at("2026-11-22T15:00:00Z"), .until = at("2026-11-29T15:00:00Z")};
  figures.rows = {
      {.unit = Unit::kMoney, .name = {"注文額", "Sales placed"}, .value = 67'320, .before = 34'320},
      {.unit = Unit::kRate, .name = {"参加率", "Engagement"}, .value = 0.4, .before = 0.412},
      {.unit = Unit::kTimes, .name = {"注文数", "Orders"}, .value = 5}};
  const auto mail = weekly_mail(figures, {"a@example.jp", "ja", "s3cret"}, {"https://shop.example", "月白"});
  EXPECT_EQ(mail.subject, "先週の配信の数字（11月23日〜11月29日）");
  EXPECT_NE(mail.text.find("注文額　¥67,320（前の週 ¥34,320、+96\u00a0%）\n"), std::string::npos)
      << mail.text;
  EXPECT_NE(mail.text.find("参加率　40\u00a0%（前の週 41\u00a0%、−1.2ポイント）\n"), std::string::npos);
  EXPECT_NE(mail.text.find("注文数　5（前の週 —）\n"), std::string::npos);
  EXPECT_EQ(mail.unsubscribe_url, "https://shop.example/unsubscribe/weekly/s3cret");
  const auto english =
      weekly_mail(figures, {"a@example.jp", "en", "s3cret"}, {"https://shop.example", "Geppaku"});
  EXPECT_EQ(english.subject, "Last week’s figures (23 Nov – 29 Nov)");
  EXPECT_NE(english.text.find("The 3 shows begun from 23 Nov to 29 Nov:"), std::string::npos);
}

}  // namespace
}  // namespace nigiwai::insight
