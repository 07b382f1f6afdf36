#include "show/fans/by_person.h"

namespace nigiwai::show {

std::optional<Known> known_person(store::Database& db, std::string_view person) {
  {
    auto rows = db.query("SELECT name FROM viewer WHERE id = ?", person);
    if (rows.next()) return Known{.name = rows.text(0)};
  }
  auto rows = db.query("SELECT name FROM member WHERE id = ? AND erased_at IS NULL", person);
  if (!rows.next()) return std::nullopt;
  return Known{.name = rows.text(0), .member = true};
}

std::int64_t WatchedReading::number_of(std::string_view show) {
  if (show != last_) {
    last_ = show;
    last_number_ = numbers_.try_emplace(last_, static_cast<std::int64_t>(numbers_.size())).first->second;
  }
  return last_number_;
}

}  // namespace nigiwai::show
