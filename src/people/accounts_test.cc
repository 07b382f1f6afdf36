#include "people/accounts.h"

#include "people/audit.h"
#include "people/people_test_support.h"
#include "people/second_factor.h"
#include "people/totp.h"

namespace nigiwai::people {
namespace {

using http::Role;

struct AccountsTest : ShopTest {
  void SetUp() override {
    ShopTest::SetUp();
    make_owner_of("owner@example.com");
    owner_ = finished(people_->sign_in({.email = "owner@example.com", .password = kPassword}))->staff;
  }
  template <class T>
  Result<T> write(const std::function<Result<T>(store::Transaction&)>& work) {
    // A refusal is rolled back, as the writer does it.
    database_->script("BEGIN IMMEDIATE");
    store::Transaction transaction(*database_, clock_.wall());
    auto answer = work(transaction);
    database_->script(answer ? "COMMIT" : "ROLLBACK");
    return answer;
  }
  Result<NewInvitation> invited(Invite wanted) {
    return write<NewInvitation>([&](store::Transaction& t) { return invite(t, random_, wanted, owner_); });
  }
  Result<http::Caller> accepted(const std::string& token, const std::string& email,
                                const std::string& name = "謙") {
    return write<http::Caller>([&](store::Transaction& t) {
      return accept(t, random_, token,
                    {.email = email, .name = name, .password_hash = *hash_password(kPassword, kCheap)});
    });
  }
  Account account(const std::string& handle) { return *account_of(*database_, handle, clock_.wall()); }

  http::Caller owner_;
};

TEST_F(AccountsTest, AnInvitationIsAcceptedOnceAndSaysSoAfterwards) {
  const auto made = invited({.name = "謙", .role = Role::kDirector});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->invitation.handle, "director");

  const auto caller = accepted(made->token, "ken@example.com");
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->role, Role::kDirector);
  EXPECT_TRUE(finished(people_->sign_in({.email = "ken@example.com", .password = kPassword})).has_value());

  const auto again = accepted(made->token, "other@example.com");
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().type, "invitation-used");
  EXPECT_EQ(again.error().field, "/token");
}

TEST_F(AccountsTest, AnInvitationEndsAfterSevenDaysAndByWithdrawal) {
  const auto late = invited({.name = "謙", .role = Role::kPlanner});
  const auto gone = invited({.name = "葵", .role = Role::kPlanner});
  ASSERT_TRUE(write<Invitation>([&](store::Transaction& t) {
                return withdraw_invitation(t, gone->invitation.id);
              }).has_value());
  EXPECT_EQ(open_invitation(*database_, gone->token, clock_.wall()).error().type, "invitation-withdrawn");
  clock_.advance(std::chrono::duration_cast<Milliseconds>(kInvitationLife) - Milliseconds(1));
  EXPECT_TRUE(open_invitation(*database_, late->token, clock_.wall()).has_value());
  clock_.advance(Milliseconds(1));
  EXPECT_EQ(open_invitation(*database_, late->token, clock_.wall()).error().type, "invitation-expired");
  EXPECT_EQ(open_invitation(*database_, "nwi_guessed", clock_.wall()).error().kind, Kind::kNotFound);
}

TEST_F(AccountsTest, OpenInvitationsDoNotShareAHandle) {
  EXPECT_EQ(invited({.name = "一", .role = Role::kPlanner})->invitation.handle, "planner");
  EXPECT_EQ(invited({.name = "二", .role = Role::kPlanner})->invitation.handle, "planner-2");
}

TEST_F(AccountsTest, AProfileOfTheCastGetsItsSignIn) {
  ASSERT_TRUE(
      finished(people_->put_profile({.handle = "minori", .name = "みのり", .title = "美容部員"}, owner_)));
  const auto id = account("minori").id;
  const auto made = invited({.name = "佐倉 みのり", .role = Role::kPresenter, .handle = "minori"});
  ASSERT_TRUE(accepted(made->token, "minori@example.com", "佐倉 みのり").has_value());
  EXPECT_EQ(account("minori").id, id);
  EXPECT_EQ(account("minori").profile.title, "美容部員");
  EXPECT_EQ(account("minori").email, "minori@example.com");
  EXPECT_EQ(invited({.name = "誰か", .handle = "minori"}).error().field, "/handle");
}

