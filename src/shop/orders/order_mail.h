// What buyers are told of their orders by mail, in the language in which they ordered.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/random.h"
#include "outbox/mail.h"
#include "shop/orders/order.h"
#include "shop/settings.h"
#include "store/writer.h"

namespace nigiwai::shop {

// kReminded and kCancelledUnpaid are of orders that were to be paid and were not (unpaid.h).
enum class News { kPlaced, kPaid, kShipped, kCancelled, kRefunded, kReminded, kCancelledUnpaid };
inline constexpr std::size_t kNewsKinds = 7;
// What an act is news of; nothing for what a buyer need not hear.
std::optional<News> news_of(Act act);

struct MailFacts {
  std::string shop;  // its name, as it signs
  std::string link;  // to the order's private page
};

struct MailText {
  std::string subject;
  std::string text;
};

// Pure: the same order and facts make the same mail. Dates are Japan's, where the shop is.
MailText mail_text(News news, const Order& order, const MailFacts& facts);

// Queues those mails within the transaction that makes them true.
class OrderMails {
 public:
  // `origin` is where the shop's pages stand: https://live.shop.example. Clock and random outlive this.
  OrderMails(const Clock& clock, Random& random, std::string origin)
      : clock_(clock), random_(random), origin_(std::move(origin)) {}

  // `secret` opens the private page; without one the mail gets a key of its own. Nothing for an order without
  // a mail address, as of a buyer who was forgotten.
  std::optional<outbox::Mail> mail(store::Database& db, const Settings& shop, News news, const Order& order,
                                   std::string secret) const;
  // Queues it.
  void tell(store::Transaction& transaction, News news, const Order& order, std::string secret = "") const;

 private:
  const Clock& clock_;
  Random& random_;
  std::string origin_;
};

}  // namespace nigiwai::shop
