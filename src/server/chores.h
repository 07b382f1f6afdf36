// What the server does by itself while it serves: forgetting, indexing, reminding and cancelling.
//
// Each chore is a small command of the writer's that stands on the database alone, so that a restart loses
// none.
#pragma once

#include <functional>

#include "people/people.h"
#include "shop/orders/order_steps.h"
#include "store/bit_by_bit.h"

namespace nigiwai::server {

class Chores {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    const Clock& clock;
    shop::StepParts steps;
    people::People& people;
    std::function<void()> tend_members;
    std::function<void()> tend_shows{};  // every time
  };
  // What is done seldom: the first time at once.
  static constexpr std::chrono::minutes kSeldom{10};
  // Between two calls of tend(): what is searched is indexed, and what another process changed is seen, this
  // soon.
  static constexpr std::chrono::seconds kOften{2};

  explicit Chores(Parts parts);

  void tend();

 private:
  void forget_old();
  void look_at_others();

  Parts parts_;
  store::BitByBit orders_, lines_, audience_, products_, unpaid_;
  std::optional<SteadyTime> seldom_{};
};

}  // namespace nigiwai::server
