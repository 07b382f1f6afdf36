#include "shop/products/saved.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "base/time.h"
#include "people/members.h"

namespace nigiwai::shop {

Result<void> save(store::Transaction& transaction, timeline::Journal& journal, const Saving& saving) {
  auto& db = transaction.db();
  {
    auto rows = db.query(
        std::string(
            "SELECT count(DISTINCT product), coalesce(sum(product = ?2), 0) FROM saved WHERE viewer IN ") +
            people::kViewersOfPerson,
        saving.viewer, saving.product);
    rows.next();
    if (rows.integer(1) > 0) return {};
    if (rows.integer(0) >= kMostSaved) {
      return fail(Kind::kTooMany, "too-many",
                  fmt::format("{} products are saved. Take one off first.", kMostSaved));
    }
  }
  db.run("INSERT INTO saved (viewer, product, show, at, saved_at) VALUES (?, ?, ?, ?, ?)", saving.viewer,
         saving.product, saving.show, saving.at.count(), to_ms(transaction.now()));
  journal.count_moment(transaction, saving.show, "save", saving.at, 1);
  return {};
}

void unsave(store::Transaction& transaction, timeline::Journal& journal, const std::string& viewer,
            const std::string& product) {
  auto& db = transaction.db();
  struct Kept {
    std::string viewer;
    std::string show;
    Milliseconds at;
  };
  std::vector<Kept> all;
  {
    auto rows = db.query(std::string("SELECT viewer, show, at FROM saved WHERE product = ?2 AND viewer IN ") +
                             people::kViewersOfPerson,
                         viewer, product);
    while (rows.next()) all.push_back({rows.text(0), rows.text(1), Milliseconds(rows.integer(2))});
  }
  for (const auto& kept : all) {
    db.run("DELETE FROM saved WHERE viewer = ? AND product = ?", kept.viewer, product);
    journal.count_moment(transaction, kept.show, "save", kept.at, -1);
  }
}

boost::json::array saved_by(store::Database& db, const std::string& viewer) {
  boost::json::array saved;
  auto rows = db.query(std::string("SELECT product, show, at, saved_at FROM saved WHERE viewer IN ") +
                           people::kViewersOfPerson + " ORDER BY saved_at DESC, product",
                       viewer);
  std::set<std::string> products;  // one may have been saved on two devices before they were one person's
  while (rows.next()) {
    if (!products.insert(rows.text(0)).second) continue;
    saved.push_back({{"product", rows.text(0)},
                     {"show", rows.text(1)},
                     {"at", rows.integer(2)},
                     {"saved_at", to_rfc3339(from_ms(rows.integer(3)))}});
  }
  return saved;
}

}  // namespace nigiwai::shop
