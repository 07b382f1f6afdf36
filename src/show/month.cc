#include "show/month.h"

#include "base/time.h"

namespace nigiwai::show {
namespace {

json::array cast_of(store::Database& db, const std::string& show) {
  json::array names;
  auto rows = db.query(
      "SELECT coalesce(p.name, c.handle) FROM show_cast c LEFT JOIN staff p ON p.handle = c.handle WHERE "
      "c.show = ? "
      "ORDER BY c.place",
      show);
  while (rows.next()) names.push_back(json::value(rows.text(0)));
  return names;
}

json::value number_or_null(const store::Rows& row, int column, std::int64_t unit) {
  return row.is_null(column) ? json::value(nullptr) : json::value(row.integer(column) * unit);
}

json::array read(store::Database& db, store::Rows rows) {
  json::array items;
  while (rows.next()) {
    items.push_back(
        {{"show", rows.text(0)},
         {"title", rows.text(1)},
         {"state", rows.text(2)},
         {"at", rows.is_null(3) ? json::value(nullptr) : json::value(to_rfc3339(from_ms(rows.integer(3))))},
         {"length_ms", number_or_null(rows, 4, 1)},
         {"planned_ms", number_or_null(rows, 5, 1000)}});
  }
  for (auto& item : items)
    item.as_object()["cast"] = cast_of(db, std::string(item.as_object().at("show").as_string()));
  return items;
}

constexpr const char* kColumns =
    "SELECT s.id, s.title, s.state, coalesce(t.live_at, s.starts_at), t.length_ms, p.length FROM show s LEFT "
    "JOIN "
    "timeline t ON t.show = s.id LEFT JOIN show_plan p ON p.show = s.id ";

}  // namespace

json::object month_json(store::Database& db, WallTime from, WallTime until) {
  const std::string columns = kColumns;
  auto items =
      read(db, db.query(columns + "WHERE s.listed_at >= ?1 AND s.listed_at < ?2 AND coalesce(t.live_at, "
                                  "s.starts_at) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rehearsal r "
                                  "WHERE r.show = s.id) ORDER BY s.listed_at, s.position LIMIT ?3",
                        to_ms(from), to_ms(until), kMostInMonth));
  auto undated = read(
      db,
      db.query(columns + "WHERE s.state = 'draft' AND s.starts_at IS NULL ORDER BY s.position DESC LIMIT ?",
               std::int64_t{50}));
  return {{"items", std::move(items)}, {"undated", std::move(undated)}};
}

}  // namespace nigiwai::show
