#include "shop/products/on_sale.h"

#include <fmt/format.h>

#include <algorithm>

#include "people/members.h"

namespace nigiwai::shop {

bool may_buy(std::optional<WallTime> on_sale_from, WallTime now, const std::string& show,
             std::span<const EarlyAccess> granted) {
  if (!on_sale_from || *on_sale_from <= now) return true;
  return std::ranges::any_of(
      granted, [&](const EarlyAccess& each) { return each.show.empty() || each.show == show; });
}

void grant_early_access(store::Transaction& transaction, const EarlyAccessGrant& grant) {
  transaction.db().run(
      "INSERT OR IGNORE INTO early_access (product, person, show, granted_at) VALUES (?, ?, ?, ?)",
      grant.product, grant.person, grant.show, to_ms(transaction.now()));
}

namespace {

// Under whom a grant to the viewer ?1 may stand: everybody, the person ?2, and what they were before.
std::string those_meant() {
  return fmt::format("(SELECT '' UNION ALL SELECT ?2 UNION ALL SELECT viewer FROM {})", people::kViewersOfPerson);
}

std::string person_or_nobody(store::Database& db, const std::string& viewer) {
  return viewer.empty() ? std::string() : people::person_of(db, viewer);
}

}  // namespace

std::vector<EarlyAccess> early_access(store::Database& db, const std::string& viewer,
                                      const std::string& product) {
  std::vector<EarlyAccess> found;
  auto rows = db.query("SELECT DISTINCT show FROM early_access WHERE product = ?3 AND person IN " + those_meant(),
                       viewer, person_or_nobody(db, viewer), product);
  while (rows.next()) found.push_back({rows.text(0)});
  return found;
}

std::vector<std::string> open_early(store::Database& db, const std::string& viewer, const std::string& show,
                                    WallTime now) {
  std::vector<std::string> found;
  auto rows = db.query("SELECT DISTINCT p.id FROM product p JOIN early_access e ON e.product = p.id WHERE "
                       "p.on_sale_from > ?4 AND e.show IN ('', ?3) AND e.person IN " +
                           those_meant() + " ORDER BY p.id",
                       viewer, person_or_nobody(db, viewer), show, to_ms(now));
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

std::optional<Problem> not_on_sale(store::Database& db, const OnSaleAsked& asked, WallTime now) {
  if (may_buy(asked.on_sale_from, now, asked.show, {})) return std::nullopt;
  if (may_buy(asked.on_sale_from, now, asked.show, early_access(db, asked.viewer, asked.product)))
    return std::nullopt;
  Problem problem{Kind::kConflict, "not-on-sale",
                  fmt::format("{} is on sale from {}. Nothing was ordered.", asked.title,
                              to_rfc3339(*asked.on_sale_from)),
                  asked.field};
  problem.extra = {{"sku", asked.sku},
                   {"product", asked.product},
                   {"title", asked.title},
                   {"on_sale_from", to_rfc3339(*asked.on_sale_from)}};
  return problem;
}

}  // namespace nigiwai::shop
