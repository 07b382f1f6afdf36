#include "insight/patterns/told.h"

#include "insight/patterns/figure.h"
#include "show/learning/patterns.h"
#include "show/test_support.h"

namespace nigiwai::insight {
namespace {

class ToldTest : public show::ShowTest {
 protected:
  // Shows with Minori sell more, and those with Aki less.
  static FigureAnswer answer() {
    const auto level = [](const char* key, double relative) {
      LevelAnswer made{.key = key, .shows = 30, .others = 30, .above = 1, .evidence = {"s1"}};
      made.effect.relative = relative, made.low.relative = relative - 0.05,
      made.high.relative = relative + 0.05;
      return made;
    };
    return {.state = FigureState::kEnough,
            .known = 60,
            .usual = 500,
            .factors = {{.factor = Factor::kCast,
                         .known = 60,
                         .adjusted = 0.001,
                         .found = true,
                         .finding = 1,
                         .levels = {level("aki", -0.2), level("minori", 0.2)}}}};
  }
  json::object told_of(const History& history) {
    return told(*reader_, history, *figure_called("gmv"), answer());
  }

  History history_{.shows = {{.id = "s1", .title = "秋の新色"}, {.id = "s2"}},
                   .names = {{"minori", "佐倉 みのり"}}};
};

TEST_F(ToldTest, NamesThePersonAndTheShowsBehindIt) {
  const auto told = told_of(history_);
  const auto& finding = told.at("findings").as_array().at(0).as_object();
  EXPECT_EQ(finding.at("sentence").at("ja"),
            "佐倉 みのり さん出演の配信は、注文額が平均より20 %高い傾向（30配信、80 %区間 15〜25 %）");
  EXPECT_EQ(finding.at("choices"), (json::object{{"cast", "minori"}}));
  ASSERT_EQ(told.at("shows").as_array().size(), 1U);
  EXPECT_EQ(told.at("shows").at(0).at("title"), "秋の新色");
}

TEST_F(ToldTest, ComparesNobodyWhoLeftTheRanking) {
  history_.unranked = {"minori"};
  const auto told = told_of(history_);
  EXPECT_TRUE(told.at("findings").as_array().empty());
  const auto& cast = told.at("factors").at(0).as_object();
  EXPECT_FALSE(cast.at("found").as_bool());
  ASSERT_EQ(cast.at("levels").as_array().size(), 1U);
  EXPECT_EQ(cast.at("levels").at(0).at("level"), "aki");
}

TEST_F(ToldTest, LinksTheNotedPatternWithTheSameTag) {
  ASSERT_TRUE(run<json::object>([&](store::Transaction& t) {
                return show::make_pattern({.transaction = t, .random = random_, .by = owner_},
                                          {.text = "みのりさんに頼む", .tags = {"出演者 佐倉 みのり"}});
              }).has_value());
  const auto told = told_of(history_);
  EXPECT_EQ(told.at("findings").at(0).at("pattern").at("state"), "hypothesis");
}

}  // namespace
}  // namespace nigiwai::insight
