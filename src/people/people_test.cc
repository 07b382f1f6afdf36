#include "people/people.h"

#include <future>

#include "base/test_loop.h"
#include "people/people_test_support.h"
#include "people/tokens.h"

namespace nigiwai::people {
namespace {

class PeopleTest : public ShopTest {
 protected:
  NewSession signed_in() {
    make_owner_of("owner@example.com");
    return *finished(people_->sign_in({.email = "owner@example.com", .password = kPassword}));
  }
  // Waits for what was handed to the writer without an answer.
  void settle() { (void)finished(people_->add_viewer(std::nullopt)); }
};

TEST_F(PeopleTest, ViewerIsKnownByTheirToken) {
  const auto viewer = finished(people_->add_viewer("ゆず茶"));
  ASSERT_TRUE(viewer.has_value());
  const auto caller = people_->viewer(viewer->token);
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->role, http::Role::kViewer);
  EXPECT_EQ(caller->id, viewer->id);
  EXPECT_EQ(caller->name, "ゆず茶");
}

TEST_F(PeopleTest, ViewerWithoutANameIsGivenOne) {
  const auto viewer = finished(people_->add_viewer(std::nullopt));
  ASSERT_TRUE(viewer->name.starts_with("視聴者 ")) << viewer->name;
  EXPECT_EQ(character_count(viewer->name), 8u);
}

TEST_F(PeopleTest, UnknownTokensAreNobody) {
  const auto viewer = *finished(people_->add_viewer(std::nullopt));
  const auto session = signed_in();
  SeededRandom other(99);
  const std::string wrong[] = {"",
                               "x",
                               std::string(100'000, 'a'),
                               make_token(other, TokenKind::kViewer),
                               make_token(other, TokenKind::kStaff),
                               "' OR 1=1 --"};
  for (const auto& token : wrong) {
    EXPECT_EQ(people_->viewer(token).error().kind, Kind::kUnauthorized);
    EXPECT_EQ(people_->staff(token).error().kind, Kind::kUnauthorized);
  }
  EXPECT_EQ(people_->staff(viewer.token).error().kind, Kind::kUnauthorized);
  EXPECT_EQ(people_->viewer(session.token).error().kind, Kind::kUnauthorized);
}

TEST_F(PeopleTest, NewNameIsKnownAtOnce) {
  const auto viewer = *finished(people_->add_viewer("前"));
  EXPECT_EQ(people_->viewer(viewer.token)->name, "前");
  ASSERT_TRUE(finished(people_->rename_viewer(viewer.id, "後")).has_value());
  EXPECT_EQ(people_->viewer(viewer.token)->name, "後");
  EXPECT_EQ(finished(people_->rename_viewer("nobody", "後")).error().kind, Kind::kNotFound);
}

TEST_F(PeopleTest, ANameIsJudgedWhenItIsChosen) {
  people_->judge_names([](std::string_view name) -> Result<void> {
    if (name == "荒らし") return fail(Kind::kInvalid, "name-refused", "Choose another.", "/name");
    return {};
  });
  EXPECT_EQ(finished(people_->add_viewer("荒らし")).error().type, "name-refused");
  EXPECT_TRUE(finished(people_->add_viewer(std::nullopt)).has_value());
  const auto viewer = *finished(people_->add_viewer("ゆず茶"));
  EXPECT_EQ(finished(people_->rename_viewer(viewer.id, "荒らし")).error().type, "name-refused");
  EXPECT_EQ(people_->viewer(viewer.token)->name, "ゆず茶");
}

TEST_F(PeopleTest, WrongPasswordAndUnknownMailAreToldTheSame) {
  make_owner_of("owner@example.com");
  finished(people_->put_profile({.handle = "paper", .name = "紙", .title = ""}, {}));
  const auto wrong =
      finished(people_->sign_in({.email = "owner@example.com", .password = "not this sentence"}));
  const auto unknown = finished(people_->sign_in({.email = "nobody@example.com", .password = kPassword}));
  const auto empty = finished(people_->sign_in({.email = "", .password = ""}));
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().kind, Kind::kUnauthorized);
  for (const auto* other : {&unknown, &empty}) {
    ASSERT_FALSE(other->has_value());
    EXPECT_EQ(other->error().detail, wrong.error().detail);
    EXPECT_EQ(other->error().type, wrong.error().type);
    EXPECT_EQ(other->error().field, wrong.error().field);
  }
  EXPECT_EQ(number("SELECT count(*) FROM session"), 0);
}

TEST_F(PeopleTest, SignedOutIsOutAtOnce) {
  const auto session = signed_in();
  EXPECT_TRUE(people_->staff(session.token).has_value());
  ASSERT_TRUE(finished(people_->sign_out(session.token)).has_value());
  EXPECT_EQ(people_->staff(session.token).error().kind, Kind::kUnauthorized);
}

TEST_F(PeopleTest, SessionThatIsNotUsedEnds) {
  const auto session = signed_in();
  clock_.advance(kSessionLife - Milliseconds(1));
  EXPECT_TRUE(people_->staff(session.token).has_value());
  settle();
  clock_.advance(kSessionLife);
  EXPECT_EQ(people_->staff(session.token).error().kind, Kind::kUnauthorized);
}

TEST_F(PeopleTest, SessionThatIsUsedGoesOnAndIsWrittenOnceADay) {
  const auto session = signed_in();
  const auto end = [&] { return number("SELECT expires_at FROM session"); };
  const auto first = end();
  clock_.advance(kSessionMovedAfter);
  EXPECT_TRUE(people_->staff(session.token).has_value());
  settle();
  EXPECT_EQ(end(), first);
  clock_.advance(kCallerKept);
  EXPECT_TRUE(people_->staff(session.token).has_value());
  settle();
  EXPECT_EQ(end(), first + Milliseconds(kSessionMovedAfter + kCallerKept).count());
}

TEST_F(PeopleTest, OldestSessionEndsPastTheLimit) {
  const auto first = signed_in();
  for (int i = 0; i < kMostSessions; ++i) {
    clock_.advance(Milliseconds(1));
    ASSERT_TRUE(
        finished(people_->sign_in({.email = "owner@example.com", .password = kPassword})).has_value());
  }
  EXPECT_EQ(number("SELECT count(*) FROM session"), kMostSessions);
  EXPECT_FALSE(people_->staff(first.token).has_value());
}

TEST_F(PeopleTest, ChangedRoleHoldsAtOnceAndIsAnEventForStaff) {
  const auto session = signed_in();
  make_owner_of("second@example.com");
  EXPECT_EQ(people_->staff(session.token)->role, http::Role::kOwner);
  const auto put = finished(people_->put_profile(
      {.handle = "owner", .name = "前店主", .title = "", .role = http::Role::kAnalyst}, session.staff));
  EXPECT_EQ(put, Put::kChanged);
  EXPECT_EQ(people_->staff(session.token)->role, http::Role::kAnalyst);
  ASSERT_FALSE(heard_.events.empty());
  const auto& event = *heard_.events.back();
  EXPECT_EQ(event.kind, "staff.changed");
  EXPECT_EQ(event.show, "");
  EXPECT_EQ(event.audience, timeline::Audience::kStaff);
  EXPECT_EQ(event.data.at("handle"), "owner");
}

TEST_F(PeopleTest, RefusedProfileIsNoEvent) {
  const auto session = signed_in();
  const auto put = finished(people_->put_profile(
      {.handle = "owner", .name = "店主", .title = "", .role = http::Role::kAnalyst}, session.staff));
  EXPECT_FALSE(put.has_value());
  EXPECT_TRUE(heard_.events.empty());
}

TEST_F(PeopleTest, PasswordChangedWhileSigningInIsWrong) {
  make_owner_of("owner@example.com");
  const auto another = *hash_password("another sentence", kCheap);
  std::promise<void> begun, checked;
  writer_->run<void>(
      store::Lane::kStaff,
      [&](store::Transaction& t) -> Result<void> {
        begun.set_value();
        checked.get_future().wait();
        put_owner(t, random_, {.email = "owner@example.com", .password_hash = another, .name = ""});
        return {};
      },
      [](const Result<void>&) {});
  begun.get_future().wait();

  auto& loop = test_loop();
  std::optional<Result<NewSession>> answer;
  asio::co_spawn(loop, people_->sign_in({.email = "owner@example.com", .password = kPassword}),
                 [&](std::exception_ptr, Result<NewSession> session) { answer = std::move(session); });
  // The old password was found right; the session waits to be written behind the new password.
  const auto waiting = [&] {
    return writer_->core().figures().waiting[static_cast<std::size_t>(store::Lane::kStaff)];
  };
  while (waiting() == 0) loop.run_one_for(Milliseconds(10));
  checked.set_value();
  loop.run();
  ASSERT_TRUE(answer.has_value());
  ASSERT_FALSE(answer->has_value());
  EXPECT_EQ(answer->error().kind, Kind::kUnauthorized);
  EXPECT_EQ(number("SELECT count(*) FROM session"), 0);
}

}  // namespace
}  // namespace nigiwai::people
