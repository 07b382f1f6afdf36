#include "people/members.h"

#include <gmock/gmock.h>

#include "people/people_test_support.h"
#include "people/sign_in.h"

namespace nigiwai::people {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class MembersTest : public ShopTest {
 protected:
  http::Caller viewer(const std::string& name) {
    const auto made = *finished(people_->add_viewer(name));
    return {.role = http::Role::kViewer, .id = made.id, .name = made.name};
  }
  struct Asked {
    std::string token;
    std::string code;
  };
  // What the mail brings.
  Asked ask(const std::string& email) {
    change<int>([&](store::Transaction& transaction) {
      ask_sign_in(transaction, clock_, random_,
                  {.email = email, .language = "ja", .origin = "https://shop.example", .shop = "月白"});
      return 0;
    });
    auto rows = database_->query("SELECT text FROM mail WHERE recipient = ? ORDER BY id DESC LIMIT 1", email);
    rows.next();
    const auto text = rows.text(0);
    const auto token = text.find("token=") + 6;
    const auto code = text.find("\n    ") + 5;
    return {text.substr(token, text.find('\n', token) - token), text.substr(code, 6)};
  }
  Verified verify(const VerifySignIn& asked, const http::Caller& by) {
    return change<Verified>([&](store::Transaction& transaction) {
      return verify_sign_in(transaction, journal_, random_, asked, by);
    });
  }
  std::string refusal(const Verified& verified) { return verified.refused ? verified.refused->type : "none"; }
};

TEST_F(MembersTest, ALinkMakesAViewerAMemberOnce) {
  const auto hana = viewer("花");
  const auto asked = ask("hana@example.jp");
  const auto verified = verify({.token = asked.token}, hana);
  ASSERT_EQ(refusal(verified), "none");
  EXPECT_TRUE(verified.signed_in.joined);
  EXPECT_TRUE(verified.signed_in.token.empty());
  EXPECT_EQ(verified.signed_in.member.name, "花");
  EXPECT_EQ(person_of(*database_, hana.id), verified.signed_in.member.id);
  EXPECT_EQ(number("SELECT count(*) FROM event WHERE kind = 'member.joined' AND audience = 3"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM event_text"), 0) << "no name beside the event";
  EXPECT_EQ(refusal(verify({.token = asked.token}, hana)), "sign-in-used");
  EXPECT_EQ(refusal(verify({.email = "hana@example.jp", .code = asked.code}, hana)), "sign-in-used");
}

TEST_F(MembersTest, SeveralDevicesAreOnePersonUnderOneName) {
  const auto phone = viewer("花"), desk = viewer("客");
  const auto first = verify({.token = ask("hana@example.jp").token}, phone);
  clock_.advance(Milliseconds(1000));
  const auto second = verify({.token = ask("hana@example.jp").token}, desk);
  ASSERT_EQ(refusal(second), "none");
  EXPECT_EQ(first.signed_in.member.id, second.signed_in.member.id);
  EXPECT_EQ(second.signed_in.member.name, "花");
  EXPECT_THAT(viewers_of(*database_, phone.id), ElementsAre(phone.id, desk.id));
  EXPECT_THAT(viewers_of(*database_, first.signed_in.member.id), ElementsAre(phone.id, desk.id));
  ASSERT_TRUE(finished(people_->rename_viewer(desk.id, "はな")).has_value());
  EXPECT_EQ(number("SELECT count(*) FROM viewer WHERE name = 'はな'"), 2);
  EXPECT_EQ(number("SELECT count(*) FROM member WHERE name = 'はな'"), 1);
}

TEST_F(MembersTest, AnotherMembersDeviceGoesOnAsANewViewer) {
  const auto shared = viewer("花");
  const auto hana = verify({.token = ask("hana@example.jp").token}, shared);
  const auto jun = verify({.token = ask("jun@example.jp").token}, shared);
  ASSERT_EQ(refusal(jun), "none");
  EXPECT_FALSE(jun.signed_in.token.empty());
  EXPECT_NE(jun.signed_in.viewer, shared.id);
  EXPECT_EQ(person_of(*database_, shared.id), hana.signed_in.member.id);
  EXPECT_EQ(person_of(*database_, jun.signed_in.viewer), jun.signed_in.member.id);
}

TEST_F(MembersTest, ALinkOpenedWithoutAViewerMakesOne) {
  const auto verified = verify({.token = ask("hana@example.jp").token}, {});
  ASSERT_EQ(refusal(verified), "none");
  EXPECT_FALSE(verified.signed_in.token.empty());
  EXPECT_TRUE(people_->viewer(verified.signed_in.token).has_value());
}

TEST_F(MembersTest, ACodeAllowsFiveWrongTriesAndItsLinkGoesOnWorking) {
  const auto hana = viewer("花");
  const auto asked = ask("hana@example.jp");
  const auto wrong = asked.code == "000000" ? "000001" : "000000";
  for (int i = 0; i < kMostCodeTries; ++i) {
    const auto verified = verify({.email = "hana@example.jp", .code = wrong}, hana);
    EXPECT_EQ(refusal(verified), "invalid");
    EXPECT_EQ(verified.refused->field, "/code");
  }
  EXPECT_EQ(refusal(verify({.email = "hana@example.jp", .code = asked.code}, hana)), "sign-in-tries");
  EXPECT_EQ(refusal(verify({.token = asked.token}, hana)), "none");
}

TEST_F(MembersTest, LinksAndCodesEnd) {
  const auto hana = viewer("花");
  const auto asked = ask("hana@example.jp");
  clock_.advance(kSignInLife);
  EXPECT_EQ(refusal(verify({.token = asked.token}, hana)), "sign-in-expired");
  EXPECT_EQ(refusal(verify({.email = "hana@example.jp", .code = asked.code}, hana)), "sign-in-expired");
  clock_.advance(kSignInRemembered + Milliseconds(1));
  change<int>([](store::Transaction& transaction) {
    forget_old_sign_ins(transaction);
    return 0;
  });
  EXPECT_EQ(number("SELECT count(*) FROM sign_in"), 0);
  EXPECT_EQ(refusal(verify({.token = asked.token}, hana)), "invalid");
}

TEST_F(MembersTest, ACodeIsOfItsAddressAlone) {
  const auto asked = ask("hana@example.jp");
  ask("jun@example.jp");
  EXPECT_NE(refusal(verify({.email = "jun@example.jp", .code = asked.code}, viewer("純"))), "none");
}

TEST_F(MembersTest, FollowersArePeopleNotDevices) {
  make_owner_of("owner@example.com");
  const auto phone = viewer("花"), desk = viewer("花");
  const auto handle = [&](const http::Caller& by) {
    return change<bool>(
        [&](store::Transaction& transaction) { return *follow(transaction, by.id, "owner"); });
  };
  EXPECT_TRUE(handle(phone));
  EXPECT_TRUE(handle(desk));
  EXPECT_EQ(followers_of(*database_, "owner"), 2);
  verify({.token = ask("hana@example.jp").token}, phone);
  verify({.token = ask("hana@example.jp").token}, desk);
  EXPECT_EQ(followers_of(*database_, "owner"), 1);
  EXPECT_THAT(followed_by(*database_, person_with(*database_, desk.id)), ElementsAre("owner"));
  change<int>([&](store::Transaction& transaction) {
    EXPECT_TRUE(unfollow(transaction, desk.id, "owner"));
    EXPECT_EQ(follow(transaction, desk.id, "nobody").error().kind, Kind::kNotFound);
    return 0;
  });
  EXPECT_EQ(followers_of(*database_, "owner"), 0);
}

TEST_F(MembersTest, TurningNewsOnIsAConsentWithItsVersion) {
  const auto member =
      verify({.token = ask("hana@example.jp").token, .terms_version = "3"}, viewer("花")).signed_in.member;
  EXPECT_FALSE(member.news);
  change<int>([&](store::Transaction& transaction) {
    prefer(transaction, member.id, {.news = true});
    prefer(transaction, member.id, {.news = true, .reminders = false});
    return 0;
  });
  const auto consents = consents_of(*database_, member.id);
  ASSERT_EQ(consents.size(), 2u);
  EXPECT_EQ(consents[0].at("what").as_string(), "news");
  EXPECT_EQ(consents[0].at("version").as_string(), kNewsConsentVersion);
  EXPECT_EQ(consents[1].at("version").as_string(), "3");
  EXPECT_FALSE(member_with(*database_, member.id)->wants(MailKind::kReminders));
}

TEST(SignInCode, IsSixDigits) {
  SeededRandom random(3);
  for (int i = 0; i < 1000; ++i) {
    const auto code = sign_in_code(random);
    ASSERT_EQ(code.size(), 6u);
    ASSERT_EQ(code.find_first_not_of("0123456789"), std::string::npos);
  }
}

}  // namespace
}  // namespace nigiwai::people
