#include "insight/returned/cause.h"

#include <gtest/gtest.h>

namespace nigiwai::insight {
namespace {

constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour;
constexpr std::int64_t kCame = 100 * kDay;

const Touch kMinori{Cause::kStaffLink, "minori", kCame - 2 * kDay};
const Touch kFriend{Cause::kViewerLink, "v9", kCame - kHour};
const Touch kWords{Cause::kPost, "p1", kCame - 3 * kDay};
const Touch kFollows{Cause::kFollow, "minori", kCame - 60 * kDay};

TEST(BecauseOf, IsTheLastThingBeforeTheyCame) {
  EXPECT_EQ(because_of(std::vector{kMinori, kWords}, kCame), (Because{Cause::kStaffLink, "minori"}));
  EXPECT_EQ(because_of(std::vector{kWords, kFriend, kMinori}, kCame), (Because{Cause::kViewerLink, "v9"}));
  EXPECT_EQ(because_of(std::vector{kFriend, kMinori}, kCame - 2 * kHour),
            (Because{Cause::kStaffLink, "minori"}))
      << "their friend's link came later";
}

TEST(BecauseOf, ForgetsWhatIsLongerAgoThanSevenDays) {
  const auto at = [](std::int64_t ms) { return std::vector{Touch{Cause::kMail, "", kCame - ms}}; };
  EXPECT_EQ(because_of(at(7 * kDay), kCame).cause, Cause::kMail);
  EXPECT_EQ(because_of(at(7 * kDay + 1), kCame).cause, Cause::kAlone);
}

TEST(BecauseOf, TakesALinkThatIsToldOfJustAfterThePlay) {
  const auto at = [](std::int64_t ms) {
    return std::vector{Touch{Cause::kBlock, "https://a.example", kCame + ms}};
  };
  EXPECT_EQ(because_of(at(kSameMomentMs), kCame).cause, Cause::kBlock);
  EXPECT_EQ(because_of(at(kSameMomentMs + 1), kCame).cause, Cause::kAlone);
}

TEST(BecauseOf, FollowingIsTheReasonWhereNothingElseIs) {
  EXPECT_EQ(because_of(std::vector{kFollows}, kCame), (Because{Cause::kFollow, "minori"}));
  EXPECT_EQ(because_of(std::vector{kFollows, kWords}, kCame), (Because{Cause::kPost, "p1"}));
  EXPECT_EQ(because_of(std::vector{kFollows, Touch{Cause::kFollow, "rei", kCame - kDay}}, kCame),
            (Because{Cause::kFollow, "rei"}));
  EXPECT_EQ(because_of(std::vector{Touch{Cause::kFollow, "rei", kCame + kDay}}, kCame), Because{})
      << "followed only afterwards";
  EXPECT_EQ(because_of({}, kCame), Because{});
}

TEST(CountsRather, IsTheLastReturnInWhichTheyOrdered) {
  const Return early{.came_at = 1, .ordered = true}, late{.came_at = 2},
      latest{.came_at = 3, .ordered = true};
  EXPECT_TRUE(counts_rather(early, late));
  EXPECT_TRUE(counts_rather(latest, early));
  EXPECT_FALSE(counts_rather(late, early));
  EXPECT_TRUE(counts_rather(late, Return{.came_at = 1}));
}

// So many of a cause, the first `ordered` of whom ordered.
void add(std::vector<Return>& returns, Because because, int people, int ordered) {
  for (int i = 0; i < people; ++i) returns.push_back({because, kCame, i < ordered});
}

TEST(Grouped, TellsGroupsOfTenAndSumsUpTheOthers) {
  std::vector<Return> returns;
  add(returns, {Cause::kStaffLink, "minori"}, 12, 3);
  add(returns, {Cause::kStaffLink, "rei"}, 9, 2);
  add(returns, {Cause::kMail, ""}, 1, 1);
  add(returns, {Cause::kAlone, ""}, 40, 0);
  const auto groups = grouped(returns, 10);
  ASSERT_EQ(groups.told.size(), 2U);
  EXPECT_EQ(groups.told[0].because.cause, Cause::kAlone);
  EXPECT_EQ(groups.told[0].people, 40);
  EXPECT_EQ(groups.told[1].because.of, "minori");
  EXPECT_EQ(groups.told[1].ordered, 3);
  EXPECT_EQ(groups.others.people, 10);
  EXPECT_EQ(groups.others.ordered, 3);
}

TEST(Grouped, ViewersAreOneGroupWithoutTheirNames) {
  std::vector<Return> returns;
  for (const auto* viewer : {"v0", "v1", "v2", "v3", "v4", "v5"})
    add(returns, {Cause::kViewerLink, viewer}, 2, 1);
  const auto groups = grouped(returns, 10);
  ASSERT_EQ(groups.told.size(), 1U);
  EXPECT_EQ(groups.told[0].because, (Because{Cause::kViewerLink, ""}));
  EXPECT_EQ(groups.told[0].people, 12);
  EXPECT_EQ(groups.told[0].ordered, 6);
  EXPECT_EQ(groups.told[0].sharers, 6);
}

TEST(Grouped, TellsSoManyAndNoMore) {
  std::vector<Return> returns;
  std::vector<std::string> posts;
  for (int i = 0; i < 40; ++i) posts.push_back("p" + std::to_string(i));
  for (const auto& post : posts) add(returns, {Cause::kPost, post}, 10, 0);
  const auto groups = grouped(returns, 10);
  EXPECT_EQ(groups.told.size(), kMostGroups);
  EXPECT_EQ(groups.others.people, 100);
  EXPECT_EQ(grouped({}, 10).others.people, 0);
}

}  // namespace
}  // namespace nigiwai::insight
