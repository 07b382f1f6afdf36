#include "shop/orders/payment.h"

#include <array>

namespace nigiwai::shop {
namespace {

class PaidOnDelivery final : public PaymentMethod {
 public:
  std::string_view id() const override { return "on-delivery"; }
  std::string_view name(Language language) const override {
    return language == Language::kJapanese ? "代金引換" : "Cash on delivery";
  }
  bool offered(const Checkout& checkout) const override { return checkout.on_delivery.enabled; }
  std::int64_t fee(const Checkout& checkout, std::int64_t amount) const override {
    return fee_of(checkout.on_delivery, amount);
  }
  bool before_shipping() const override { return false; }
  std::optional<WallTime> due(const Checkout&, WallTime) const override { return std::nullopt; }
  std::string told(const Checkout&) const override { return ""; }
};

class TransferredToTheBank final : public PaymentMethod {
 public:
  std::string_view id() const override { return "bank-transfer"; }
  std::string_view name(Language language) const override {
    return language == Language::kJapanese ? "銀行振込" : "Bank transfer";
  }
  bool offered(const Checkout& checkout) const override { return checkout.bank_transfer.enabled; }
  std::int64_t fee(const Checkout&, std::int64_t) const override { return 0; }
  bool before_shipping() const override { return true; }
  std::optional<WallTime> due(const Checkout& checkout, WallTime placed_at) const override {
    return placed_at + std::chrono::days(checkout.bank_transfer.days);
  }
  std::string told(const Checkout& checkout) const override { return checkout.bank_transfer.account; }
};

const PaidOnDelivery kOnDelivery;
const TransferredToTheBank kBankTransfer;
const std::array<const PaymentMethod*, 2> kMethods{&kOnDelivery, &kBankTransfer};

}  // namespace

std::string_view to_text(Language language) { return language == Language::kEnglish ? "en" : "ja"; }
Language language_of(std::string_view text) {
  return text == "en" ? Language::kEnglish : Language::kJapanese;
}

std::span<const PaymentMethod* const> payment_methods() { return kMethods; }

const PaymentMethod* payment_method(std::string_view id) {
  for (const auto* method : kMethods) {
    if (method->id() == id) return method;
  }
  return nullptr;
}

const PaymentMethod& usual_payment(const Checkout& checkout) {
  for (const auto* method : kMethods) {
    if (method->offered(checkout)) return *method;
  }
  return kOnDelivery;
}

Charges charges(const Checkout& checkout, const PaymentMethod& payment, std::int64_t goods,
                std::string_view prefecture) {
  const auto shipping = shipping_of(checkout.delivery, goods, prefecture);
  return {.shipping = shipping, .fee = payment.fee(checkout, goods + shipping)};
}

}  // namespace nigiwai::shop
