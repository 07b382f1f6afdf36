#include "insight/reports/report.h"

#include "base/time.h"
#include "insight/reports/migrations.h"
#include "insight/reports/report_words.h"
#include "insight/test_support.h"
#include "show/playbook/proofs.h"

namespace nigiwai::insight {
namespace {

class ReportTest : public InsightTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = InsightTest::rooms();
    below.push_back(reports::migrations());
    return below;
  }
  // A show that so many watched, of whom the first so many ordered; over.
  std::string held(int viewers, int buyers) {
    const auto show = on_air();
    for (int i = 0; i < viewers; ++i) plays(show, "v" + std::to_string(i), 0, 50'000);
    for (int i = 0; i < buyers; ++i)
      orders(show, "v" + std::to_string(i), show + std::to_string(i), {{"lip", 2640}}, 30'000);
    EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
    clock_.advance(std::chrono::hours(24));
    return show;
  }
  Result<json::object> report(ReportOf of, const std::string& id) {
    read_all();
    const auto subject = subject_of(*reader_, of, id, clock_.wall());
    if (!subject) return std::unexpected(subject.error());
    return report_json(*kept_, *reader_, *subject, std::nullopt, clock_.wall());
  }
  static json::object figure(const json::object& report, std::string_view name) {
    for (const auto& group : report.at("groups").as_array()) {
      for (const auto& each : group.at("figures").as_array()) {
        if (each.at("figure").as_string() == name) return each.as_object();
      }
    }
    return {};
  }
  Result<json::object> write_into(const std::string& show, const ReportWords& words,
                                  std::optional<std::int64_t> expected, const http::Caller& by) {
    return run<json::object>(
        [&](store::Transaction& t) { return write_words(t, {ReportOf::kShow, show}, words, expected, by); });
  }
};

TEST_F(ReportTest, HoldsAShowAgainstTheOneBeforeIt) {
  const auto first = held(20, 12);
  const auto second = held(24, 18);
  const auto told = *report(ReportOf::kShow, second);
  EXPECT_EQ(told.at("before").at("id").as_string(), first);
  const auto orders = figure(told, "orders");
  EXPECT_EQ(orders.at("value").as_int64(), 18);
  EXPECT_EQ(orders.at("live").as_int64(), 18);
  EXPECT_EQ(orders.at("before").as_int64(), 12);
  EXPECT_EQ(orders.at("change").at("absolute").as_int64(), 6);
  EXPECT_EQ(orders.at("change").at("relative").as_double(), 0.5);
  EXPECT_TRUE(orders.at("target").is_null());
  const auto& findings = told.at("findings").as_array();
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].at("rule").as_string(), "change");
  EXPECT_EQ(findings[1].at("rule").as_string(), "product");
  EXPECT_EQ(findings[2].at("rule").as_string(), "moment");
  const auto alone = *report(ReportOf::kShow, first);
  EXPECT_TRUE(alone.at("before").is_null());
  EXPECT_TRUE(figure(alone, "orders").at("change").is_null());
}

TEST_F(ReportTest, DoesNotBreakSmallGroupsDown) {
  const auto few = figure(*report(ReportOf::kShow, held(9, 9)), "orders");
  EXPECT_TRUE(few.at("small").as_bool());
  EXPECT_EQ(few.at("value").as_int64(), 9);
  EXPECT_TRUE(few.at("live").is_null());
  EXPECT_TRUE(few.at("archive").is_null());
}

TEST_F(ReportTest, TellsOfAMonthAndOfAProofWithoutAShow) {
  held(12, 10);
  const auto month = *report(ReportOf::kMonth, "2035-01");
  EXPECT_EQ(month.at("shows").as_array().size(), 0U);
  EXPECT_TRUE(figure(month, "cvr").at("value").is_null());
  EXPECT_TRUE(month.at("findings").as_array().empty());
  EXPECT_EQ(report(ReportOf::kMonth, "2035-13").error().type, "invalid");
  EXPECT_EQ(report(ReportOf::kProof, "none").error().type, "not-found");
  EXPECT_EQ(report(ReportOf::kShow, plan({})->id).error().type, "state");
}

TEST_F(ReportTest, CountsWhatAProofHasTargetsForAsItsVerdictDoes) {
  held(20, 12);
  clock_.advance(std::chrono::hours(1));
  const auto show = held(24, 18);
  const auto proof = run<show::Proof>([&](store::Transaction& t) {
    return show::make_proof(t, random_,
                            {.title = "秋の 3 本",
                             .hypothesis = "使いかたを見せる",
                             .ends_at = clock_.wall() + std::chrono::days(30),
                             .shows = std::vector{show},
                             .targets = std::vector<show::Proof::Target>{{"reminders", 5}}},
                            owner_);
  });
  const auto told = *report(ReportOf::kProof, proof->id);
  EXPECT_EQ(told.at("proof").at("verdict").as_string(), "not-reached");
  EXPECT_EQ(figure(told, "reminders").at("target").as_int64(), 5);
  EXPECT_EQ(figure(told, "reminders").at("reached").as_double(), 0);
  EXPECT_EQ(figure(told, "orders").at("before").as_int64(), 12);
  EXPECT_EQ(told.at("before").at("shows").as_array().size(), 1U);
}

TEST_F(ReportTest, KeepsWhatStaffWroteByVersion) {
  const auto show = held(12, 1);
  const auto written = write_into(show, {.verdict = "続けます", .findings = {"よく売れた"}}, 0, owner_);
  ASSERT_TRUE(written);
  EXPECT_EQ(written->at("version").as_int64(), 1);
  EXPECT_EQ(report(ReportOf::kShow, show)->at("words").at("findings").as_array()[0].as_string(),
            "よく売れた");
  EXPECT_EQ(write_into(show, {}, 0, owner_).error().type, "changed-meanwhile");
  const http::Caller planner{http::Role::kPlanner, "p", "企画", "planner"};
  EXPECT_EQ(write_into(show, {.verdict = "やめます"}, 1, planner).error().type, "forbidden");
  EXPECT_TRUE(write_into(show, {.verdict = "続けます", .steps = {"早めに"}}, 1, planner));
  EXPECT_EQ(write_into("none", {}, std::nullopt, owner_).error().type, "not-found");
}

TEST(MonthNamed, IsOneOfJapan) {
  const auto month = month_named("2026-11");
  ASSERT_TRUE(month);
  EXPECT_EQ(to_rfc3339(month->first), "2026-10-31T15:00:00.000Z");
  EXPECT_EQ(to_rfc3339(month->second), "2026-11-30T15:00:00.000Z");
  EXPECT_EQ(to_rfc3339(month_named("2026-12")->second), "2026-12-31T15:00:00.000Z");
  for (const auto* wrong :
       {"", "2026", "2026-13", "2026-00", "2026-1", "202611x", "1970-01", "2026-11-01", "-026-11"})
    EXPECT_FALSE(month_named(wrong)) << wrong;
}

}  // namespace
}  // namespace nigiwai::insight
