#include "server/copy_database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "store/database.h"

namespace nigiwai::server {

Result<void> copy_database(const std::string& from, const std::string& file) {
  auto source = store::Database::open(from, store::Access::kReadOnly);
  if (!source) return std::unexpected(source.error());
  const auto partial = file + ".partial";
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  sqlite3* target = nullptr;
  int code = sqlite3_open_v2(partial.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (code == SQLITE_OK) {
    // All pages in one step: a reader's snapshot in WAL mode, which the server's writing does not disturb.
    auto* copy = sqlite3_backup_init(target, "main", (*source)->handle(), "main");
    code = copy == nullptr ? sqlite3_errcode(target) : sqlite3_backup_step(copy, -1);
    if (copy != nullptr) sqlite3_backup_finish(copy);
    if (code == SQLITE_DONE)
      code = sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  }
  const std::string why = sqlite3_errstr(code);
  sqlite3_close(target);
  std::error_code error;
  if (code == SQLITE_OK) std::filesystem::rename(partial, file, error);
  if (code != SQLITE_OK || error) {
    std::filesystem::remove(partial, ignored);
    return fail(Kind::kUnavailable, "backup",
                fmt::format("The backup could not be written to {}: {}.", file, why));
  }
  return {};
}

}  // namespace nigiwai::server
