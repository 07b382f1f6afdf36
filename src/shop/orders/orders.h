// Orders: placing them, many at once, and reading them.
#pragma once

#include "base/random.h"
#include "http/router.h"
#include "shop/orders/order.h"
#include "shop/orders/order_mail.h"
#include "shop/products/shelves.h"
#include "shop/products/sold_out.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

struct OrderCommand {
  PlaceOrder order;
  http::Caller by;  // a viewer, staff, or nobody
  http::IdempotencyKey key;
};

// Places orders. All that wait are decided together against the stock as it is in the transaction; orders,
// lines, stock, events and idempotent answers are written in that same transaction, and answered after it is
// durable. What an order's key answers again is read from the order itself, so that personal data stands in
// one place.
//
// An order is refused with sold-out {sku, left}; with not-on-sale for what has not opened to the buyer; with
// price-changed or gone, naming the line that is no longer as the buyer saw it; or with invalid, naming the
// line or member that is wrong.
class Orders {
 public:
  // All outlive this. Without `mails` nobody is written to; without `board` every order comes to the writer.
  Orders(store::WriterCore& writer, timeline::Journal& journal, Shelves& shelves, Random& random,
         const OrderMails* mails = nullptr, SoldOutBoard* board = nullptr);

  using Placing = store::Batch<OrderCommand, std::string>;  // answers the body of the 201
  Placing& placing() { return placing_; }

 private:
  using Outcomes = std::vector<Result<std::string>>;
  Outcomes place_all(store::Transaction& transaction, std::span<const OrderCommand* const> commands);
  void place_round(store::Transaction& transaction, std::span<const OrderCommand* const> round,
                   Outcomes& outcomes);
  struct Placed;
  void store_placed(store::Transaction& transaction, std::span<Placed> placed);

  timeline::Journal& journal_;
  Shelves& shelves_;
  Random& random_;
  const OrderMails* mails_;
  SoldOutBoard* board_;
  Placing placing_;
};

// The refusal of an order of which a line cannot be had.
Problem sold_out(const SoldOut& out);

Result<Order> order(store::Database& db, const std::string& id);
// The order behind the private link; not-found when the secret is not its own.
Result<Order> order_with_key(store::Database& db, const std::string& id, const std::string& secret);

}  // namespace nigiwai::shop
