#include "show/playbook/playbook.h"

#include <gtest/gtest.h>

#include <set>

#include "show/playbook/playbook_default.h"
#include "show/playbook/playbook_evidence.h"

namespace nigiwai::show {
namespace {

using std::chrono::days;

constexpr WallTime kNow{days(20'000)};

Todo todo(std::string id, Phase phase = Phase::kIntroduction, std::int64_t place = 1) {
  return {.id = std::move(id), .phase = phase, .place = place, .goal = 3};
}

TEST(Standing, FollowsTheEvidenceAndTheDate) {
  auto one = todo("a");
  EXPECT_EQ(standing_of(one, Seen{.have = 0}, {}, kNow), Standing::kOpen);
  EXPECT_EQ(standing_of(one, Seen{.have = 2}, {}, kNow), Standing::kUnderWay);
  EXPECT_EQ(standing_of(one, Seen{.have = 3}, {}, kNow), Standing::kClosedByEvents);
  one.due_at = kNow - days(1);
  EXPECT_EQ(standing_of(one, Seen{.have = 2}, {}, kNow), Standing::kOverdue);
  EXPECT_EQ(standing_of(one, Seen{.have = 3}, {}, kNow), Standing::kClosedByEvents);
  EXPECT_EQ(standing_of(one, {}, {}, kNow), Standing::kOverdue) << "a person closes this one";
}

TEST(Standing, WhatAPersonClosedStaysClosedUntilReopened) {
  const auto one = todo("a");
  const Act closed{.what = Act::What::kClosed, .note = "済み"};
  const Act reopened{.what = Act::What::kReopened, .note = "まだ"};
  EXPECT_EQ(standing_of(one, Seen{.have = 0}, closed, kNow), Standing::kClosedByPerson);
  EXPECT_EQ(standing_of(one, Seen{.have = 0}, reopened, kNow), Standing::kOpen);
  EXPECT_EQ(standing_of(one, Seen{.have = 5}, reopened, kNow), Standing::kClosedByEvents);
}

TEST(Outlook, IsThePhaseOfTheFirstOpenToDo) {
  const auto first = todo("first");
  const auto second = todo("second", Phase::kOperation);
  const auto third = todo("third", Phase::kRetention);
  const StandingTodo all[] = {
      {&third, Standing::kOverdue}, {&first, Standing::kClosedByEvents}, {&second, Standing::kOpen}};
  const auto found = outlook(all);
  EXPECT_EQ(found.phase, Phase::kOperation);
  EXPECT_EQ(found.missing, 1u);
  EXPECT_EQ(found.next, "second");
  EXPECT_TRUE(found.holding.empty()) << "a later phase holds nothing back";
  EXPECT_FALSE(found.complete);
}

TEST(Outlook, PutsTheLongestOverdueFirst) {
  auto soon = todo("soon", Phase::kIntroduction, 1);
  auto late = todo("late", Phase::kIntroduction, 2);
  auto later = todo("later", Phase::kIntroduction, 3);
  const auto half = todo("half", Phase::kIntroduction, 4);
  soon.due_at = kNow + days(1);
  late.due_at = kNow - days(9);
  later.due_at = kNow - days(2);
  const StandingTodo all[] = {{&soon, Standing::kOpen},
                              {&later, Standing::kOverdue},
                              {&half, Standing::kUnderWay},
                              {&late, Standing::kOverdue}};
  EXPECT_EQ(outlook(all).next, "late");
  EXPECT_EQ(outlook(all).holding, (std::vector<std::string>{"late", "later"}));
  const StandingTodo quiet[] = {{&half, Standing::kUnderWay}, {&soon, Standing::kOpen}};
  EXPECT_EQ(outlook(quiet).next, "soon");
}

TEST(Outlook, OfNothingOpenIsComplete) {
  const auto one = todo("a");
  const StandingTodo all[] = {{&one, Standing::kClosedByPerson}};
  EXPECT_TRUE(outlook(all).complete);
  EXPECT_EQ(outlook(all).next, "");
  EXPECT_TRUE(outlook({}).complete);
}

TEST(DefaultPlaybook, IsWholeInBothLanguages) {
  std::set<std::string> ids;
  std::set<Phase> phases;
  for (const auto& each : default_todos()) {
    EXPECT_TRUE(ids.insert(each.id).second) << each.id;
    phases.insert(each.phase);
    EXPECT_TRUE(each.role.has_value());
    for (const auto& said : {each.title, each.why}) {
      EXPECT_FALSE(said.ja.empty() || said.en.empty()) << each.id;
      EXPECT_NE(said.ja, said.en);
    }
    EXPECT_TRUE(each.evidence.empty() || evidence_called(each.evidence) != nullptr) << each.evidence;
  }
  EXPECT_EQ(phases.size(), std::size(kPhases));
  EXPECT_LT(ids.size(), kMostTodos / 2);
}

}  // namespace
}  // namespace nigiwai::show
