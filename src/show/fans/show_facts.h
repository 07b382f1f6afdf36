// What of a show a colleague may learn from: its figures, and how it was made. Read from what is kept.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "show/cue.h"
#include "store/database.h"

namespace nigiwai::show {

// What a presenter sees of the past, and what is ranked: long enough for a dozen shows.
inline constexpr std::chrono::hours kRecentShows{90 * 24};
// Shows of one person read at once: two a week.
inline constexpr std::int64_t kMostOwnShows = 26;

struct ShowFacts {
  std::string id{};
  std::string title{};
  WallTime live_at{};
  std::optional<Milliseconds> length{};  // nothing while it is on air
  std::vector<std::string> cast{};       // handles
  // Figures, live and in the archive together but for `viewers_live`.
  std::int64_t viewers_live = 0;
  std::int64_t viewers = 0;
  Milliseconds watched{0};
  std::int64_t chatters = 0;
  std::int64_t orders = 0;
  std::int64_t sales = 0;  // of goods as they were placed, in minor units
  // How it was made.
  std::string theme{};                      // its concept, empty while none was chosen (plan.h)
  std::optional<Milliseconds> first_pin{};  // into the show
  std::int64_t products = 0;                // on the shelf
  std::array<std::int64_t, 5> intents{};    // cues of each intent, by Intent
};

// Shows on air or over, begun since `since`, with `handle` in their cast; the newest first, kMostOwnShows at
// most.
std::vector<ShowFacts> shows_of(store::Database& db, const std::string& handle, WallTime since);
// Those that are over and in which nobody of the cast is `but` or left the ranking (people/own_words.h).
std::vector<ShowFacts> ranked_shows(store::Database& db, const std::string& but, WallTime since);

// One person's share of a show's sales: all in its cast alike, rounded down, so that the shares never add up
// to more than was sold.
std::int64_t share_of(std::int64_t sales, std::size_t cast);

enum class RankBy { kSales, kViewers, kWatched, kChatters };
std::optional<RankBy> rank_by(std::string_view text);  // "sales", "viewers", "watch_time", "chatters"

// The best `most` of them, those with nothing left out (pure).
std::vector<ShowFacts> best_of(std::vector<ShowFacts> shows, RankBy by, std::size_t most);

// What is usual for somebody: the median of each, over their shows (pure). Nothing without a show.
struct Usual {
  std::string theme{};  // the one most often chosen
  std::optional<Milliseconds> length{};
  std::optional<Milliseconds> first_pin{};
  std::int64_t products = 0;
  std::array<std::int64_t, 5> intents{};
  std::size_t shows = 0;
};
std::optional<Usual> usual_of(const std::vector<ShowFacts>& shows);

}  // namespace nigiwai::show
