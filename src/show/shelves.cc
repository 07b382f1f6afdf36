#include "show/shelves.h"

#include "show/lifecycle.h"

namespace nigiwai::show {

std::vector<std::string> ShowShelves::live_shows_with(store::Database& db, const std::string& product) {
  std::vector<std::string> shows;
  auto rows = db.query(
      "SELECT s.id FROM show_shelf h JOIN show s ON s.id = h.show WHERE h.product = ? AND s.state = 'live'",
      product);
  while (rows.next()) shows.push_back(rows.text(0));
  return shows;
}

bool ShowShelves::on_shelf(store::Database& db, const std::string& show, const std::string& product) {
  auto rows = db.query("SELECT 1 FROM show_shelf WHERE show = ? AND product = ?", show, product);
  return rows.next();
}

bool ShowShelves::is_public(store::Database& db, const std::string& show) {
  auto rows = db.query("SELECT state FROM show WHERE id = ?", show);
  return rows.next() && show::is_public(state_of(rows.text(0)).value_or(State::kDraft));
}

}  // namespace nigiwai::show
