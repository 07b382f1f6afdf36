// What happened to a product that somebody saved to decide later, and when that is told. Pure.
//
// It is told on the pages at once, and to members who want it by mail: one digest in kDigestEvery at most,
// never in quiet hours. Told is not yet returned: a person returned (rule "came-back-1") who, within
// kReturnWithin of being told, looked at the product's page, opened the product in a show, played the show
// that it leads to, or ordered the product; and ordered when they ordered it in that time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/fields.h"

namespace nigiwai::social {

inline constexpr const char* kReturnRule = "came-back-1";
inline constexpr std::int64_t kLowStock = 5;  // pieces: a person in doubt should hurry
inline constexpr std::chrono::hours kDigestEvery{24};
inline constexpr std::chrono::hours kReturnWithin{7 * 24};
inline constexpr std::chrono::hours kEndsSoon{48};      // an offer that ends within this is told
inline constexpr std::chrono::hours kComesSoon{72};     // so is a show
inline constexpr std::chrono::hours kTellFor{14 * 24};  // older than this it is no news
// The same of the same product within this is told once, however often its stock comes and goes.
inline constexpr std::chrono::hours kSameNews{24};
inline constexpr std::size_t kMostTold = 12;  // of one person at a time: a list that is still read
inline constexpr std::size_t kStoryIdLength = 12;
inline constexpr TextRule kStoryTitle{.least = 1, .most = 80};

enum class Reason { kLow, kEnding, kBack, kShown, kMoment, kStory };  // the most pressing first
inline constexpr Reason kReasons[] = {Reason::kLow,   Reason::kEnding, Reason::kBack,
                                      Reason::kShown, Reason::kMoment, Reason::kStory};
std::string_view to_text(Reason reason);
std::optional<Reason> reason_of(std::string_view text);

// What a change of a product's pieces, all SKUs together, is to whoever saved it.
std::optional<Reason> reason_of_stock(std::int64_t before, std::int64_t now);

// When mails wait. From one minute of the day to another in a zone of the IANA database; none when the two
// are the same.
struct QuietHours {
  int from = 21 * 60;
  int until = 9 * 60;
  std::string zone = "Asia/Tokyo";
};
bool is_quiet(const QuietHours& hours, WallTime now);

// {"quiet_from": "21:00", "quiet_until": "09:00", "zone": "Asia/Tokyo"}, all three. invalid names the member.
Result<QuietHours> read_quiet_hours(const json::object& body);
json::object to_json(const QuietHours& hours);

}  // namespace nigiwai::social