TEST_F(AccountsTest, AMailAddressHasOneAccount) {
  EXPECT_EQ(invited({.name = "誰か", .email = "owner@example.com"}).error().type, "account-exists");
  const auto made = invited({.name = "誰か"});
  EXPECT_EQ(accepted(made->token, "owner@example.com").error().field, "/email");
  EXPECT_TRUE(accepted(made->token, "free@example.com").has_value()) << "a refusal must not use the link up";
}

TEST_F(AccountsTest, TheLastOwnerIsNeitherWithdrawnNorDemoted) {
  const auto owner = account(owner_.handle);
  EXPECT_EQ(write<void>([&](store::Transaction& t) { return withdraw(t, owner); }).error().type,
            "last-owner");
  EXPECT_EQ(
      write<Role>([&](store::Transaction& t) { return set_role(t, owner, Role::kAnalyst); }).error().type,
      "last-owner");
  // Another owner, but withdrawn: still nobody else.
  const auto made = invited({.name = "葵", .role = Role::kOwner});
  const auto second = accepted(made->token, "aoi@example.com");
  ASSERT_TRUE(
      write<void>([&](store::Transaction& t) { return withdraw(t, account(second->handle)); }).has_value());
  EXPECT_EQ(write<void>([&](store::Transaction& t) { return withdraw(t, owner); }).error().type,
            "last-owner");
  ASSERT_TRUE(
      write<void>([&](store::Transaction& t) { return reactivate(t, account(second->handle)); }).has_value());
  EXPECT_TRUE(write<void>([&](store::Transaction& t) { return withdraw(t, owner); }).has_value());
}

TEST_F(AccountsTest, TheWithdrawnCannotSignInAndHaveNoSession) {
  const auto made = invited({.name = "謙", .role = Role::kDirector});
  const auto caller = accepted(made->token, "ken@example.com");
  const auto session = finished(people_->sign_in({.email = "ken@example.com", .password = kPassword}));
  ASSERT_TRUE(
      write<void>([&](store::Transaction& t) { return withdraw(t, account(caller->handle)); }).has_value());
  EXPECT_FALSE(people_->staff(session->token).has_value());
  EXPECT_EQ(
      finished(people_->sign_in({.email = "ken@example.com", .password = kPassword})).error().detail,
      finished(people_->sign_in({.email = "nobody@example.com", .password = kPassword})).error().detail);
  ASSERT_TRUE(
      write<void>([&](store::Transaction& t) { return reactivate(t, account(caller->handle)); }).has_value());
  EXPECT_TRUE(finished(people_->sign_in({.email = "ken@example.com", .password = kPassword})).has_value());
}

TEST_F(AccountsTest, TheCommandLineBringsAWithdrawnOwnerBackWithoutTheirPhone) {
  const auto made = invited({.name = "葵", .role = Role::kOwner});
  const auto second = accepted(made->token, "aoi@example.com");
  ASSERT_TRUE(write<std::string>([&](store::Transaction& t) {
                return begin_second_factor(t, {box_, random_}, account(owner_.handle).id);
              }).has_value());
  database_->run("UPDATE second_factor SET confirmed_at = 1");
  ASSERT_TRUE(
      write<void>([&](store::Transaction& t) { return withdraw(t, account(owner_.handle)); }).has_value());
  make_owner_of("owner@example.com");
  EXPECT_TRUE(finished(people_->sign_in({.email = "owner@example.com", .password = kPassword})).has_value());
  EXPECT_FALSE(account(owner_.handle).second_factor);
  EXPECT_EQ(audit_rows(*database_, {.by = "server"}).front().action, "staff.owner-made");
}

struct SecondFactorTest : AccountsTest {
  void SetUp() override {
    AccountsTest::SetUp();
    secret_ = *write<std::string>(
        [&](store::Transaction& t) { return begin_second_factor(t, {box_, random_}, owner_.id); });
  }
  std::string code(std::int64_t away = 0) { return totp_code(secret_, totp_step(clock_.wall()) + away); }
  std::vector<std::string> confirm() {
    return *write<std::vector<std::string>>(
        [&](store::Transaction& t) { return confirm_second_factor(t, {box_, random_}, owner_.id, code()); });
  }
  Result<NewSession> sign_in(const std::string& with) {
    return finished(people_->sign_in({.email = "owner@example.com", .password = kPassword, .code = with}));
  }
  std::string secret_;
};

