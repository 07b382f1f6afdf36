#include "store/log_gathering.h"

#include <fstream>

#include "store/test_support.h"

namespace nigiwai::store {
namespace {

constexpr std::size_t kPage = 4096;

// Calls by which this process has written anything so far.
long writes() {
  std::ifstream io("/proc/self/io");
  std::string name;
  for (long value = 0; io >> name >> value;) {
    if (name == "syscw:") return value;
  }
  ADD_FAILURE() << "the kernel counts no writes";
  return 0;
}

class LogGatheringTest : public testing::Test {
 protected:
  LogGatheringTest() : file_("log_gathering"), database_(file_.open()) {
    database_->script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
  }
  // One commit of a little more than so many pages.
  void add(std::size_t pages) {
    database_->script("BEGIN");
    for (std::size_t i = 0; i < pages; ++i)
      database_->run("INSERT INTO note (text) VALUES (?)", std::string(kPage - 200, 'x'));
    database_->script("COMMIT");
  }
  static std::int64_t count(Database& database) {
    auto rows = database.query("SELECT count(*), sum(length(text)) FROM note");
    rows.next();
    EXPECT_EQ(rows.integer(1), rows.integer(0) * static_cast<std::int64_t>(kPage - 200));
    return rows.integer(0);
  }

  TestFile file_;
  std::unique_ptr<Database> database_;
};

TEST_F(LogGatheringTest, ACommitIsHandedOverInFewPieces) {
  add(10);
  auto before = writes();
  add(20);
  EXPECT_EQ(writes() - before, 1);
  before = writes();
  add(100);
  EXPECT_LE(writes() - before, 5);
  EXPECT_EQ(count(*file_.open(Access::kReadOnly)), 130);
}

TEST_F(LogGatheringTest, PagesThatLeaveTheCacheBeforeTheirCommitAreReadAgain) {
  database_->script("PRAGMA cache_size = 10; BEGIN");
  for (int i = 0; i < 1000; ++i)
    database_->run("INSERT INTO note (text) VALUES (?)", std::string(kPage - 200, 'x'));
  EXPECT_EQ(count(*database_), 1000);
  EXPECT_EQ(count(*file_.open(Access::kReadOnly)), 0);
  database_->script("COMMIT");
  EXPECT_EQ(count(*file_.open(Access::kReadOnly)), 1000);
}

TEST_F(LogGatheringTest, WhatIsRolledBackIsWrittenOverByTheNext) {
  add(3);
  database_->script("PRAGMA cache_size = 10; BEGIN");
  for (int i = 0; i < 300; ++i)
    database_->run("INSERT INTO note (text) VALUES (?)", std::string(kPage - 200, 'y'));
  database_->script("ROLLBACK");
  add(2);
  EXPECT_EQ(count(*file_.open(Access::kReadOnly)), 5);
  database_.reset();
  EXPECT_EQ(count(*file_.open()), 5);
}

TEST_F(LogGatheringTest, ManyConnectionsWriteInTurn) {
  const auto other = file_.open();
  for (int i = 0; i < 20; ++i) {
    add(5);
    other->run("INSERT INTO note (text) VALUES (?)", std::string(kPage - 200, 'x'));
    if (i == 10) other->carry_log();
  }
  EXPECT_EQ(count(*database_), 120);
  EXPECT_EQ(count(*other), 120);
}

}  // namespace
}  // namespace nigiwai::store
