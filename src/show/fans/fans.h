// Who the shop's fans are: counted over what is kept of people anyway (audience, orders, follows, votes), a
// person with all their devices as one.
//
// Nothing is kept here but the rules. Whoever was erased is in no list, because their name is gone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "show/fans/fan_level.h"
#include "store/writer.h"

namespace nigiwai::show {

// How long an order or an arrival counts for a level.
inline constexpr std::chrono::hours kFanYear{365 * 24};

// One whom somebody's link brought, and who then took part.
struct Brought {
  std::int64_t whom = 0;        // a number of their person, in one reading
  std::int64_t arrived_at = 0;  // UTC, ms
  std::int64_t verified_at = 0;
};

// How many verified arrivals a person brought, counted by whoever makes share links. Called from any thread.
class VerifiedArrivals {
 public:
  virtual ~VerifiedArrivals() = default;
  virtual std::int64_t of(store::Database& db, const std::string& person, WallTime since) const = 0;
  // All that count, of those whom `place` knows: it is asked once for each link, and told of its arrivals by
  // what it answered.
  using Place = std::function<std::optional<std::size_t>(const std::string& person)>;
  using Each = std::function<void(std::size_t place, const Brought& brought)>;
  virtual void each(store::Database& db, const Place& place, const Each& tell) const = 0;
};

FanRules fan_rules(store::Database& db);
void write_fan_rules(store::Transaction& transaction, const FanRules& rules);

// Of the person of a viewer; `but` is a show that does not count as watched, "" for none.
FanStanding fan_standing(store::Database& db, const VerifiedArrivals& arrivals, const std::string& viewer,
                         const std::string& but, WallTime now);

struct Fan {
  std::string person{};  // never leaves the server as it is
  std::string name{};    // what they call themselves
  FanLevel level = FanLevel::kParticipant;
  std::int64_t shows = 0;                // watched
  std::optional<WallTime> last_visit{};  // the latest show they came to
  std::int64_t orders = 0;               // not cancelled, refunded or returned
  std::vector<std::string> followed{};   // handles
};

// Everybody who took part, in no order.
std::vector<Fan> all_fans(store::Database& db, const VerifiedArrivals& arrivals, WallTime now);

enum class FanOrder { kLastVisit, kShows, kOrders, kLevel, kName };
std::optional<FanOrder> fan_order(std::string_view text);  // "last", "shows", "orders", "level", "name"

struct FansAsked {
  std::optional<FanLevel> level{};
  std::string follows{};  // a handle; "" for anybody
  std::string name{};     // a part of it; "" for any
  FanOrder order = FanOrder::kLastVisit;
};

// Those asked for of `all`, in order, and how many of each level there are whatever level was asked for
// (pure).
struct FansFound {
  std::vector<const Fan*> fans{};
  std::array<std::int64_t, 4> of_level{};
};
FansFound find_fans(const std::vector<Fan>& all, const FansAsked& asked);
// As they call themselves now; nothing for somebody who was erased.
std::optional<std::string> name_of_fan(store::Database& db, const std::string& person);

}  // namespace nigiwai::show
