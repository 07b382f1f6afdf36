#include "shop/orders/order_mail.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "outbox/mail.h"
#include "shop/orders/order_rows.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

constexpr std::chrono::hours kJapan{9};

// ¥1,980, or 19.80 USD.
std::string shown(std::int64_t amount, const std::string& currency) {
  constexpr std::array<std::string_view, 3> kWhole{"JPY", "KRW", "VND"};
  const bool whole = std::find(kWhole.begin(), kWhole.end(), currency) != kWhole.end();
  auto digits = fmt::format("{}", whole ? amount : amount / 100);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  if (currency == "JPY") return "¥" + digits;
  return whole ? fmt::format("{} {}", digits, currency)
               : fmt::format("{}.{:02} {}", digits, amount % 100, currency);
}

std::string date(WallTime time, Language language) {
  const auto there = std::chrono::floor<std::chrono::days>(time + kJapan);
  const std::chrono::year_month_day day{there};
  const auto y = static_cast<int>(day.year());
  const auto m = static_cast<unsigned>(day.month());
  const auto d = static_cast<unsigned>(day.day());
  if (language == Language::kJapanese) return fmt::format("{}年{}月{}日", y, m, d);
  constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
  return fmt::format("{} {} {}", d, kMonths[m - 1], y);
}

struct Words {
  std::array<std::string_view, kNewsKinds> subjects, leads;  // by News
  std::string_view greeting, number, offer, shipping, fee, total, tax, payment, pay_to, due, ends, tracking,
      refunded, to, link, keep;
};

const Words kJapanese{
    .subjects = {"ご注文を受け付けました", "ご入金を確認しました", "商品を発送しました",
                 "ご注文をキャンセルしました", "返金のお知らせ", "お支払いのお願い",
                 "ご注文をキャンセルしました"},
    .leads =
        {"ご注文ありがとうございます。次の内容で受け付けました。",
         "ご入金を確認しました。ありがとうございます。",
         "ご注文の商品を発送しました。到着まで、いましばらくお待ちください。",
         "次のご注文をキャンセルしました。", "次のご注文について、返金の手続きをしました。",
         "次のご注文のご入金を、まだ確認できていません。行き違いでお振り込み済みの場合は、ご容赦ください。",
         "お支払い期限までにご入金を確認できなかったため、次のご注文をキャンセルしました。"},
    .greeting = "{} 様",
    .number = "ご注文番号：{}",
    .offer = "特典：{}",
    .shipping = "送料：{}",
    .fee = "手数料：{}",
    .total = "合計：{}（税込）",
    .tax = "うち消費税（{}％）：{}",
    .payment = "お支払い方法：{}",
    .pay_to = "お振込先：",
    .due = "お支払い期限：{}",
    .ends = "{}までにご入金を確認できない場合は、ご注文をキャンセルいたします。",
    .tracking = "お問い合わせ番号：{}",
    .refunded = "返金額の合計：{}",
    .to = "お届け先：",
    .link = "ご注文の内容と状況は、こちらでご確認いただけます。",
    .keep = "このリンクはご本人だけのものです。ほかの方に知らせないでください。"};

const Words kEnglish{
    .subjects = {"We have received your order", "We have received your payment", "Your order is on its way",
                 "Your order has been cancelled", "A refund for your order", "Your payment is still open",
                 "Your order has been cancelled"},
    .leads = {"Thank you for your order. We have received it as follows.",
              "Thank you, we have received your payment.",
              "Your order has been shipped and is on its way to you.",
              "The following order has been cancelled.", "We have made a refund for the following order.",
              "We have not seen your payment for the following order yet. If you have just paid, please "
              "ignore this mail.",
              "Your payment did not reach us by its due date, so we have cancelled the following order."},
    .greeting = "Dear {},",
    .number = "Order number: {}",
    .offer = "Offer: {}",
    .shipping = "Shipping: {}",
    .fee = "Payment fee: {}",
    .total = "Total: {} (tax included)",
    .tax = "of which tax ({}%): {}",
    .payment = "Payment: {}",
    .pay_to = "Please transfer to:",
    .due = "Please pay by {}.",
    .ends = "If your payment has not reached us by {}, the order will be cancelled.",
    .tracking = "Tracking number: {}",
    .refunded = "Refunded so far: {}",
    .to = "Deliver to:",
    .link = "You can see your order and how it stands here:",
    .keep = "This link is yours alone. Please do not pass it on."};

// The words are ours, the values anybody's: they are put in once and never read as a format.
std::string with(std::string_view words, const std::string& value) {
  return fmt::format(fmt::runtime(words), value);
}

