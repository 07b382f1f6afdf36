// Connections for reading, past the writer. Any thread may read; each read sees one consistent moment.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace nigiwai::store {

class Readers {
 public:
  explicit Readers(std::string path, const char* vfs = nullptr) : path_(std::move(path)), vfs_(vfs) {}

  // Calls `read` with a connection inside a read transaction. What it throws as StoreFailure becomes a
  // Problem.
  template <class T>
  Result<T> read(const std::function<Result<T>(Database&)>& read) {
    auto leased = lease();
    if (!leased) return std::unexpected(leased.error());
    std::unique_ptr<Database> database = *std::move(leased);
    try {
      database->script("BEGIN");
      auto result = read(*database);
      database->script("COMMIT");
      give_back(std::move(database));
      return result;
    } catch (const StoreFailure& failure) {
      return std::unexpected(failure.problem());  // the connection goes with its transaction
    }
  }

 private:
  Result<std::unique_ptr<Database>> lease();
  void give_back(std::unique_ptr<Database> database);

  std::string path_;
  const char* vfs_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace nigiwai::store
