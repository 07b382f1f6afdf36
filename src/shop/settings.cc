#include "shop/settings.h"

#include "base/check.h"

namespace nigiwai::shop {

Settings settings(store::Database& db) {
  auto rows = db.query("SELECT name, name_latin, currency FROM shop");
  CHECK(rows.next(), "the migration wrote the shop's row");
  return {rows.text(0), rows.text(1), rows.text(2)};
}

Result<Settings> change(store::Transaction& transaction, const ChangeSettings& change) {
  auto& db = transaction.db();
  auto now = settings(db);
  if (change.currency && *change.currency != now.currency) {
    auto any = db.query("SELECT 1 FROM product LIMIT 1");
    if (any.next()) {
      return fail(Kind::kConflict, "conflict", "The currency cannot change once there are products.",
                  "/currency");
    }
    now.currency = *change.currency;
  }
  if (change.name) now.name = *change.name;
  if (change.name_latin) now.name_latin = *change.name_latin;
  db.run("UPDATE shop SET name = ?, name_latin = ?, currency = ?", now.name, now.name_latin, now.currency);
  return now;
}

}  // namespace nigiwai::shop
