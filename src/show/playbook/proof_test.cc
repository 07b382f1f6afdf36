#include "show/playbook/proof.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

using std::chrono::days;

Measured measured(std::int64_t value, double expected) { return {"orders", value, 100, expected}; }

TEST(ProofVerdict, SaysWhereItStands) {
  const Measured half_way[] = {measured(60, 0.5), measured(50, 0.5)};
  const Measured late[] = {measured(60, 0.5), measured(49, 0.5)};
  const Measured all[] = {measured(100, 0.5), measured(140, 0.5)};
  const Measured some[] = {measured(100, 1), measured(99, 1)};
  const Measured none[] = {measured(99, 1)};
  EXPECT_EQ(verdict_of({.shows = 0}, half_way), Verdict::kNoShows);
  EXPECT_EQ(verdict_of({.shows = 4}, half_way), Verdict::kNotBegun);
  EXPECT_EQ(verdict_of({.shows = 4, .held = 2}, half_way), Verdict::kOnCourse);
  EXPECT_EQ(verdict_of({.shows = 4, .held = 2}, late), Verdict::kBehind);
  EXPECT_EQ(verdict_of({.shows = 4, .held = 2}, all), Verdict::kReached);
  EXPECT_EQ(verdict_of({.shows = 4, .held = 4, .ended = true}, all), Verdict::kProved);
  EXPECT_EQ(verdict_of({.shows = 4, .held = 4, .ended = true}, some), Verdict::kPartly);
  EXPECT_EQ(verdict_of({.shows = 4, .held = 0, .ended = true}, none), Verdict::kMissed);
}

TEST(ProofVerdict, WhatComesAfterwardsHasTimeUntilTheEnd) {
  const WallTime begun{};
  const Course early{.from = begun, .until = begun + days(40), .now = begun + days(10)};
  const Progress all_held{.shows = 3, .held = 3};
  EXPECT_DOUBLE_EQ(due_with_shows(all_held), 1);
  EXPECT_DOUBLE_EQ(due_afterwards(all_held, early), 0.25);
  EXPECT_DOUBLE_EQ(due_afterwards({.shows = 4, .held = 0}, early), 0);
  EXPECT_DOUBLE_EQ(due_afterwards({.shows = 4, .held = 4, .ended = true}, early), 1);
}

}  // namespace
}  // namespace nigiwai::show
