#include "shop/legal.h"

#include <algorithm>

#include "base/time.h"

namespace nigiwai::shop {

bool is_legal_page(std::string_view page) {
  return std::find(kLegalPages.begin(), kLegalPages.end(), page) != kLegalPages.end();
}

std::string legal_text(store::Database& db, std::string_view page) {
  auto rows = db.query("SELECT text FROM legal_page WHERE page = ?", page);
  return rows.next() ? rows.text(0) : std::string();
}

std::vector<std::string> legal_pages(store::Database& db) {
  std::vector<std::string> written;
  for (const auto page : kLegalPages) {
    if (!legal_text(db, page).empty()) written.emplace_back(page);
  }
  return written;
}

void write_legal_text(store::Transaction& transaction, std::string_view page, const std::string& text) {
  auto& db = transaction.db();
  if (text.empty()) {
    db.run("DELETE FROM legal_page WHERE page = ?", page);
    return;
  }
  db.run(
      "INSERT INTO legal_page (page, text, changed_at) VALUES (?, ?, ?) ON CONFLICT (page) DO UPDATE SET "
      "text = excluded.text, changed_at = excluded.changed_at",
      page, text, to_ms(transaction.now()));
}

std::string terms_version(store::Database& db) {
  auto rows = db.query("SELECT changed_at FROM legal_page WHERE page = 'terms'");
  return rows.next() ? to_rfc3339(from_ms(rows.integer(0))) : std::string();
}

}  // namespace nigiwai::shop
