#include "shop/orders/unpaid.h"

#include <algorithm>

#include "base/time.h"
#include "shop/orders/checkout.h"
#include "shop/orders/order_mail.h"
#include "shop/orders/order_rows.h"

namespace nigiwai::shop {
namespace {

struct Unpaid {
  std::string id;
  WallTime placed_at{};
  WallTime due_at{};
  std::optional<WallTime> cancels_at{};
};

// Those whose time may have come: the plan says which of them it is for.
std::vector<Unpaid> near_their_end(store::Database& db, std::int64_t days, WallTime now) {
  const auto last_due = now - std::chrono::days(days) + kUnpaidNotice;
  std::vector<Unpaid> found;
  auto rows = db.query(
      "SELECT id, placed_at, due_at, cancels_at FROM placed_order WHERE state = 'placed' AND due_at IS NOT "
      "NULL "
      "AND due_at <= ? ORDER BY due_at, number",
      to_ms(last_due));
  while (rows.next()) {
    const auto cancels_at = rows.optional_integer(3);
    found.push_back({.id = rows.text(0),
                     .placed_at = from_ms(rows.integer(1)),
                     .due_at = from_ms(rows.integer(2)),
                     .cancels_at = cancels_at ? std::optional(from_ms(*cancels_at)) : std::nullopt});
  }
  return found;
}

std::string_view reason_in(Language language) {
  return language == Language::kEnglish ? "Not paid by the due date."
                                        : "お支払い期限までに入金がなかったため。";
}

Result<void> remind(store::Transaction& transaction, const StepParts& parts, const Unpaid& unpaid,
                    WallTime ends) {
  transaction.db().run("UPDATE placed_order SET cancels_at = ? WHERE id = ?", to_ms(ends), unpaid.id);
  const auto known = order(transaction.db(), unpaid.id);
  if (!known) return std::unexpected(known.error());
  if (parts.mails != nullptr) parts.mails->tell(transaction, News::kReminded, *known);
  return {};
}

Result<void> cancel(store::Transaction& transaction, const StepParts& parts, const Unpaid& unpaid) {
  const auto known = order(transaction.db(), unpaid.id);
  if (!known) return std::unexpected(known.error());
  auto done = take_step(transaction, parts,
                        {.order = unpaid.id,
                         .act = Act::kCancel,
                         .reason = std::string(reason_in(known->language)),
                         .who = StepBy::kServer});
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace

UnpaidPlan unpaid_plan(WallTime placed_at, WallTime due_at, std::int64_t days) {
  const auto cancel_at = due_at + std::chrono::days(days);
  const auto notice = std::min<Milliseconds>(kUnpaidNotice, (cancel_at - placed_at) / 2);
  return {.remind_at = cancel_at - notice, .cancel_at = cancel_at, .notice = notice};
}

WallTime cancelled_at(const UnpaidPlan& plan, WallTime now) {
  return std::max(plan.cancel_at, now + plan.notice);
}

Result<bool> tend_unpaid(store::Transaction& transaction, const StepParts& parts) {
  auto& db = transaction.db();
  const auto days = checkout(db).bank_transfer.cancel_after_days;
  if (!days) return false;
  const auto now = transaction.now();
  int done = 0;
  for (const auto& unpaid : near_their_end(db, *days, now)) {
    const auto plan = unpaid_plan(unpaid.placed_at, unpaid.due_at, *days);
    const bool to_remind = !unpaid.cancels_at && plan.remind_at <= now;
    const bool to_cancel = unpaid.cancels_at && *unpaid.cancels_at <= now;
    if (!to_remind && !to_cancel) continue;
    if (done++ == kUnpaidAtOnce) return true;
    auto taken = to_remind ? remind(transaction, parts, unpaid, cancelled_at(plan, now))
                           : cancel(transaction, parts, unpaid);
    if (!taken) return std::unexpected(taken.error());
  }
  return false;
}

}  // namespace nigiwai::shop
