#include "store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/check.h"
#include "base/clock.h"
#include "store/log_gathering.h"

namespace nigiwai::store {
namespace {

// Places of statements that are remembered: more than there are statements in the house.
constexpr std::size_t kMostPlaces = 4096;
// How long a reader or a second process waits for a lock before it gives up.
constexpr int kBusyMilliseconds = 5000;

[[noreturn]] void fail_with(sqlite3* handle, int code) {
  const std::string text = sqlite3_errmsg(handle);
  // Errors of the statement itself can only be ours.
  const int primary = code & 0xff;
  CHECK(primary != SQLITE_MISUSE && primary != SQLITE_RANGE && primary != SQLITE_MISMATCH, text);
  throw StoreFailure(code, text);
}

}  // namespace

Problem StoreFailure::problem() const {
  const int primary = code_ & 0xff;
  if (primary == SQLITE_FULL || code_ == SQLITE_IOERR_WRITE) {
    return {Kind::kUnavailable,
            "storage-full",
            "The server's disk is full, so nothing new can be kept. Free some space and try again.",
            {},
            Milliseconds(5000)};
  }
  return {Kind::kUnavailable,
          "unavailable",
          fmt::format("The database does not answer ({}). Try again.", what()),
          {},
          Milliseconds(1000)};
}

Rows::~Rows() {
  if (statement_ != nullptr) {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
}

bool Rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail_with(sqlite3_db_handle(statement_), code);
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Rows::view(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

std::string Rows::text(int column) const { return std::string(view(column)); }

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::optional<std::int64_t> Rows::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Rows::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access, const char* vfs) {
  // Nobody asks how much memory it uses, and counting takes a lock at every allocation. Before the first
  // connection only.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* handle = nullptr;
  const int flags =
      (access == Access::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
      SQLITE_OPEN_NOMUTEX;
  const bool syncs = access == Access::kReadWrite;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, syncs ? gathering_vfs(vfs) : vfs);
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) {
    return fail(Kind::kUnavailable, "unavailable",
                fmt::format("The database {} cannot be opened: {}.", path, sqlite3_errstr(code)));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  try {
    if (access != Access::kReadOnly) {
      // Deleted content is overwritten, so that what is erased does not wait on free pages to be found.
      database->script("PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536;");
      database->script(fmt::format("PRAGMA synchronous = {}; PRAGMA wal_autocheckpoint = {};",
                                   syncs ? "FULL" : "NORMAL", kLogPages));
      // A process that died between writing its log and syncing it leaves commits that are read here and may
      // be gone with the power. Nobody is answered from them before they are on the medium.
      database->carry_log();
    } else {
      database->script("PRAGMA cache_size = -16000;");
    }
    database->script("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
  } catch (const StoreFailure& failure) {
    return std::unexpected(failure.problem().because("opening " + path));
  }
  return database;
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void Database::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    CHECK(code != SQLITE_ERROR, fmt::format("{} in: {}", sqlite3_errmsg(handle_), sql));
    fail_with(handle_, code);
  }
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
std::int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(handle_); }

void Database::keep_log() {
  sqlite3_wal_hook(
      handle_,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Database*>(self)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

void Database::carry_log() {
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail_with(handle_, code);
}

sqlite3_stmt* Database::prepared(std::string_view sql) {
  const auto known = by_place_.find(sql.data());
  auto* statement =
      known != by_place_.end() && known->second.sql == sql ? known->second.statement : compiled(sql);
  // Two cursors over the same statement at once would read each other's rows.
  CHECK(sqlite3_stmt_busy(statement) == 0, fmt::format("statement used while it is being read: {}", sql));
  return statement;
}

sqlite3_stmt* Database::compiled(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
      CHECK(code != SQLITE_ERROR, fmt::format("{} in: {}", sqlite3_errmsg(handle_), sql));
      fail_with(handle_, code);
    }
    found = statements_.emplace(std::string(sql), statement).first;
  }
  if (by_place_.size() >= kMostPlaces) by_place_.clear();
  by_place_[sql.data()] = {found->first, found->second};
  return found->second;
}

void Database::Binder::operator()(int at, std::int64_t value) const {
  CHECK(sqlite3_bind_int64(statement, at, value) == SQLITE_OK,
        "a parameter that the statement does not have");
}
void Database::Binder::operator()(int at, std::string_view value) const {
  CHECK(
      sqlite3_bind_text64(statement, at, value.data() == nullptr ? "" : value.data(), value.size(),
                          text == Text::kCopied ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK,
      "a parameter that the statement does not have");
}
void Database::Binder::operator()(int at, const Blob& value) const {
  CHECK(sqlite3_bind_blob64(statement, at, value.bytes.data(), value.bytes.size(),
                            text == Text::kCopied ? SQLITE_TRANSIENT : SQLITE_STATIC) == SQLITE_OK,
        "a parameter that the statement does not have");
}
void Database::Binder::operator()(int at, std::nullopt_t) const { sqlite3_bind_null(statement, at); }

}  // namespace nigiwai::store
