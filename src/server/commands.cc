#include "server/commands.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <iostream>

#include "base/random.h"
#include "people/owner.h"
#include "server/data_folder.h"

namespace nigiwai::server {

std::string version() { return "0.1.0"; }

Result<void> owner(const std::string& data, const std::string& email, const std::string& name) {
  const SystemClock clock;
  SystemRandom random;
  auto folder = DataFolder::open(data, Use::kVisit, clock);
  if (!folder) return std::unexpected(folder.error());
  std::string password;
  if (!std::getline(std::cin, password)) {
    return invalid("", "The password is read from standard input: echo the password into this command.");
  }
  if (password.ends_with('\r')) password.pop_back();
  return people::make_owner(*(*folder)->take_database(), clock, random, {.email = email, .password = password, .name = name});
}

Result<void> backup(const std::string& data, const std::string& file) {
  if (std::filesystem::exists(file)) {
    return fail(Kind::kConflict, "exists", fmt::format("{} is there already; name a new file.", file), "FILE");
  }
  if (!std::filesystem::exists(data + "/nigiwai.db")) {
    return fail(Kind::kNotFound, "data", fmt::format("{} holds no nigiwai.db.", data), "--data");
  }
  auto source = store::Database::open(data + "/nigiwai.db", store::Access::kReadOnly);
  if (!source) return std::unexpected(source.error());
  // Written beside and renamed, so that FILE is a whole backup or not there.
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
    if (code == SQLITE_DONE) code = sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  }
  const std::string why = sqlite3_errstr(code);
  sqlite3_close(target);
  std::error_code error;
  if (code == SQLITE_OK) std::filesystem::rename(partial, file, error);
  if (code != SQLITE_OK || error) {
    std::filesystem::remove(partial, ignored);
    return fail(Kind::kUnavailable, "backup", fmt::format("The backup could not be written to {}: {}.", file, why));
  }
  return {};
}

}  // namespace nigiwai::server
