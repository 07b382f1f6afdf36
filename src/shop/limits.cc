#include "shop/limits.h"

#include <fmt/format.h>

#include "people/members.h"

namespace nigiwai::shop {

PersonLimits limits(store::Database& db, const std::string& viewer,
                    const std::vector<std::string>& products) {
  PersonLimits found;
  for (const auto& product : products) {
    auto rows = db.query("SELECT limit_per_person FROM product WHERE id = ? AND limit_per_person IS NOT NULL",
                         product);
    if (rows.next()) found[product] = {.limit = rows.integer(0), .already = 0};
  }
  if (viewer.empty()) return found;
  for (auto& [product, limit] : found) {
    auto rows = db.query(std::string("SELECT coalesce(sum(l.quantity), 0) FROM placed_order o JOIN "
                                     "order_line l ON l.number = o.number "
                                     "WHERE l.product = ?2 AND o.state <> 'cancelled' AND o.viewer IN ") +
                             people::kViewersOfPerson,
                         viewer, product);
    rows.next();
    limit.already = rows.integer(0);
  }
  return found;
}

std::optional<Problem> over_limit(const PersonLimits& limits, const std::vector<WantedPieces>& wanted) {
  std::map<std::string, std::int64_t> pieces;
  for (const auto& line : wanted) {
    const auto found = limits.find(line.product);
    if (found == limits.end()) continue;
    const auto& [limit, already] = found->second;
    if (already + (pieces[line.product] += line.quantity) <= limit) continue;
    Problem problem{Kind::kConflict, "limit-per-person",
                    already == 0
                        ? fmt::format("One person can have at most {} of this. Nothing was ordered.", limit)
                        : fmt::format("One person can have at most {} of this, and you have {} already. "
                                      "Nothing was ordered.",
                                      limit, already)};
    problem.extra = {{"sku", line.sku}, {"limit", limit}, {"already", already}};
    return problem;
  }
  return std::nullopt;
}

}  // namespace nigiwai::shop
