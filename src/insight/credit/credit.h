// Whose doing a sale was: what of it each of the staff is credited with, under more than one rule. Pure.
//
// The shares of one sale never add up to more than the sale: each is rounded down.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::insight {

// Who of the cast said or wrote something so long before a sale's moment presented it.
inline constexpr std::int64_t kMomentMs = 2 * 60'000;

struct SaleMade {
  std::int64_t at = 0;      // ms of the show
  std::int64_t amount = 0;  // as it was placed, minor units
  std::int64_t net = 0;     // what is left of it once paid
  std::string buyer{};      // viewer
  bool influenced = false;  // ordered elsewhere after the product was seen in this show
};

// Somebody of the staff spoke up in the show: a line, or the answer to a question.
struct Act {
  std::int64_t at = 0;
  std::string handle{};
  std::string asker{};  // the viewer whose question it answers; empty for none
};

struct Credit {
  std::int64_t sales = 0;  // in which they have a share
  std::int64_t amount = 0;
  std::int64_t net = 0;
};
struct StaffCredit {
  Credit of_cast{};  // each sale in equal parts to all in the show's cast
  Credit
      of_moment{};  // to those of the cast who spoke up within kMomentMs before it, else to all of the cast
  Credit influenced{};  // equal parts of what was ordered elsewhere
  Credit assists{};  // sales to people whose question they had answered before, in that show; shown beside,
                     // not added
};
using Credits = std::map<std::string, StaffCredit, std::less<>>;  // by handle

// Adds one show's sales. `acts` in the order of their moments.
void add_credit(Credits& credits, std::span<const std::string> cast, std::span<const SaleMade> sales,
                std::span<const Act> acts);

}  // namespace nigiwai::insight
