#include "shop/holds/hold_mail.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <vector>

#include "base/time.h"
#include "outbox/mail.h"
#include "people/members.h"
#include "shop/products/product.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

struct Turn {
  std::string hold, viewer, product, show, title;
  std::int64_t quantity = 1;
  WallTime until{};
};

std::vector<Turn> turns(store::Database& db) {
  std::vector<Turn> found;
  auto rows = db.query(
      "SELECT h.id, h.viewer, s.product, h.show, p.title, s.options, h.quantity, h.until FROM hold h "
      "JOIN sku s ON s.sku = h.sku JOIN product p ON p.id = s.product WHERE h.told = 0 LIMIT ?",
      kMostHoldMails);
  while (rows.next()) {
    found.push_back({.hold = rows.text(0),
                     .viewer = rows.text(1),
                     .product = rows.text(2),
                     .show = rows.text(3),
                     .title = full_title(rows.text(4), boost::json::parse(rows.text(5)).as_object()),
                     .quantity = rows.integer(6),
                     .until = from_ms(rows.integer(7))});
  }
  return found;
}

std::string time_in(std::int64_t seconds, bool japanese) {
  if (seconds < 120) return japanese ? fmt::format("{} 秒", seconds) : fmt::format("{} seconds", seconds);
  return japanese ? fmt::format("{} 分", seconds / 60) : fmt::format("{} minutes", seconds / 60);
}

}  // namespace

bool someone_to_tell(store::Database& db) {
  auto rows = db.query("SELECT 1 FROM hold WHERE told = 0 LIMIT 1");
  return rows.next();
}

void HoldMails::tell(store::Transaction& transaction) const {
  auto& db = transaction.db();
  const auto shop = settings(db);
  for (const auto& turn : turns(db)) {
    db.run("UPDATE hold SET told = 1 WHERE id = ?", turn.hold);
    const auto member = people::member_of(db, turn.viewer);
    if (!member || member->email.empty()) continue;
    const bool japanese = member->language != "en";
    auto name = !japanese && !shop.name_latin.empty() ? shop.name_latin : shop.name;
    if (name.empty()) name = "nigiwai";
    const auto link = turn.show.empty() ? fmt::format("{}/products/{}", origin_, turn.product)
                                        : fmt::format("{}/shows/{}", origin_, turn.show);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(turn.until - transaction.now()).count();
    const auto time = time_in(seconds, japanese);
    auto subject = japanese ? fmt::format("{}: 順番が来ました（{}）", name, turn.title)
                            : fmt::format("{}: Your turn ({})", name, turn.title);
    auto text = japanese
                    ? fmt::format(
                          "お待ちいただいていた {} を {} 点、取り置いています。\nこれから "
                          "{}のあいだにご注文ください。"
                          "時間が過ぎると、次の方に回ります。\n\n{}\n\n-- \n{}\n",
                          turn.title, turn.quantity, time, link, name)
                    : fmt::format(
                          "You waited for {}: {} held for you.\nOrder within {}; after that the next on the "
                          "waitlist gets it.\n\n{}\n\n-- \n{}\n",
                          turn.title, turn.quantity == 1 ? "one is" : fmt::format("{} are", turn.quantity),
                          time, link, name);
    outbox::send(transaction, clock_,
                 {.to = member->email,
                  .subject = std::move(subject),
                  .text = std::move(text),
                  .kind = "hold.granted",
                  .person = member->id,
                  .about = turn.hold});
  }
}

}  // namespace nigiwai::shop
