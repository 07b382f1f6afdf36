// Ways of payment, each behind one interface, so that a card provider fits later. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "shop/orders/checkout.h"

namespace nigiwai::shop {

enum class Language { kJapanese, kEnglish };
std::string_view to_text(Language language);  // "ja", "en"
Language language_of(std::string_view text);  // Japanese for whatever is not "en"

class PaymentMethod {
 public:
  virtual ~PaymentMethod() = default;
  virtual std::string_view id() const = 0;  // as the API names it: "on-delivery"
  virtual std::string_view name(Language language) const = 0;
  virtual bool offered(const Checkout& checkout) const = 0;
  // What it adds to goods and shipping that come to `amount`.
  virtual std::int64_t fee(const Checkout& checkout, std::int64_t amount) const = 0;
  // Whether the parcel waits for the money.
  virtual bool before_shipping() const = 0;
  // Until when it is to be paid; nothing when the parcel brings the bill.
  virtual std::optional<WallTime> due(const Checkout& checkout, WallTime placed_at) const = 0;
  // What a buyer who has not paid yet must know to pay; empty when there is nothing to do.
  virtual std::string told(const Checkout& checkout) const = 0;
};

// In the order in which a buyer is offered them.
std::span<const PaymentMethod* const> payment_methods();
// Null when there is none by that name.
const PaymentMethod* payment_method(std::string_view id);
// The one that an order has which names none.
const PaymentMethod& usual_payment(const Checkout& checkout);

struct Charges {
  std::int64_t shipping = 0;
  std::int64_t fee = 0;
};
// What is added to goods of this much, sent to a prefecture (empty: not known) and paid that way.
Charges charges(const Checkout& checkout, const PaymentMethod& payment, std::int64_t goods,
                std::string_view prefecture);

}  // namespace nigiwai::shop
