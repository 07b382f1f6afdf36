#include "people/forgetting.h"

#include "base/time.h"

namespace nigiwai::people {

std::int64_t forget_after(store::Database& db) {
  auto rows = db.query("SELECT months FROM forgetting");
  return rows.next() ? rows.integer(0) : 0;
}

void set_forget_after(store::Transaction& transaction, std::int64_t months) {
  transaction.db().run("UPDATE forgetting SET months = ?", months);
}

WallTime months_before(WallTime now, std::int64_t months) {
  return now - std::chrono::floor<Milliseconds>(std::chrono::months(months));
}

std::vector<std::string> strangers_since(store::Database& db, WallTime before, const std::string& after,
                                         std::int64_t most) {
  std::vector<std::string> found;
  auto rows = db.query(
      "SELECT id FROM viewer v WHERE id > ? AND created_at < ? AND NOT EXISTS (SELECT 1 FROM member_viewer m "
      "WHERE m.viewer = v.id) ORDER BY id LIMIT ?",
      after, to_ms(before), most);
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

}  // namespace nigiwai::people
