// What happens to an order after it was placed: paid, shipped, cancelled, refunded, returned to stock.
#pragma once

#include "base/random.h"
#include "shop/orders/orders.h"

namespace nigiwai::shop {

enum class StepBy {
  kStaff,
  kBuyer,   // through the private link: may cancel what is still placed, and nothing else
  kServer,  // by a rule that the owner set (unpaid.h)
};

struct StepCommand {
  std::string order{};  // its id
  Act act = Act::kPay;
  std::string reason{};
  std::string tracking{};  // of the parcel, when it ships
  std::optional<std::int64_t>
      amount{};           // of a refund; nothing for the price of `pieces`, or for all that is left
  PiecesOfStep pieces{};  // of a return or a refund; empty for all that is left
  http::Caller by{};
  StepBy who = StepBy::kStaff;
  http::IdempotencyKey key{};
};

// Reads the body of POST /api/orders/{id}/{act}: {reason, tracking, amount, lines: [{sku, quantity}]}, as far
// as the act takes them.
Result<StepCommand> read_step(Act act, const json::object& body, StepBy who);

struct StepParts {  // all outlive the call
  timeline::Journal& journal;
  Shelves& shelves;
  const OrderMails* mails = nullptr;  // null: nobody is written to
};

// Takes the step: the order's state, its history, its events, and its pieces back into stock where the act
// returns them, all in the caller's transaction. A command that comes again with its key takes no second step
// and answers the order as it is. Refuses with not-found, wrong-state, or invalid.
Result<Order> take_step(store::Transaction& transaction, const StepParts& parts, const StepCommand& command);

}  // namespace nigiwai::shop
