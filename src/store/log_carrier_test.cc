#include "store/log_carrier.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "store/test_support.h"

namespace nigiwai::store {
namespace {

constexpr std::uintmax_t kPage = 4096;

class LogCarrierTest : public testing::Test {
 protected:
  void SetUp() override {
    writing_ = file_.open(Access::kRepeatable);  // the disk is not what is tested
    writing_->script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
    carrier_ = std::make_unique<LogCarrier>(*writing_, file_.open());
  }
  void TearDown() override {
    carrier_.reset();
    writing_.reset();
  }

  // About this many pages of log, in small transactions.
  void write(int pages) {
    for (int i = 0; i < pages; i += 16) {
      writing_->script("BEGIN");
      for (int n = 0; n < 16; ++n)
        writing_->run("INSERT INTO note (text) VALUES (?)", std::string(3900, 'x'));
      writing_->script("COMMIT");
      carrier_->after_commit();
      ++commits_;
    }
  }
  std::uintmax_t log_size() const { return std::filesystem::file_size(file_.path() + "-wal"); }

  TestFile file_{"log_carrier_test"};
  std::unique_ptr<Database> writing_;
  std::unique_ptr<LogCarrier> carrier_;
  int commits_ = 0;
};

TEST_F(LogCarrierTest, TheLogBeginsAnewThoughTheWriterNeverPauses) {
  write(6 * kLogPages);
  EXPECT_LT(log_size(), (kMostLogPages + kLogPages) * kPage);
  auto rows = writing_->query("SELECT count(*) FROM note");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), commits_ * 16);
}

TEST_F(LogCarrierTest, WhatIsReadMeanwhileStaysAsItWas) {
  write(16);
  auto reading = file_.open(Access::kReadOnly);
  reading->script("BEGIN");
  const auto count = [&] {
    auto rows = reading->query("SELECT count(*) FROM note");
    rows.next();
    return rows.integer(0);
  };
  ASSERT_EQ(count(), 16);
  write(3 * kLogPages);
  EXPECT_EQ(count(), 16) << "the log is held open for it";
  EXPECT_GT(log_size(), 2 * kLogPages * kPage);
  reading->script("COMMIT");
  EXPECT_EQ(count(), commits_ * 16);

  // Free again, the log is carried whole and begins anew.
  int tries = 0;
  while (writing_->log_pages() >= kLogPages && ++tries < 200) write(kLogPages / 8);
  EXPECT_LT(tries, 200);
}

}  // namespace
}  // namespace nigiwai::store
