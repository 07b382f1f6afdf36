// Shows that are over, as winning patterns are looked for in them: how each was made, and what came of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"

namespace nigiwai::insight {

// The newest so many are looked at: years of a busy team, and a second or two of counting.
inline constexpr std::int64_t kMostPastShows = 500;
// The archive counts for this long after the end; a show younger than that has no figures of its archive yet.
inline constexpr std::chrono::hours kArchiveCounts{7 * 24};

struct PastShow {
  std::string id{};
  std::string title{};
  WallTime live_at{};
  // How it was made.
  std::string theme{};                      // its concept; empty: not chosen (show/plan.h)
  std::vector<std::string> cast{};          // handles
  std::string offer = "none";               // the benefit of the offer that opened first, or "none"
  std::int64_t products = 0;                // on the shelf
  std::optional<Milliseconds> length{};     // on air
  std::optional<Milliseconds> first_pin{};  // into the show
  std::optional<Milliseconds> lead{};       // from the first post or mail about it until it went on air
  std::optional<double> talk_pace{};        // characters spoken a minute, by its captions
  // What came of it while it was on air.
  std::int64_t viewers = 0;  // people who played at least 3 s
  std::int64_t watched_ms = 0;
  std::int64_t chatters = 0;
  std::int64_t orders = 0;
  std::int64_t buyers = 0;
  std::int64_t gmv = 0;  // minor units, as it was placed
  std::int64_t saves = 0;
  std::optional<std::int64_t> archive_gmv{};  // within kArchiveCounts after the end
};

struct History {
  std::vector<PastShow> shows{};  // the oldest first
  std::int64_t unseen = 0;        // over, but nobody's viewing was counted: brought in from elsewhere, say
  std::string currency = "JPY";
  std::map<std::string, std::string> names{};  // of staff, by handle
  std::set<std::string> unranked{};            // who is not compared with colleagues (people/own_words.h)
};

}  // namespace nigiwai::insight
