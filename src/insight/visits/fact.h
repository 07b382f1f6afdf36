// An event of the journal as the figures need it: who did what in which show, when, and how much.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nigiwai::insight {

enum class What : std::uint8_t {
  kStarted,  // of the show itself, as the next one
  kEnded,
  kPlayed,  // from here on by viewers
  kSought,
  kHearts,
  kChat,
  kQuestion,
  kSecond,  // somebody else's question, too
  kVote,
  kSave,
  kSeen,  // the card of a product
  kOpened,
  kCart,  // of another shop
  kShare,
  kFollow,
  kOrder,
  kPaid,  // from here on what became of an order, by whomever
  kCancelled,
  kRefunded,
};
// Nothing for an event that no figure counts.
std::optional<What> what_of(std::string_view kind);

// What of an order went to one product, in minor units.
struct ProductShare {
  std::string product{};
  std::int64_t amount = 0;
};

struct Fact {
  std::int64_t position = 0;
  std::string_view show{};    // empty for the shop's own timeline
  std::string_view viewer{};  // empty when it was none
  std::int64_t at = 0;        // ms of the show
  std::int64_t time = 0;      // UTC, ms
  What what = What::kPlayed;
  std::int64_t from = 0, to = 0;  // of a stretch, ms of the show; `from` counts hearts
  std::string product{};          // of what is about one
  std::string order{};            // of what is about one
  std::int64_t amount = 0;        // minor units: placed in this show, or given back
  std::int64_t pieces = 0;
  bool paid = false;  // an order that another shop told of as paid
  std::vector<ProductShare> products{};
};

// Reads what stands in an event's data; false for one that says nothing a figure could count. The journal was
// checked when it was written, so that a member that is missing is of an older version and counts as nothing.
bool read_data(Fact& fact, std::string_view kind, std::string_view data);

}  // namespace nigiwai::insight
