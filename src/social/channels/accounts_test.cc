#include "social/channels/accounts.h"

#include <gtest/gtest.h>

#include "social/migrations.h"
#include "store/migrations.h"

namespace nigiwai::social {
namespace {

class ChannelAccounts : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& migration : migrations()) {
      if (migration.name.find("channels") != std::string_view::npos) {
        database_->script(std::string(migration.sql));
      }
    }
  }
  Result<std::string> add(const std::string& remote) {
    return add_account(now_, box_, random_,
                       {.account = {.network = "bluesky",
                                    .name = "@urumi.example",
                                    .settings = {{"service", "https://example.social"}},
                                    .secrets = {{"app_password", "abcd-efgh"}}},
                        .remote = remote,
                        .by = "owner"});
  }

  ManualClock clock_;
  SeededRandom random_{7};
  const SecretBox box_{std::string(kSealKeyBytes, 'k')};
  std::unique_ptr<store::Database> database_ = *store::Database::open(":memory:", store::Access::kReadWrite);
  store::Transaction now_{*database_, clock_.wall()};
};

TEST_F(ChannelAccounts, AreListedWithoutSecretsAndOpenedWithThem) {
  const auto id = add("did:plc:1");
  ASSERT_TRUE(id);
  const auto listed = accounts(*database_);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_TRUE(listed[0].secrets.empty());
  EXPECT_EQ(listed[0].settings.at("service"), "https://example.social");
  const auto opened = open_account(*database_, box_, *id);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->secrets.at("app_password"), "abcd-efgh");
  const SecretBox other(std::string(kSealKeyBytes, 'j'));
  EXPECT_TRUE(is_sign_in_again(open_account(*database_, other, *id).error()));
  EXPECT_EQ(open_account(*database_, box_, "none").error().type, "not-found");
}

TEST_F(ChannelAccounts, KeepWhatACallRenewed) {
  auto account = *open_account(*database_, box_, *add("did:plc:1"));
  account.secrets["access"] = "new";
  account.name = "@urumi.new";
  ASSERT_TRUE(keep_secrets(now_, box_, random_, account));
  const auto again = *open_account(*database_, box_, account.id);
  EXPECT_EQ(again.secrets.at("access"), "new");
  EXPECT_EQ(again.name, "@urumi.new");
  ASSERT_TRUE(remove_account(now_, account.id));
  EXPECT_EQ(keep_secrets(now_, box_, random_, account).error().type, "not-found");
}

TEST_F(ChannelAccounts, AreConnectedOnceAndAsManyAsAShopMayHave) {
  ASSERT_TRUE(add("did:plc:0"));
  EXPECT_EQ(add("did:plc:0").error().type, "account-known");
  for (std::int64_t each = 1; each < kMostAccounts; ++each) ASSERT_TRUE(add(std::to_string(each)));
  EXPECT_EQ(add("one more").error().type, "limit-reached");
}

TEST_F(ChannelAccounts, SayHowTheLastCallWent) {
  const auto id = *add("did:plc:1");
  const auto standing = [&] { return *account_standing(*database_, id); };
  const Problem away{Kind::kTooMany, "too-many", "Wait."}, refused{Kind::kConflict, "channel-refused", "No."};
  note_call(now_, id, &away);
  EXPECT_EQ(standing().state, AccountState::kAway);
  EXPECT_EQ(standing().error, "Wait.");
  note_call(now_, id, nullptr);
  EXPECT_EQ(standing().state, AccountState::kReady);
  EXPECT_EQ(standing().error, "");
  note_call(now_, id, &refused);
  EXPECT_EQ(standing().state, AccountState::kReady) << "a text that is refused says nothing of the account";
  const auto gone = sign_in_again("The password was changed.").error();
  note_call(now_, id, &gone);
  EXPECT_EQ(standing().state, AccountState::kSignIn);
}

TEST_F(ChannelAccounts, TakeANoticeOnce) {
  EXPECT_TRUE(take_notice(now_, "a", "01H"));
  EXPECT_FALSE(take_notice(now_, "a", "01H"));
  EXPECT_TRUE(take_notice(now_, "b", "01H"));
}

}  // namespace
}  // namespace nigiwai::social
