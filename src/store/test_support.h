// A database of a test's own, in a file that goes with it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "store/database.h"

namespace nigiwai::store {

class TestFile {
 public:
  // `name` is the test's, so that two of one process have files of their own.
  explicit TestFile(std::string_view name)
      : path_(testing::TempDir() + std::string(name) + "_" + std::to_string(getpid()) + ".db") {
    remove();
  }
  ~TestFile() { remove(); }
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;

  const std::string& path() const { return path_; }
  // Null where it cannot be opened, which fails the test.
  std::unique_ptr<Database> open(Access access = Access::kReadWrite) const {
    auto database = Database::open(path_, access);
    EXPECT_TRUE(database.has_value());
    return database ? *std::move(database) : nullptr;
  }

 private:
  void remove() const {
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  }
  std::string path_;
};

}  // namespace nigiwai::store
