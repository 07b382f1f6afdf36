// The levels of a person across shows: participant, fan, loyal customer, evangelist (pure).
//
// A level is never kept: it is worked out of what is counted whenever somebody looks, so that it goes down
// again when an order is cancelled, a year passes or somebody unfollows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/fields.h"

namespace nigiwai::show {

enum class FanLevel { kParticipant, kFan, kLoyal, kEvangelist };
std::string_view to_text(FanLevel level);  // "participant", "fan", "loyal", "evangelist"
std::optional<FanLevel> fan_level(std::string_view text);

// More than anybody reaches is a mistake of typing.
inline constexpr WholeRange kFanThreshold{1, 1000};

// From how many on; settings of the shop.
struct FanRules {
  std::int64_t fan_shows = 3;            // watched, and somebody of the staff followed
  std::int64_t loyal_orders = 2;         // within a year
  std::int64_t evangelist_arrivals = 3;  // verified, within a year
  std::int64_t returning_visits = 4;     // earlier shows watched, after which staff are told without a level
  bool operator==(const FanRules&) const = default;
};
Result<FanRules> read_fan_rules(const json::object& body);
json::object to_json(const FanRules& rules);

// What is counted of one person, over all their devices.
struct FanStanding {
  bool took_part = false;  // chatted, voted, followed or ordered
  std::int64_t followed = 0;
  std::int64_t shows = 0;           // watched
  std::int64_t orders_of_year = 0;  // not cancelled, refunded or returned
  std::int64_t arrivals_of_year = 0;
};

// The highest level whose own condition holds, the lower ones or not: who ordered twice is a loyal customer
// without following anybody. Nothing for who only looked on.
std::optional<FanLevel> level_of(const FanStanding& standing, const FanRules& rules);

// Whether staff are told that they came: a fan or above, or somebody who watched so many shows before.
bool is_regular(const FanStanding& standing, const FanRules& rules);

}  // namespace nigiwai::show
