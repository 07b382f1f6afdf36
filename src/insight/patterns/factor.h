// What of a show may go with its success, and the levels into which each factor sorts the shows. Pure.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "insight/patterns/history.h"

namespace nigiwai::insight {

enum class Factor { kTheme, kHour, kWeekday, kLength, kCast, kFirstPin, kOffer, kProducts, kLead, kTalkPace };
inline constexpr std::array kFactors{Factor::kTheme, Factor::kHour,     Factor::kWeekday, Factor::kLength,
                                     Factor::kCast,  Factor::kFirstPin, Factor::kOffer,   Factor::kProducts,
                                     Factor::kLead,  Factor::kTalkPace};
// "concept", "hour", "weekday", "length", "cast", "first_pin", "offer", "products", "lead", "talk_pace".
std::string_view to_text(Factor factor);

// Shows sorted by a factor. An ordered one has a measure, and levels that are ranges of it; each show stands
// in one of them. Of the cast, a show stands in as many as there were people.
struct Sorting {
  Factor factor = Factor::kTheme;
  bool ordered = false;
  std::vector<std::string> levels{};  // keys: "how_to", "21", "sat", "0-10": a range is "from-until"
  std::vector<std::vector<std::size_t>> levels_of{};  // each show's; none: not known
  std::vector<std::optional<double>> measures{};      // each show's, of an ordered factor
  std::size_t known() const;
};

Sorting sorted_by(Factor factor, std::span<const PastShow> shows);

}  // namespace nigiwai::insight
