#include "server/chores.h"

#include "http/idempotency.h"
#include "people/accounts.h"
#include "people/sign_in.h"
#include "shop/orders/order_answers.h"
#include "shop/orders/order_index.h"
#include "shop/orders/unpaid.h"
#include "shop/products/products.h"
#include "show/archive/moment_index.h"
#include "show/audience.h"
#include "timeline/commands.h"

namespace nigiwai::server {

Chores::Chores(Parts parts)
    : parts_(std::move(parts)),
      orders_(parts_.writer, store::Lane::kBehind, "orders could not be indexed",
              [](store::Transaction& t) -> Result<bool> { return shop::index_some_orders(t); }),
      lines_(parts_.writer, store::Lane::kBehind, "lines could not be indexed",
             [](store::Transaction& t) -> Result<bool> { return show::index_some_moments(t); }),
      audience_(parts_.writer, store::Lane::kBehind, "the audience could not be counted",
                [](store::Transaction& t) -> Result<bool> { return show::read_some_audience(t); }),
      products_(parts_.writer, store::Lane::kBehind, "products could not be indexed",
                [](store::Transaction& t) -> Result<bool> { return shop::index_some(t); }),
      unpaid_(parts_.writer, store::Lane::kProjections, "unpaid orders could not be tended",
              [steps = parts_.steps](store::Transaction& t) { return shop::tend_unpaid(t, steps); }) {}

void Chores::tend() {
  look_at_others();
  orders_.tend();
  lines_.tend();
  audience_.tend();
  if (parts_.tend_shows) parts_.tend_shows();
  if (seldom_ && parts_.clock.steady() - *seldom_ < kSeldom) return;
  seldom_ = parts_.clock.steady();
  forget_old();
  products_.tend();
  unpaid_.tend();
  parts_.tend_members();
}

void Chores::forget_old() {
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [](store::Transaction& transaction) -> Result<int> {
        http::forget_old_answers(transaction);
        shop::forget_old_order_answers(transaction);
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

}  // namespace nigiwai::server
