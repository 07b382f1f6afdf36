// How the audience of one show grows before it begins: who is reached, against what the plan asks for.
//
// Only what is counted stands here: reminders wanted, those already mailed, followers of the cast, and how
// many of those who wanted a reminder came to earlier shows. Page visits and posts are not counted yet.
#pragma once

#include <optional>

#include "base/fields.h"
#include "store/database.h"

namespace nigiwai::show {

// Fewer say nothing of how many come, and could be known by name.
inline constexpr std::int64_t kLeastReminded = 10;
inline constexpr std::chrono::hours kEarlierShows{90 * 24};

struct Reach {
  std::int64_t followers = 0;             // people who follow somebody of the cast
  std::int64_t reminders = 0;             // members who wanted one
  std::optional<std::int64_t> mailed{};   // of these, once the mails are due
  std::int64_t reminded_earlier = 0;      // of the shows of the last 90 days, other than this
  std::int64_t came_earlier = 0;          // of these, who watched live
  std::optional<std::int64_t> viewers{};  // once it began
  std::optional<std::int64_t> target{};   // of viewers, where the plan has one
  bool over = false;
};
Result<Reach> reach_of(store::Database& db, const std::string& show, WallTime now);

// How many are to be expected: the viewers once it began, before that those of the reminders who come as they
// came earlier, or all of them while too little is known (pure).
std::int64_t expected(const Reach& reach);
// What is missing to the target; nothing without one or when the show is over (pure).
std::optional<std::int64_t> shortfall(const Reach& reach);

json::object to_json(const Reach& reach);

}  // namespace nigiwai::show
