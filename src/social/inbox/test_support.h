// An inbox on a database of its own, at a time that the test sets.
#pragma once

#include <gtest/gtest.h>

#include "http/migrations.h"
#include "media/migrations.h"
#include "outbox/migrations.h"
#include "people/migrations.h"
#include "shop/migrations.h"
#include "show/migrations.h"
#include "social/inbox/inbox.h"
#include "social/migrations.h"
#include "store/migrations.h"
#include "store/test_support.h"
#include "talk/migrations.h"
#include "timeline/migrations.h"

namespace nigiwai::social {

class InboxTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = file_.open();
    const std::span<const store::Migration> rooms[] = {
        http::migrations(),  outbox::migrations(), timeline::migrations(),
        media::migrations(), people::migrations(), shop::migrations(),
        show::migrations(),  talk::migrations(),   migrations()};
    ASSERT_TRUE(store::migrate(*database_, clock_, rooms).has_value());
  }
  void TearDown() override { database_.reset(); }

  store::Database& db() { return *database_; }
  // A turn of the writer at the clock's time. Nothing is rolled back: what is refused must not have written.
  store::Transaction turn() { return {*database_, clock_.wall()}; }

  static NewInboxItem item(const std::string& remote, const std::string& author = "yuzu") {
    return {.network = "bluesky",
            .account = "a1",
            .remote = remote,
            .kind = "reply",
            .author = author,
            .author_url = "https://bsky.example/" + author,
            .text = "この色、いいですね",
            .url = "https://bsky.example/" + author + "/" + remote,
            .answer_to = "ours",
            .at = {}};
  }
  Result<bool> take(NewInboxItem wanted) {
    if (wanted.at == WallTime{}) wanted.at = clock_.wall();
    auto transaction = turn();
    return take_into_inbox(transaction, random_, wanted);
  }
  std::string text(const std::string& sql) {
    auto rows = db().query(sql);
    return rows.next() ? rows.text(0) : "(none)";
  }
  std::int64_t number(const std::string& sql) {
    auto rows = db().query(sql);
    return rows.next() ? rows.integer(0) : -1;
  }

  const std::string& path() const { return file_.path(); }

  ManualClock clock_;
  SeededRandom random_{7};

 private:
  store::TestFile file_{"inbox_test"};
  std::unique_ptr<store::Database> database_;
};

}  // namespace nigiwai::social
