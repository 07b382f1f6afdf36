#include "server/chores.h"

#include "base/log.h"
#include "http/idempotency.h"
#include "people/accounts.h"
#include "people/sign_in.h"
#include "shop/orders/order_index.h"
#include "shop/orders/unpaid.h"
#include "shop/products/products.h"
#include "show/archive/moment_index.h"
#include "show/audience.h"
#include "timeline/commands.h"

namespace nigiwai::server {

void Chores::tend() {
  look_at_others();
  bit_by_bit("orders could not be indexed", [](store::Transaction& transaction) -> Result<bool> {
    return shop::index_some_orders(transaction);
  });
  bit_by_bit("lines could not be indexed", [](store::Transaction& transaction) -> Result<bool> {
    return show::index_some_moments(transaction);
  });
  bit_by_bit("the audience could not be counted", [](store::Transaction& transaction) -> Result<bool> {
    return show::read_some_audience(transaction);
  });
  if (parts_.tend_shows) parts_.tend_shows();
  if (seldom_ && parts_.clock.steady() - *seldom_ < kSeldom) return;
  seldom_ = parts_.clock.steady();
  forget_old();
  bit_by_bit("products could not be indexed",
             [](store::Transaction& transaction) -> Result<bool> { return shop::index_some(transaction); });
  bit_by_bit("unpaid orders could not be tended", [steps = parts_.steps](store::Transaction& transaction) {
    return shop::tend_unpaid(transaction, steps);
  });
  parts_.tend_members();
}

void Chores::forget_old() {
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [](store::Transaction& transaction) -> Result<int> {
        http::forget_old_answers(transaction);
        timeline::forget_old_keys(transaction);
        people::forget_old_invitations(transaction);
        people::forget_old_sign_ins(transaction);
        return 0;
      },
      [](Result<int>) {});
}

void Chores::look_at_others() {
  parts_.writer.run<int>(
      store::Lane::kStaff,
      [&people = parts_.people](store::Transaction& transaction) -> Result<int> {
        people.look_at_others(transaction);
        return 0;
      },
      [](Result<int>) {});
}

void Chores::bit_by_bit(const char* what, std::function<Result<bool>(store::Transaction&)> some) {
  parts_.writer.run<bool>(store::Lane::kProjections, some, [this, what, some](Result<bool> more) {
    if (!more) return log_warn(what, {{"why", more.error().detail}});
    if (*more) bit_by_bit(what, some);
  });
}

}  // namespace nigiwai::server
