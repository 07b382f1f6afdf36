#include "shop/saved.h"

#include <fmt/format.h>

#include "base/time.h"

namespace nigiwai::shop {

Result<void> save(store::Transaction& transaction, timeline::Journal& journal, const Saving& saving) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT count(*), coalesce(sum(product = ?2), 0) FROM saved WHERE viewer = ?1",
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
  std::string show;
  Milliseconds at{0};
  {
    auto rows = db.query("SELECT show, at FROM saved WHERE viewer = ? AND product = ?", viewer, product);
    if (!rows.next()) return;
    show = rows.text(0);
    at = Milliseconds(rows.integer(1));
  }
  db.run("DELETE FROM saved WHERE viewer = ? AND product = ?", viewer, product);
  journal.count_moment(transaction, show, "save", at, -1);
}

boost::json::array saved_by(store::Database& db, const std::string& viewer) {
  boost::json::array saved;
  auto rows = db.query(
      "SELECT product, show, at, saved_at FROM saved WHERE viewer = ? ORDER BY saved_at DESC, product",
      viewer);
  while (rows.next()) {
    saved.push_back({{"product", rows.text(0)},
                     {"show", rows.text(1)},
                     {"at", rows.integer(2)},
                     {"saved_at", to_rfc3339(from_ms(rows.integer(3)))}});
  }
  return saved;
}

}  // namespace nigiwai::shop
