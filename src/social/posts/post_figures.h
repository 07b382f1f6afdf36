// What posts brought: impressions, clicks, orders; per post and account, and summed by what they were of.
//
// Impressions are the network's own count, unknown where it tells none. A click is a person's browser that
// opened the post's link (sharing/share_link.h, Clicker); previews, programs and the staff's own are told
// apart. An order is thanked to the last link by which its buyer came (share_views.h, credited_orders).
// CTR = clicks / impressions, over the accounts whose network tells impressions; CVR = orders / clicks.
#pragma once

#include <functional>
#include <map>

#include "social/posts/posts.h"

namespace nigiwai::social {

inline constexpr const char* kPostFigures = "posts-1";
// Under so many posts a rate is chance.
inline constexpr std::int64_t kEnoughPosts = 5;
// Posts that one answer sums up: the newest. Three a day for two years.
inline constexpr std::int64_t kMostSummed = 2'000;

struct Brought {
  std::int64_t posts = 0;  // on accounts: what went out on two counts twice
  std::int64_t told = 0;   // of them, those with impressions
  std::int64_t impressions = 0;
  std::int64_t clicks_told = 0;  // clicks of those
  std::int64_t clicks = 0, previews = 0, bots = 0, own = 0;
  std::int64_t arrivals = 0, verified = 0;
  std::int64_t orders = 0, sales = 0;
  std::int64_t likes = 0, shares = 0, replies = 0;

  Brought& operator+=(const Brought& more);
};

// One post on one account that went out.
struct PostOutcome {
  std::string post{};
  std::string account{};
  std::string network{};
  std::string staff{};  // whose link it is
  std::string kind{};   // of its target; empty for none
  std::string product{};
  WallTime published_at{};
  bool in_campaign = false;  // a campaign ran on its day
  Brought brought{};
};

struct FiguresAsked {
  WallTime from{};
  WallTime until = WallTime::max();
  std::string post{};  // empty: all
  // The day and hour of a time are those of this zone.
  std::chrono::minutes offset{0};
};
// Of posts that went out in that stretch, the newest first.
std::vector<PostOutcome> outcomes(store::Database& db, const FiguresAsked& asked);

// Sums by name; pure.
using Sums = std::map<std::string, Brought>;
Sums sum_by(const std::vector<PostOutcome>& outcomes,
            const std::function<std::string(const PostOutcome&)>& name);
// The hour of the day, 0 to 23.
int hour_of(WallTime time, std::chrono::minutes offset);
// Days since 1970-01-01.
std::int64_t day_of(WallTime time, std::chrono::minutes offset);

// How many days in a row something went out, up to today or, while today has nothing yet, up to yesterday.
// Pure: `days` are day_of, ascending, each once.
std::int64_t streak(const std::vector<std::int64_t>& days, std::int64_t today);

}  // namespace nigiwai::social
