// How an order goes on: which act is legal in which state, and what it makes of it. Pure.
//
//   placed ──pay──▶ paid ──ship──▶ shipped ──restock──▶ returned
//      │                │              (what is paid on delivery ships from placed, and is paid after)
//      └────cancel──────┴──▶ cancelled (its pieces go back to stock)
//   whatever was paid can be refunded, in parts or whole; when all of it is back the order is refunded.
//   pieces can come back in parts, too; when all of them are back the order is returned.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nigiwai::shop {

enum class State { kPlaced, kPaid, kShipped, kCancelled, kRefunded, kReturned };
enum class Act { kPay, kShip, kCancel, kRefund, kRestock };

std::string_view to_text(State state);  // "placed", …
std::string_view to_text(Act act);      // "pay", …
std::string_view fact_of(Act act);      // what it is called once done: "paid", "restocked", …
std::optional<State> state_of(std::string_view text);
std::optional<Act> act_of(std::string_view text);

// What an act is decided from.
struct Standing {
  State state = State::kPlaced;
  bool pays_first = false;  // the parcel waits for the money
  bool paid = false;
  bool restocked = false;     // all pieces are back in stock
  std::int64_t pieces = 0;    // bought
  std::int64_t returned = 0;  // of these, back in stock
  std::int64_t total = 0;
  std::int64_t refunded = 0;
  bool operator==(const Standing&) const = default;
};

// The acts that are legal now, in the order of Act.
std::vector<Act> acts(const Standing& standing);

// What becomes of it. `amount` is that of a refund, or the pieces of a return: nothing for all that is left.
// Refuses with wrong-state and `state`, or more than is left with invalid.
Result<Standing> after(const Standing& standing, Act act, std::optional<std::int64_t> amount = std::nullopt);

}  // namespace nigiwai::shop
