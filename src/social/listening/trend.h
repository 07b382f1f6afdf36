// The trend page's figures: counts per network, shares of voice, spikes; and what explains one.
#pragma once

#include "social/listening/mention_store.h"

namespace nigiwai::social {

// Up to this long it is shown hour by hour, past it day by day.
inline constexpr std::int64_t kMostHourlyDays = 14;
inline constexpr std::int64_t kMostTrendDays = 3653;  // ten years
inline constexpr std::int64_t kUsualDays = 90;        // shown when nothing is asked for
inline constexpr std::int64_t kMostNetworks = 50;     // shown; the smallest are summed as ""
// Spikes of one answer, the strongest.
inline constexpr std::int64_t kMostSpikes = 100;

struct Days {  // of Japan, since 1970; `to` exclusive
  std::int64_t from;
  std::int64_t to;
};
// "2026-11-01"; nothing when it is no day.
std::optional<std::int64_t> read_day(std::string_view text);
std::string day_text(std::int64_t day);

// So many days until the newest mention, or until today where there is none.
Days newest_days(store::Database& db, WallTime now, std::int64_t length);

// {"term", "from", "to", "step": "hour"|"day", "networks": [{"network", "total", "counts": [n…]}], "total",
//  "voices": [{"term", "kind", "name", "count", "before"}], "spikes": [{"term", "name", "at", "count",
//  "expected", "score"}], "all": mentions ever counted, "newest"}; `before` is the count of as many days
//  before.
json::object trend_json(store::Database& db, std::int64_t term, Days days);

// {"at", "count", "expected", "score", "words": [{"word", "now", "before"}], "authors": [{"network",
// "author", "mentions",
//  "followers", "boosts"}], "looked_at"}; not-found.
Result<json::object> spike_json(store::Database& db, std::int64_t term, WallTime at);

// {"words": […]}: what rose in these days against as many before, seven at least.
json::object words_json(store::Database& db, std::int64_t term, Days days);

}  // namespace nigiwai::social
