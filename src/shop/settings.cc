#include "shop/settings.h"

#include "base/check.h"

namespace nigiwai::shop {

Settings settings(store::Database& db) {
  auto rows = db.query("SELECT name, name_latin, currency, disclosure, disclosure_latin FROM shop");
  CHECK(rows.next(), "the migration wrote the shop's row");
  Settings now{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)};
  if (now.disclosure.empty()) now.disclosure = kUsualDisclosure;
  if (now.disclosure_latin.empty()) now.disclosure_latin = kUsualDisclosureLatin;
  return now;
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
  if (change.disclosure) db.run("UPDATE shop SET disclosure = ?", *change.disclosure);
  if (change.disclosure_latin) db.run("UPDATE shop SET disclosure_latin = ?", *change.disclosure_latin);
  return settings(db);
}

}  // namespace nigiwai::shop
