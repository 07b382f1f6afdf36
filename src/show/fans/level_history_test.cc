#include "show/fans/level_history.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace nigiwai::show {
namespace {

std::int64_t ms(const char* time) { return to_ms(*from_rfc3339(time)); }
WallTime at(const char* time) { return *from_rfc3339(time); }

TEST(MonthsUntil, AreThoseOfJapanAndTheLastGoesOn) {
  const auto now = at("2026-03-01T02:00:00Z");
  const auto months = months_until(now, 3);
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(months[0].name, "2026-01");
  EXPECT_EQ(to_rfc3339(months[0].end), "2026-01-31T15:00:00.000Z");
  EXPECT_EQ(to_rfc3339(months[1].end), "2026-02-28T15:00:00.000Z");
  EXPECT_EQ(months[2].name, "2026-03");
  EXPECT_EQ(months[2].end, now);
  EXPECT_EQ(months_until(at("2025-12-31T15:00:00Z"), 1)[0].name, "2026-01")
      << "it is January in Japan already";
  EXPECT_EQ(months_until(at("2026-01-10T00:00:00Z"), 2)[0].name, "2025-12");
}

TEST(StandingAt, CountsWhatWasThereThen) {
  const PersonFacts facts{.took_part_at = ms("2026-02-01T00:00:00Z"),
                          .follows = {{ms("2026-02-10T00:00:00Z"), ms("2026-04-01T00:00:00Z")}},
                          .shows = {{1, ms("2026-01-01T00:00:00Z")}, {2, ms("2026-03-01T00:00:00Z")}},
                          .orders = {{ms("2026-02-01T00:00:00Z"), ms("2026-02-20T00:00:00Z")},
                                     {ms("2025-03-10T00:00:00Z")},
                                     {ms("2026-03-05T00:00:00Z")}},
                          .brought = {{1, ms("2026-03-01T00:00:00Z"), ms("2026-03-02T00:00:00Z")},
                                      {1, ms("2026-03-03T00:00:00Z"), ms("2026-03-03T00:00:00Z")},
                                      {2, ms("2026-03-03T00:00:00Z"), ms("2026-04-01T00:00:00Z")}}};
  const auto early = standing_at(facts, at("2026-02-15T00:00:00Z"));
  EXPECT_TRUE(early.took_part);
  EXPECT_EQ(early.followed, 1);
  EXPECT_EQ(early.shows, 1);
  EXPECT_EQ(early.orders_of_year, 2) << "the one that was cancelled later stood then";
  EXPECT_EQ(early.arrivals_of_year, 0);
  const auto late = standing_at(facts, at("2026-03-31T00:00:00Z"));
  EXPECT_EQ(late.shows, 2);
  EXPECT_EQ(late.orders_of_year, 1) << "one was cancelled, of another a year has passed";
  EXPECT_EQ(late.arrivals_of_year, 1) << "one person by two links, and one who had not taken part yet";
  EXPECT_EQ(standing_at(facts, at("2026-05-01T00:00:00Z")).followed, 0);
  EXPECT_FALSE(standing_at(facts, at("2025-01-01T00:00:00Z")).took_part);
}

// The paper: at the ends of January, February and March.
//
//   one     nobody     participant (chats)     loyal (two orders)
//   two     loyal      loyal                   nothing more than participant: one order was cancelled
//   three   fan        fan                     participant: follows no more
//   four    nobody     nobody                  follows, for the first time: a participant
TEST(LevelHistory, IsWhatPaperSays) {
  const auto january = ms("2026-01-10T00:00:00Z"), february = ms("2026-02-10T00:00:00Z"),
             march = ms("2026-03-10T00:00:00Z");
  const std::vector<PersonFacts> people{{.took_part_at = february, .orders = {{march}, {march}}},
                                        {.took_part_at = january, .orders = {{january}, {january, march}}},
                                        {.took_part_at = january,
                                         .follows = {{january, march}},
                                         .shows = {{1, january}, {2, january}, {3, january}}},
                                        {.follows = {{march}}}};
  const auto history = level_history(people, {}, months_until(at("2026-03-31T00:00:00Z"), 3));
  ASSERT_EQ(history.size(), 2U);
  const auto none = kNoLevel, participant = std::size_t{0}, fan = std::size_t{1}, loyal = std::size_t{2};
  EXPECT_EQ(history[0].month, "2026-02");
  EXPECT_EQ(history[0].people, (std::array<std::int64_t, 4>{1, 1, 1, 0}));
  EXPECT_EQ(history[0].moves[none][participant], 1);
  EXPECT_EQ(history[1].people, (std::array<std::int64_t, 4>{3, 0, 1, 0}));
  EXPECT_EQ(history[1].moves[participant][loyal], 1);
  EXPECT_EQ(history[1].moves[loyal][participant], 1);
  EXPECT_EQ(history[1].moves[fan][participant], 1);
  EXPECT_EQ(history[1].moves[none][participant], 1);
  std::int64_t moved = 0;
  for (const auto& from : history[1].moves) {
    for (const auto people_moved : from) moved += people_moved;
  }
  EXPECT_EQ(moved, 4) << "who stays moves nowhere";
}

TEST(LevelHistory, WhoOnlyTookPartCountsLikeAnybodyElse) {
  const auto months = months_until(at("2026-03-31T00:00:00Z"), 3);
  for (const auto* when : {"2026-01-10T00:00:00Z", "2026-01-31T15:00:00Z", "2026-02-10T00:00:00Z",
                           "2026-03-10T00:00:00Z", "2027-01-01T00:00:00Z"}) {
    const PersonFacts alone{.took_part_at = ms(when)};
    // A friend who has not taken part yet changes nothing.
    const PersonFacts with_friend{.took_part_at = ms(when),
                                  .brought = {{.whom = 1, .verified_at = ms("2028-01-01T00:00:00Z")}}};
    const auto one = level_history(std::span(&alone, 1), {}, months);
    const auto other = level_history(std::span(&with_friend, 1), {}, months);
    for (std::size_t i = 0; i < one.size(); ++i) {
      EXPECT_EQ(one[i].people, other[i].people) << when << ", month " << i;
      EXPECT_EQ(one[i].moves, other[i].moves) << when << ", month " << i;
    }
  }
}

TEST(LevelHistory, OfNobodyIsEmptyMonths) {
  const auto history = level_history({}, {}, months_until(at("2026-03-31T00:00:00Z"), 25));
  EXPECT_EQ(history.size(), 24U);
  EXPECT_EQ(history.front().people, (std::array<std::int64_t, 4>{}));
  EXPECT_TRUE(level_history({}, {}, {}).empty());
}

}  // namespace
}  // namespace nigiwai::show
