// Cues with their figures, as they are told: those of a show beside the same ones of other shows, and what
// each intent brings over many shows.
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>

#include "insight/cues/cue_counts.h"
#include "insight/figures/show_choice.h"

namespace nigiwai::insight {

namespace json = boost::json;

// Of each cue: how others presented it lately. More are not compared by looking.
inline constexpr std::size_t kMostSameCues = 8;
// Other shows that are looked through for them, the newest first: a year of four a week.
inline constexpr std::size_t kMostShowsLookedThrough = 200;

struct CuesOfShow {
  CountedCues counted{};
  bool known = false;  // by the figures; else nothing but the times is
};
CuesOfShow cues_of_show(store::Database& kept, store::Database& journal, const std::string& show,
                        WallTime now);

// {"items": [cue…], "outside": {"live", "archive", "together"}}. A cue is {"cue", "title", "intent",
// "product", "planned", "actual": {"start_ms", "length_ms"}, "live", "archive", "together", "elsewhere"}, and
// each half {"watched_ms", "orders", "saves", "questions", "per_1000_s": {"orders", "saves", "questions"}};
// null for what was not on air, and for what the figures do not know yet. `elsewhere`: {"show", "cast",
// "same_cast", …the same members}, the newest first.
json::object cues_json(store::Database& kept, store::Database& journal, const std::string& show,
                       WallTime now);

// {"shows", "items": [{"intent", "cues", "live", "archive", "together", "attach_rate"}]}: all cues of an
// intent that were on air in these shows.
json::object intents_json(store::Database& kept, store::Database& journal, std::span<const ChosenShow> shows,
                          WallTime now);

}  // namespace nigiwai::insight
