#include "insight/visits/sums.h"

namespace nigiwai::insight {

std::string_view to_text(Half half) {
  constexpr std::array<std::string_view, kHalves> names{"live", "archive", "together"};
  return names[static_cast<std::size_t>(half)];
}

std::string_view to_text(Sum sum) {
  constexpr std::array<std::string_view, kSums> names{
      "viewers", "engaged", "buyers",     "buying_viewers", "visitors",    "buying_visitors", "chatters",
      "askers",  "savers",  "sharers",    "returned",       "sympathized", "identified",      "participated",
      "spread",  "views",   "watched_ms", "hearts",         "chats",       "questions",       "seconds",
      "votes",   "saves",   "shares",     "follows",        "seen",        "opened",          "carts",
      "actions", "orders",  "pieces",     "placed"};
  return names[static_cast<std::size_t>(sum)];
}

}  // namespace nigiwai::insight
