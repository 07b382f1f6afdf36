#include "people/owner.h"

#include <future>

#include "people/people_test_support.h"

namespace nigiwai::people {
namespace {

using OwnerTest = ShopTest;

TEST_F(OwnerTest, SignsInAfterTheCommandLineMadeThem) {
  EXPECT_FALSE(has_owner(*database_));
  const OwnerAsked asked{.email = " Owner@Example.com", .password = kPassword, .name = "月白 店主"};
  ASSERT_TRUE(make_owner(*database_, clock_, random_, asked, kCheap).has_value());
  EXPECT_TRUE(has_owner(*database_));
  const auto session = finished(people_->sign_in({.email = "owner@example.com", .password = kPassword}));
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->staff.role, http::Role::kOwner);
  EXPECT_EQ(session->staff.name, "月白 店主");
  EXPECT_EQ(session->staff.handle, "owner");
}

TEST_F(OwnerTest, NewPasswordEndsTheSessionsOfTheOldOne) {
  make_owner_of("owner@example.com");
  const auto before = finished(people_->sign_in({.email = "owner@example.com", .password = kPassword}));
  ASSERT_TRUE(before.has_value());
  const OwnerAsked asked{.email = "owner@example.com", .password = "another sentence"};
  ASSERT_TRUE(make_owner(*database_, clock_, random_, asked, kCheap).has_value());
  clock_.advance(kCallerKept);
  EXPECT_FALSE(people_->staff(before->token).has_value());
  EXPECT_FALSE(finished(people_->sign_in({.email = "owner@example.com", .password = kPassword})).has_value());
  const auto after =
      finished(people_->sign_in({.email = "owner@example.com", .password = "another sentence"}));
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->staff.id, before->staff.id);
  EXPECT_EQ(number("SELECT count(*) FROM staff"), 1);
}

TEST_F(OwnerTest, IsRefusedWhileAnotherWritesForTooLongAndMadeAfterwards) {
  const OwnerAsked asked{.email = "owner@example.com", .password = kPassword};
  const auto other = open();
  other->script("BEGIN IMMEDIATE");
  database_->script("PRAGMA busy_timeout = 20");
  const auto made = make_owner(*database_, clock_, random_, asked, kCheap);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().kind, Kind::kUnavailable);
  EXPECT_FALSE(has_owner(*database_));
  other->script("ROLLBACK");
  EXPECT_TRUE(make_owner(*database_, clock_, random_, asked, kCheap).has_value());
}

TEST_F(OwnerTest, SecondOwnerHasAHandleOfTheirOwnAndNoneTellsTheMail) {
  make_owner_of("secret.name@example.com");
  make_owner_of("other.name@example.com");
  const auto all = profiles_after(*database_, "", 10);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].handle, "owner");
  EXPECT_EQ(all[1].handle, "owner-2");
}

TEST_F(OwnerTest, RefusesBadInputNamedAndChangesNothing) {
  const std::pair<OwnerAsked, std::string> wrong[] = {
      {{.email = "owner", .password = kPassword}, "/email"},
      {{.email = "owner@example.com", .password = "short"}, "/password"},
      {{.email = "owner@example.com", .password = std::string(201, 'x')}, "/password"},
      {{.email = "owner@example.com", .password = kPassword, .name = std::string(41, 'x')}, "/name"},
      {{.email = "owner@example.com", .password = kPassword, .name = "\xff"}, "/name"},
      {{.email = "owner@example.com", .password = kPassword, .name = " \u202e\n"}, "/name"}};
  for (const auto& [asked, field] : wrong) {
    const auto made = make_owner(*database_, clock_, random_, asked, kCheap);
    ASSERT_FALSE(made.has_value()) << field;
    EXPECT_EQ(made.error().field, field);
  }
  EXPECT_EQ(number("SELECT count(*) FROM staff"), 0);
}

TEST_F(OwnerTest, WorksBesideAWriterThatIsBusy) {
  std::atomic<int> written{0};
  for (int i = 0; i < 300; ++i) {
    writer_->run<void>(
        store::Lane::kRoom,
        [&](store::Transaction& transaction) -> Result<void> {
          add_viewer(transaction, random_, "客");
          return {};
        },
        [&](Result<void> done) { written += done.has_value(); });
    if (i % 100 == 50) make_owner_of("owner" + std::to_string(i) + "@example.com");
  }
  writer_->stop();
  EXPECT_EQ(written, 300);
  EXPECT_EQ(number("SELECT count(*) FROM viewer"), 300);
  EXPECT_EQ(number("SELECT count(*) FROM staff"), 3);
}

