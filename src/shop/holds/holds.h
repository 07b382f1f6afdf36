// Holds: asking for pieces to be kept, giving them back, ending them in time, and reading them.
#pragma once

#include <optional>
#include <variant>

#include "base/fields.h"
#include "base/random.h"
#include "http/idempotency.h"
#include "shop/holds/hold_mail.h"
#include "shop/holds/hold_store.h"

namespace nigiwai::shop {

// A viewer wants pieces kept.
struct HoldWanted {
  std::string show{};  // empty outside a show
  std::optional<Milliseconds> at{};
  std::string sku{};
  std::int64_t quantity = 1;
  http::Caller by{};
  http::IdempotencyKey key{};
};
// Reads the body of POST /api/holds.
Result<HoldWanted> read_hold(const json::object& body);

// A hold is given back, or a place in line given up: by the person whose it is, or by staff with a reason.
struct HoldEnded {
  std::string id{};
  http::Caller by{};
  std::string reason{};
};

// The time of one or more holds has come.
struct HoldsDue {};

using HoldCommand = std::variant<HoldWanted, HoldEnded, HoldsDue>;

// What a command came to: 201 {id, sku, quantity, until}; 200 the same, when this person had it before; 202
// {id, sku, quantity, waiting}, the place in line; 204 for the others.
struct HoldDone {
  int status = 204;
  json::object body{};
};

// Decides all commands that wait together, in order of arrival, on the lane of orders: pieces are given by
// one order of things, whoever asks. Refuses with
//   sold-out {sku, left}, line-full, hold-limit {limit} (of holds and places in line of one person),
//   first-to-pay (nothing is kept here: buy at once), invalid, not-found.
class Holds {
 public:
  // All outlive this. Without `mails` nobody is told by mail.
  Holds(store::WriterCore& writer, timeline::Journal& journal, Shelves& shelves, Random& random,
        const HoldMails* mails = nullptr);

  bool writes_mails() const { return mails_ != nullptr; }

  using Deciding = store::Batch<HoldCommand, HoldDone>;
  Deciding& deciding() { return deciding_; }

 private:
  std::vector<Result<HoldDone>> decide_all(store::Transaction& transaction,
                                           std::span<const HoldCommand* const> commands);
  class Batch;

  timeline::Journal& journal_;
  Shelves& shelves_;
  Random& random_;
  const HoldMails* mails_;
  Deciding deciding_;
};

// When the next hold ends; nothing when none is kept.
std::optional<WallTime> next_hold_end(store::Database& db);

// GET /api/holds/mine, of the person of this viewer, whatever device they asked on: {"items": [{id, sku,
// product, quantity, until, left_ms, show}], "waiting": [{id, sku, product, quantity, place, show}]}, the
// oldest first.
json::object holds_of(store::Database& db, const std::string& viewer, WallTime now);

// GET /api/holds, for staff: each SKU of which something is held or waited for; of one product, or of all
// when it is empty.
// {"items": [{sku, product, left, held, waiting, holds: [{id, quantity, until, left_ms}], line: [{id,
// quantity}]}]}
json::object all_holds(store::Database& db, const std::string& product, WallTime now);

}  // namespace nigiwai::shop
