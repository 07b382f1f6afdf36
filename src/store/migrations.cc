#include "store/migrations.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "base/time.h"

namespace nigiwai::store {

Result<void> migrate(Database& database, const Clock& clock,
                     std::span<const std::span<const Migration>> rooms) {
  try {
    database.script(
        "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
    std::set<std::string, std::less<>> applied;
    {
      auto rows = database.query("SELECT name FROM migration");
      while (rows.next()) applied.insert(rows.text(0));
    }
    for (const auto& room : rooms) {
      for (const auto& migration : room) {
        if (applied.erase(std::string(migration.name)) > 0) continue;
        database.script("BEGIN IMMEDIATE");
        database.script(std::string(migration.sql));
        database.run("INSERT INTO migration (name, applied_at) VALUES (?, ?)", migration.name,
                     to_ms(clock.wall()));
        database.script("COMMIT");
      }
    }
    if (!applied.empty()) {
      return fail(
          Kind::kUnavailable, "newer-data",
          fmt::format(
              "The data was written by a newer nigiwai (it has '{}'). Run that version or a later one.",
              *applied.begin()));
    }
    return {};
  } catch (const StoreFailure& failure) {
    return std::unexpected(failure.problem().because("updating the database"));
  }
}

}  // namespace nigiwai::store