TEST_F(OwnerTest, SetupLinkMakesOneOwnerOnce) {
  const auto token = make_setup_token(*database_, clock_, random_);
  ASSERT_TRUE(token.has_value() && token->has_value());
  const OwnerAsked asked{.email = "owner@example.com", .password = kPassword, .name = "店主"};
  const auto session = finished(people_->set_up(**token, asked));
  ASSERT_TRUE(session.has_value()) << session.error().detail;
  EXPECT_TRUE(people_->staff(session->token).has_value());

  const auto again = finished(people_->set_up(**token, asked));
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().type, "setup-done");
  EXPECT_EQ(again.error().kind, Kind::kConflict);
  const auto later = make_setup_token(*database_, clock_, random_);
  ASSERT_TRUE(later.has_value());
  EXPECT_FALSE(later->has_value());
}

TEST_F(OwnerTest, ARunningServerSeesWhatTheCommandDidAndClosesSockets) {
  make_owner_of("owner@example.com");
  const auto session = finished(people_->sign_in({.email = "owner@example.com", .password = kPassword}));
  const auto caller = people_->staff(session->token);
  ASSERT_TRUE(caller.has_value());
  std::vector<People::Whom> ended;
  people_->tell_ended([&](People::Whom whom) { ended.push_back(std::move(whom)); });
  const auto look = [&] {
    std::promise<void> done;
    writer_->run<int>(
        store::Lane::kStaff,
        [&](store::Transaction& transaction) -> Result<int> {
          people_->look_at_others(transaction);
          return 0;
        },
        [&](Result<int>) { done.set_value(); });
    done.get_future().wait();
    finished(people_->add_viewer(std::nullopt));  // what is told after the commit has been told by then
  };
  look();
  look();
  EXPECT_TRUE(ended.empty()) << "what the server itself writes is no news";
  EXPECT_TRUE(people_->staff(session->token).has_value());

  make_owner_of("owner@example.com");
  EXPECT_TRUE(people_->staff(session->token).has_value()) << "kept from before";
  look();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_TRUE(ended[0](*caller));
  EXPECT_FALSE(ended[0]({.role = http::Role::kViewer, .id = "v1"}));
  EXPECT_FALSE(people_->staff(session->token).has_value());

  const auto fresh = finished(people_->sign_in({.email = "owner@example.com", .password = kPassword}));
  make_owner_of("other@example.com");
  look();
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_FALSE(ended[1](*people_->staff(fresh->token))) << "who is still signed in stays";
}

TEST_F(OwnerTest, OnlyTheLastLinkPrintedIsTaken) {
  const OwnerAsked asked{.email = "owner@example.com", .password = kPassword, .name = "店主"};
  EXPECT_FALSE(finished(people_->set_up("", asked)).has_value());
  const auto first = make_setup_token(*database_, clock_, random_);
  const auto second = make_setup_token(*database_, clock_, random_);
  for (const auto& wrong : {std::string(), std::string("x"), **first}) {
    const auto refused = finished(people_->set_up(wrong, asked));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, Kind::kForbidden);
  }
  EXPECT_TRUE(finished(people_->set_up(**second, asked)).has_value());
}

TEST_F(OwnerTest, SetupKeepsItsLinkWhenTheFormIsWrong) {
  const auto token = make_setup_token(*database_, clock_, random_);
  EXPECT_FALSE(
      finished(people_->set_up(**token, {.email = "x", .password = kPassword, .name = "店主"})).has_value());
  EXPECT_TRUE(finished(people_->set_up(**token, {.email = "x@y.jp", .password = kPassword, .name = "店主"}))
                  .has_value());
}

TEST_F(OwnerTest, NothingSecretStandsInTheData) {
  const auto setup = make_setup_token(*database_, clock_, random_);
  EXPECT_EQ(bytes_on_disk().find(**setup), std::string::npos);
  const auto session =
      finished(people_->set_up(**setup, {.email = "x@y.jp", .password = kPassword, .name = "店主"}));
  const auto viewer = finished(people_->add_viewer(std::nullopt));
  const auto bytes = bytes_on_disk();
  EXPECT_NE(bytes.find("x@y.jp"), std::string::npos) << "the search would not see anything";
  for (const auto& secret : {**setup, session->token, viewer->token, std::string(kPassword)}) {
    EXPECT_EQ(bytes.find(secret), std::string::npos);
  }
}

}  // namespace
}  // namespace nigiwai::people