void add_bill(std::string& text, const Order& order, const Words& words) {
  const auto money = [&](std::int64_t amount) { return shown(amount, order.currency); };
  const bool japanese = order.language == Language::kJapanese;
  for (const auto& line : order.lines) {
    text += fmt::format("{}{} × {}  {}\n", japanese ? "・" : "- ", line.title, line.quantity,
                        money(line.total()));
    if (line.offer.empty()) continue;
    const auto used = fmt::format("{}{}−{}{}", line.offer_title, japanese ? "（" : " (",
                                  money(discount_of(line)), japanese ? "）" : ")");
    text += fmt::format("  {}\n", with(words.offer, used));
  }
  if (order.shipping > 0) text += with(words.shipping, money(order.shipping)) + "\n";
  if (order.fee > 0) text += with(words.fee, money(order.fee)) + "\n";
  text += with(words.total, money(total_of(order))) + "\n";
  for (const auto& [rate, amount] : tax_of(order)) {
    text += fmt::format(fmt::runtime(words.tax), rate, money(amount)) + "\n";
  }
}

}  // namespace

std::optional<News> news_of(Act act) {
  switch (act) {
    case Act::kPay:
      return News::kPaid;
    case Act::kShip:
      return News::kShipped;
    case Act::kCancel:
      return News::kCancelled;
    case Act::kRefund:
      return News::kRefunded;
    case Act::kRestock:
      return std::nullopt;
  }
  return std::nullopt;
}

MailText mail_text(News news, const Order& order, const MailFacts& facts) {
  const bool japanese = order.language == Language::kJapanese;
  const auto& words = japanese ? kJapanese : kEnglish;
  const auto at = static_cast<std::size_t>(news);
  const auto number = number_text(order.number);
  MailText mail;
  mail.subject = japanese ? fmt::format("【{}】{}（{}）", facts.shop, words.subjects[at], number)
                          : fmt::format("{}: {} ({})", facts.shop, words.subjects[at], number);
  auto& text = mail.text;
  text += with(words.greeting, order.contact.name) + "\n\n";
  text += std::string(words.leads[at]) + "\n\n";
  text += with(words.number, number) + "\n\n";
  add_bill(text, order, words);
  if (news == News::kRefunded) text += with(words.refunded, shown(order.refunded, order.currency)) + "\n";
  if (const auto* payment = payment_method(order.payment)) {
    text += "\n" + with(words.payment, std::string(payment->name(order.language))) + "\n";
  }
  const bool to_pay = news == News::kPlaced || news == News::kReminded;
  if (to_pay && !order.told.empty()) text += fmt::format("{}\n{}\n", words.pay_to, order.told);
  if (to_pay && order.due_at) text += with(words.due, date(*order.due_at, order.language)) + "\n";
  if (news == News::kReminded && order.cancels_at)
    text += "\n" + with(words.ends, date(*order.cancels_at, order.language)) + "\n";
  if (news == News::kShipped && !order.tracking.empty())
    text += "\n" + with(words.tracking, order.tracking) + "\n";
  if (news == News::kPlaced || news == News::kShipped) {
    const auto& to = order.contact;
    text += fmt::format("\n{}\n{}{} {}\n", words.to, japanese ? "〒" : "", to.postal_code, to.address);
    text += japanese ? with(words.greeting, to.name) + "\n" : to.name + "\n";
  }
  text += fmt::format("\n{}\n{}\n{}\n\n-- \n{}\n", words.link, facts.link, words.keep, facts.shop);
  return mail;
}

std::optional<outbox::Mail> OrderMails::mail(store::Database& db, const Settings& shop, News news,
                                             const Order& order, std::string secret) const {
  constexpr std::array<std::string_view, kNewsKinds> kKinds{
      "order.placed",   "order.paid",     "order.shipped",  "order.cancelled",
      "order.refunded", "order.reminded", "order.cancelled"};
  if (order.contact.email.empty()) return std::nullopt;
  if (secret.empty()) secret = add_key(db, random_, order.number);
  auto name = order.language == Language::kEnglish && !shop.name_latin.empty() ? shop.name_latin : shop.name;
  if (name.empty()) name = "nigiwai";
  auto text = mail_text(
      news, order, {.shop = name, .link = fmt::format("{}/orders/{}?key={}", origin_, order.id, secret)});
  return outbox::Mail{.to = order.contact.email,
                      .subject = std::move(text.subject),
                      .text = std::move(text.text),
                      .kind = std::string(kKinds[static_cast<std::size_t>(news)]),
                      .person = order.viewer};
}

void OrderMails::tell(store::Transaction& transaction, News news, const Order& order,
                      std::string secret) const {
  if (const auto written = mail(transaction.db(), settings(transaction.db()), news, order, std::move(secret)))
    outbox::send(transaction, clock_, *written);
}

}  // namespace nigiwai::shop
