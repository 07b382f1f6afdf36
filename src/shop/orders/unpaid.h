// Orders that are to be paid first and are not: the buyer is reminded, and some days past the due date the
// order is cancelled by the server itself. Off unless the owner sets the days.
//
// All that is due stands in the database, so nothing depends on the server running at the time.
#pragma once

#include "shop/orders/order_steps.h"

namespace nigiwai::shop {

// Between the reminder and the end; less where an order as a whole had less than twice of it.
inline constexpr std::chrono::hours kUnpaidNotice{48};
// Reminders and cancellations of one turn: each of them some hundred microseconds of the writer's time.
inline constexpr int kUnpaidAtOnce = 20;

struct UnpaidPlan {
  WallTime remind_at{};
  WallTime cancel_at{};
  Milliseconds notice{};
  bool operator==(const UnpaidPlan&) const = default;
};
// Pure. For an order to be paid until `due_at`, cancelled `days` days after it.
UnpaidPlan unpaid_plan(WallTime placed_at, WallTime due_at, std::int64_t days);
// Pure. When an order ends whose buyer is reminded now: never before the notice is over, however late the
// reminder.
WallTime cancelled_at(const UnpaidPlan& plan, WallTime now);

// Reminds and cancels what is due, at most kUnpaidAtOnce. Cancelling is a step as any (order_steps.h), taken
// by the server: history, events, stock, mail, and an entry in the audit log. Answers whether more is due.
Result<bool> tend_unpaid(store::Transaction& transaction, const StepParts& parts);

}  // namespace nigiwai::shop
