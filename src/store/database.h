// One connection to the shop's SQLite file.
//
// Failures of the world (disk full, I/O, a locked file) leave as StoreFailure, an exception, because they end
// a whole transaction and not one statement; the writer and Readers catch it and make it a Problem, and
// nobody else needs to. A wrong statement is a bug and stops the process.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace nigiwai::store {

class StoreFailure : public std::runtime_error {
 public:
  StoreFailure(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  Problem problem() const;  // storage-full, or unavailable
 private:
  int code_;
};

// The rows of one query, read from front to back. Ends the statement when it goes.
class Rows {
 public:
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  bool next();
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::string_view view(int column) const;  // until next()
  bool is_null(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<std::string> optional_text(int column) const;

 private:
  sqlite3_stmt* statement_;
};

// Bytes rather than text, for bind.
struct Blob {
  std::string_view bytes;
};

// kRepeatable is for writing what could be made again: a power cut may take its last commits.
enum class Access { kReadWrite, kRepeatable, kReadOnly };

// So long a write-ahead log is carried into the database. A page that many transactions change is carried
// once for all of them: 128 MiB.
inline constexpr int kLogPages = 32768;

class Database {
 public:
  // `vfs` names a registered SQLite VFS (the disk seam); null is the system's.
  static Result<std::unique_ptr<Database>> open(const std::string& path, Access access,
                                                const char* vfs = nullptr);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Several statements without parameters: schema, pragmas.
  void script(const std::string& sql);

  // One statement with its parameters bound in order: whole numbers, text, Blob, nullopt, bool.
  template <class... Values>
  Rows query(std::string_view sql, const Values&... values) {
    return bound(sql, Text::kCopied, values...);
  }
  // The same for a statement without rows; answers the number of rows changed.
  template <class... Values>
  std::int64_t run(std::string_view sql, const Values&... values) {
    // The values outlive the statement here, so that none is copied.
    auto rows = bound(sql, Text::kBorrowed, values...);
    while (rows.next()) {
    }
    return changes();
  }
  std::int64_t changes() const;
  // False once SQLite has rolled a transaction back by itself, as it does when the disk fails.
  bool in_transaction() const;
  std::int64_t last_row_id() const;
  sqlite3* handle() { return handle_; }

  // From here on commits only tell how long the write-ahead log is, and somebody else sees to it
  // (store/log_carrier.h).
  void keep_log();
  int log_pages() const { return log_pages_; }  // after the last commit of this connection
  // Copies what the log holds into the database, as far as no reader needs it as it was. Nobody is kept
  // waiting; does nothing while another connection is at it.
  void carry_log();

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  enum class Text { kCopied, kBorrowed };
  struct Binder {
    sqlite3_stmt* statement;
    Text text;
    void operator()(int at, std::int64_t value) const;
    void operator()(int at, int value) const { (*this)(at, static_cast<std::int64_t>(value)); }
    void operator()(int at, bool value) const { (*this)(at, static_cast<std::int64_t>(value)); }
    void operator()(int at, std::size_t value) const { (*this)(at, static_cast<std::int64_t>(value)); }
    void operator()(int at, std::string_view value) const;
    void operator()(int at, const std::string& value) const { (*this)(at, std::string_view(value)); }
    void operator()(int at, const char* value) const { (*this)(at, std::string_view(value)); }
    void operator()(int at, const Blob& value) const;
    void operator()(int at, std::nullopt_t) const;
    template <class T>
    void operator()(int at, const std::optional<T>& value) const {
      if (value) {
        (*this)(at, *value);
      } else {
        (*this)(at, std::nullopt);
      }
    }
  };
  template <class... Values>
  Rows bound(std::string_view sql, Text text, const Values&... values) {
    const Binder bind{prepared(sql), text};
    int at = 0;
    (bind(++at, values), ...);
    return Rows(bind.statement);
  }
  sqlite3_stmt* prepared(std::string_view sql);
  sqlite3_stmt* compiled(std::string_view sql);

  sqlite3* handle_;
  int log_pages_ = 0;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
  // By where the text of a statement stands: nearly all are literals, and comparing one is cheaper than
  // finding it. A place may hold another text later, so the text is compared all the same.
  struct Known {
    std::string_view sql;  // the key in statements_
    sqlite3_stmt* statement;
  };
  std::unordered_map<const char*, Known> by_place_;
};

}  // namespace nigiwai::store
