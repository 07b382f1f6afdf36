#include "show/plan.h"

#include "show/test_support.h"

namespace nigiwai::show {
namespace {

class PlanTest : public ShowTest {
 protected:
  Result<Plan> put(const std::string& show, const json::object& body,
                   std::optional<std::int64_t> expected = std::nullopt) {
    const auto wanted = read_plan(body);
    if (!wanted) return wanted;
    return run<Plan>([&](store::Transaction& t) { return write_plan(t, show, *wanted, expected); });
  }
};

TEST_F(PlanTest, IsWrittenAsAWholeAndReadBack) {
  const auto show = plan({})->id;
  EXPECT_EQ(plan_of(*reader_, show)->version, 0);
  const auto written = put(show,
                           {{"concept", "seasonal"},
                            {"purpose", "秋の新色を知ってもらう"},
                            {"length_s", 3600},
                            {"targets", json::array{{{"figure", "viewers"}, {"target", 300}},
                                                    {{"figure", "cvr"}, {"target", 25}}}},
                            {"team", json::array{{{"staff", "minori"}, {"role", "presenter"}},
                                                 {{"staff", "minori"}, {"role", "planner"}}}}},
                           0);
  ASSERT_TRUE(written.has_value()) << written.error().detail;
  EXPECT_EQ(written->version, 1);
  const auto read = *plan_of(*reader_, show);
  EXPECT_EQ(read.theme, "seasonal");
  EXPECT_EQ(read.length, std::chrono::seconds(3600));
  EXPECT_EQ(read.targets, (std::vector<Target>{{"viewers", 300}, {"cvr", 25}}));
  EXPECT_EQ(read.team, (std::vector<TeamMember>{{"minori", "presenter"}, {"minori", "planner"}}));
  EXPECT_EQ(to_json(read).at("targets").at(1).at("unit").as_string(), "permille");
  const auto emptied = put(show, {}, 1);
  ASSERT_TRUE(emptied.has_value());
  EXPECT_TRUE(emptied->team.empty() && emptied->targets.empty() && !emptied->length);
  EXPECT_EQ(put(show, {}, 1).error().extra.at("present").at("version").as_int64(), 2);
  EXPECT_EQ(put(show, {}, 0).error().type, "changed-meanwhile");
}

TEST_F(PlanTest, RefusesWhatCannotBeNamingIt) {
  const auto show = plan({})->id;
  const auto one = [](const char* list, json::object item) {
    return json::object{{list, json::array{std::move(item)}}};
  };
  const std::pair<json::object, const char*> rows[] = {
      {{{"concept", "wild"}}, "/concept"},
      {{{"length_s", 59}}, "/length_s"},
      {one("targets", {{"figure", "luck"}, {"target", 1}}), "/targets/0/figure"},
      {one("targets", {{"figure", "cvr"}, {"target", 1001}}), "/targets/0/target"},
      {one("targets", {{"figure", "gmv"}, {"target", 0}}), "/targets/0/target"},
      {{{"targets", json::array{{{"figure", "gmv"}, {"target", 1}}, {{"figure", "gmv"}, {"target", 2}}}}},
       "/targets/1/figure"},
      {one("team", {{"staff", "minori"}, {"role", "owner"}}), "/team/0/role"},
      {one("team", {{"staff", "nobody"}, {"role", "planner"}}), "/team/0/staff"},
      {{{"team", json::array{1}}}, "/team/0"},
      {{{"aim", "x"}}, "/aim"},
  };
  for (const auto& [body, field] : rows) {
    const auto refused = put(show, body);
    ASSERT_FALSE(refused.has_value()) << field;
    EXPECT_EQ(refused.error().field, field);
  }
  EXPECT_EQ(put("none", {}).error().kind, Kind::kNotFound);
}

}  // namespace
}  // namespace nigiwai::show