TEST_F(SecondFactorTest, CountsOnlyOnceItsFirstCodeWasRight) {
  EXPECT_TRUE(sign_in("").has_value());
  EXPECT_FALSE(write<std::vector<std::string>>([&](store::Transaction& t) {
                 return confirm_second_factor(t, {box_, random_}, owner_.id, "000000");
               }).has_value());
  EXPECT_EQ(confirm().size(), static_cast<std::size_t>(kRecoveryCodes));
  EXPECT_EQ(sign_in("").error().type, "code-needed");
  EXPECT_EQ(sign_in(code(5)).error().type, "code-wrong");
  EXPECT_EQ(write<std::string>(
                [&](store::Transaction& t) { return begin_second_factor(t, {box_, random_}, owner_.id); })
                .error()
                .kind,
            Kind::kConflict);
}

TEST_F(SecondFactorTest, TakesACodeOnceAndNoneOlderAfterwards) {
  confirm();
  EXPECT_EQ(sign_in(code()).error().type, "code-used") << "the code that confirmed it is used up too";
  clock_.advance(Milliseconds(60'000));
  const auto before = code(-1);
  EXPECT_TRUE(sign_in(code()).has_value());
  EXPECT_EQ(sign_in(code()).error().type, "code-used");
  EXPECT_EQ(sign_in(before).error().type, "code-used");
  EXPECT_TRUE(sign_in(code(1)).has_value());
}

TEST_F(SecondFactorTest, AsksForACodeOnlyAfterTheRightPassword) {
  confirm();
  const auto wrong =
      finished(people_->sign_in({.email = "owner@example.com", .password = "another sentence"}));
  EXPECT_EQ(wrong.error().type, "unauthorized");
}

TEST_F(SecondFactorTest, ARecoveryCodeWorksOnceHoweverItIsTyped) {
  auto codes = confirm();
  auto typed = codes[0];
  for (auto& c : typed) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  EXPECT_TRUE(sign_in(typed).has_value());
  EXPECT_EQ(sign_in(codes[0]).error().type, "code-wrong");
  EXPECT_EQ(recovery_codes_left(*database_, owner_.id), kRecoveryCodes - 1);
  const auto renewed =
      write<std::vector<std::string>>([&](store::Transaction& t) -> Result<std::vector<std::string>> {
        return new_recovery_codes(t, random_, owner_.id);
      });
  EXPECT_EQ(sign_in(codes[1]).error().type, "code-wrong");
  EXPECT_TRUE(sign_in(renewed->front()).has_value());
}

TEST_F(SecondFactorTest, StandsSealedInTheDatabase) {
  confirm();
  EXPECT_EQ(bytes_on_disk().find(secret_), std::string::npos);
  EXPECT_EQ(number("SELECT length(secret) FROM second_factor"),
            static_cast<std::int64_t>(kTotpSecretBytes + 40));
}

TEST_F(SecondFactorTest, OfAnOlderDatabaseIsSealedAndStillOpens) {
  confirm();
  database_->run("UPDATE second_factor SET secret = ?", store::Blob{secret_});
  clock_.advance(Milliseconds(60'000));
  const auto seal = [&] {
    return change<SealedNow>([&](store::Transaction& t) { return seal_second_factors(t, {box_, random_}); });
  };
  EXPECT_EQ(seal().sealed, 1);
  EXPECT_EQ(seal().sealed, 0);
  EXPECT_EQ(seal().closed, 0);
  EXPECT_TRUE(sign_in(code()).has_value());
}

TEST_F(SecondFactorTest, WithoutTheServersKeyACodeOnPaperStillWorks) {
  const auto codes = confirm();
  const SecretBox other(std::string(kSealKeyBytes, 'j'));
  database_->run("UPDATE second_factor SET secret = ?",
                 store::Blob{other.seal(secret_, "second factor", owner_.id, random_)});
  EXPECT_EQ(change<SealedNow>([&](store::Transaction& t) {
              return seal_second_factors(t, {box_, random_});
            }).closed,
            1);
  clock_.advance(Milliseconds(60'000));
  EXPECT_EQ(sign_in(code()).error().kind, Kind::kUnavailable);
  EXPECT_TRUE(sign_in(codes[0]).has_value());
}

TEST_F(SecondFactorTest, LeavesTheSecretOfACodeOnPaperOffTheDisk) {
  const auto codes = confirm();
  EXPECT_EQ(bytes_on_disk().find(codes[0]), std::string::npos);
}

}  // namespace
}  // namespace nigiwai::people
