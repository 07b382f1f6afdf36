#include "social/returning/digest.h"

#include <fmt/format.h>

#include <vector>

#include "base/time.h"
#include "shop/products/products.h"
#include "social/recommending/cards.h"
#include "social/returning/return_news.h"

namespace nigiwai::social {
namespace {

std::string ja_of(const DigestLine& line) {
  switch (line.news.reason) {
    case Reason::kLow:
      return "残りわずかです。";
    case Reason::kEnding:
      return line.news.code.empty() ? "特典がまもなく終わります。"
                                    : fmt::format("クーポン {} がまもなく終わります。", line.news.code);
    case Reason::kBack:
      return "再入荷しました。";
    case Reason::kShown:
      return line.live ? fmt::format("配信「{}」に、いま登場しています。", line.show)
                       : fmt::format("配信「{}」で紹介します。", line.show);
    case Reason::kMoment:
      return fmt::format("「{}」から、新しい名場面ができました。", line.show);
    case Reason::kStory:
      return fmt::format("作り手の話：{}", line.news.title);
  }
  return "";
}

std::string en_of(const DigestLine& line) {
  switch (line.news.reason) {
    case Reason::kLow:
      return "Only a few are left.";
    case Reason::kEnding:
      return line.news.code.empty() ? "An offer for it ends soon."
                                    : fmt::format("Your coupon {} ends soon.", line.news.code);
    case Reason::kBack:
      return "It is back in stock.";
    case Reason::kShown:
      return line.live ? fmt::format("It is in the show on air now: {}.", line.show)
                       : fmt::format("It is shown in: {}.", line.show);
    case Reason::kMoment:
      return fmt::format("There is a new moment of it, from {}.", line.show);
    case Reason::kStory:
      return fmt::format("Its maker’s story: {}", line.news.title);
  }
  return "";
}

std::string url_of(const std::string& origin, const News& news) {
  if (news.show.empty() || news.reason == Reason::kEnding) return origin + "/products/" + news.product;
  if (!news.at) return origin + "/shows/" + news.show;
  return fmt::format("{}/shows/{}?t={}", origin, news.show, news.at->count() / 1000);
}

std::vector<DigestLine> lines_of(store::Database& db, const std::string& origin, std::vector<News> all) {
  std::vector<DigestLine> lines;
  for (auto& news : all) {
    const auto product = shop::product(db, news.product);
    if (news.told || !product) continue;
    DigestLine line{.product = product->title, .url = url_of(origin, news)};
    if (const auto show = news.show.empty() ? std::nullopt : show_card(db, news.show)) {
      line.show = std::string(show->at("title").as_string());
      line.live = show->at("state") == "live";
    }
    line.news = std::move(news);
    lines.push_back(std::move(line));
  }
  return lines;
}

void send_digest(store::Transaction& transaction, const DigestParts& parts, const std::string& id) {
  auto& db = transaction.db();
  const auto member = people::member_with(db, id);
  if (!member || member->email.empty() || !member->wants(people::MailKind::kBackInStock)) return;
  const auto viewers = people::viewers_of(db, id);
  if (viewers.empty()) return;
  const auto lines = lines_of(db, parts.origin, news_for(db, viewers.front(), transaction.now()));
  if (lines.empty()) return;
  const auto shop = parts.shop_name ? parts.shop_name(db, member->language) : std::string();
  outbox::send(transaction, parts.clock, digest_mail(lines, *member, shop, parts.origin));
  for (const auto& line : lines) note_told(transaction, line.news, Way::kMail);
  db.run("INSERT OR REPLACE INTO return_digest (member, sent_at) VALUES (?, ?)", id,
         to_ms(transaction.now()));
}

}  // namespace

bool send_some_digests(store::Transaction& transaction, const DigestParts& parts) {
  auto& db = transaction.db();
  const auto now = transaction.now();
  if (is_quiet(quiet_hours(db), now)) return false;
  std::vector<std::string> members;
  {
    auto rows = db.query("SELECT member FROM return_due WHERE at <= ? ORDER BY at LIMIT ?", to_ms(now),
                         kDigestsATurn);
    while (rows.next()) members.push_back(rows.text(0));
  }
  for (const auto& member : members) {
    db.run("DELETE FROM return_due WHERE member = ?", member);
    send_digest(transaction, parts, member);
  }
  return static_cast<std::int64_t>(members.size()) == kDigestsATurn;
}

outbox::Mail digest_mail(std::span<const DigestLine> lines, const people::Member& member,
                         std::string_view shop, std::string_view origin) {
  const bool ja = member.language == "ja";
  const auto stop = people::unsubscribe_url(std::string(origin), member, people::MailKind::kBackInStock);
  std::string items;
  for (const auto& line : lines)
    items += fmt::format("■ {}\n{}\n{}\n\n", line.product, ja ? ja_of(line) : en_of(line), line.url);
  outbox::Mail mail{.to = member.email, .kind = "saved.digest", .person = member.id, .unsubscribe_url = stop};
  const auto& first = lines.front().product;
  const auto others = lines.size() - 1;
  if (ja) {
    mail.subject = others > 0 ? fmt::format("「{}」ほか {} 点のお知らせ", first, others)
                              : fmt::format("「{}」のお知らせ", first);
    mail.text = fmt::format(
        "「あとで考える」に入れた商品のお知らせです。\n\n{}マイページで見る\n{}/"
        "me\n\n{}\n\n--\nこのメールは、1 日に 1 "
        "通までお送りしています。\n配信停止: {}\n",
        items, origin, shop, stop);
  } else {
    mail.subject =
        others > 0 ? fmt::format("News of {} and {} more", first, others) : fmt::format("News of {}", first);
    mail.text = fmt::format(
        "This is what happened to products you saved to decide later.\n\n{}See them on your "
        "page\n{}/me\n\n{}\n\n--\nYou "
        "get one of these a day at most.\nStop these mails: {}\n",
        items, origin, shop, stop);
  }
  return mail;
}

}  // namespace nigiwai::social
