// Which shows figures are asked of.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/message.h"
#include "store/database.h"

namespace nigiwai::insight {

// Of one question: ten years of a show every other day.
inline constexpr std::int64_t kMostChosen = 2'000;

struct ShowChoice {
  std::int64_t from_ms = 0;                                          // began from then …
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();  // … until before then
  std::string presenter{};                                           // handle; empty: whoever
  std::string theme{};                                               // its concept
};
// Of ?from=, ?until= (RFC 3339), ?presenter= and ?concept=.
Result<ShowChoice> read_choice(const http::Request& request);

struct ChosenShow {
  std::string id{};
  std::string title{};
  WallTime live_at{};
};
// Those on air or over, the newest first, kMostChosen at most.
std::vector<ChosenShow> shows_chosen(store::Database& journal, const ShowChoice& choice);
// One by its id; none before it went on air.
std::vector<ChosenShow> show_begun(store::Database& journal, const std::string& show);

}  // namespace nigiwai::insight
