#include "talk/commands.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "talk/test_support.h"

namespace nigiwai::talk {
namespace {

using Texts = std::vector<std::string>;

TEST_F(TalkTest, LineStandsWithItsNameAtItsMoment) {
  auto line = command(kYuzu, "chat.post", {{"text", "  柿渋きれい\n"}});
  line.at = Milliseconds(41'000);
  const auto seq = send(line);
  ASSERT_TRUE(seq.has_value()) << seq.error().detail;
  const auto event = read({}).back();
  EXPECT_EQ(event.seq, *seq);
  EXPECT_EQ(event.kind, "chat.posted");
  EXPECT_EQ(event.text, "柿渋きれい");
  EXPECT_EQ(event.by_name, "ゆず茶");
  EXPECT_EQ(event.at, Milliseconds(41'000));
  EXPECT_TRUE(event.data.empty());
  EXPECT_EQ(timeline::times_of(*reader_, "show")->chats, 1);
}

TEST_F(TalkTest, EveryoneButNobodyMayPost) {
  EXPECT_TRUE(say(kYuzu, "a").has_value());
  for (const auto role : {Role::kOwner, Role::kPlanner, Role::kDirector, Role::kPresenter, Role::kAnalyst}) {
    EXPECT_TRUE(
        say({.role = role, .id = "s" + std::to_string(static_cast<int>(role)), .name = "s", .handle = "s"},
            "b")
            .has_value());
  }
  EXPECT_EQ(say({}, "c").error().kind, Kind::kUnauthorized);
  EXPECT_EQ(lines({}).size(), 6u);
}

TEST_F(TalkTest, HostileTextIsCleanedOrRefusedByField) {
  ASSERT_TRUE(say(kYuzu,
                  "a\u202e\u200b\x07"
                  "b\nc")
                  .has_value());
  std::string marks = "あ";
  for (int i = 0; i < 10'000; ++i) marks += "\u0301";
  ASSERT_TRUE(say(kYuzu, "い\u0301\u0301\u0301\u0301\u0301\u0301\u0301").has_value());
  const auto kept = lines({});
  EXPECT_EQ(kept[0], "ab c");
  EXPECT_EQ(kept[1], "い\u0301\u0301\u0301\u0301");
  std::string longest;
  for (std::size_t i = 0; i < kMostChatCharacters; ++i) longest += "賑";
  EXPECT_TRUE(say(kKinako, longest).has_value());
  const json::object wrong[] = {{{"text", ""}},
                                {{"text", " \u3000\u200b\n"}},
                                {{"text", longest + "賑"}},
                                {{"text", marks}},
                                {{"text", "\xff\xfe"}},
                                {{"text", 7}},
                                {{"text", nullptr}},
                                {{"text", json::array{}}},
                                {},
                                {{"text", std::string(1'000'000, 'x')}}};
  for (const auto& data : wrong) {
    const auto refused = send(command(kKinako, "chat.post", data));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, Kind::kInvalid);
    EXPECT_EQ(refused.error().field, "/data/text");
  }
  EXPECT_EQ(send(command(kKinako, "chat.post", {{"text", "x"}, {"name", "店主"}})).error().field,
            "/data/name");
  EXPECT_EQ(lines({}).size(), 3u);
}

TEST_F(TalkTest, ViewerIsSlowedAndStaffHardly) {
  for (int i = 0; i < kChatLines.burst; ++i) EXPECT_TRUE(say(kYuzu, "a").has_value());
  const auto refused = say(kYuzu, "a");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, Kind::kTooMany);
  EXPECT_EQ(refused.error().retry_after, kChatLines.each);
  EXPECT_TRUE(say(kKinako, "b").has_value());
  for (int i = 0; i < 4 * kChatLines.burst; ++i) EXPECT_TRUE(say(kDirector, "c").has_value());
  clock_.advance(kChatLines.each);
  EXPECT_TRUE(say(kYuzu, "a").has_value());
  EXPECT_FALSE(say(kYuzu, "a").has_value());
}

TEST_F(TalkTest, LineSentTwiceWithItsKeyIsOneLine) {
  const auto line = command(kYuzu, "chat.post", {{"text", "一度"}});
  const auto first = send(line);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(send(line), *first);
  EXPECT_EQ(lines({}), (Texts{"一度"}));
}

TEST_F(TalkTest, WaitingRoomAndArchiveTalkToo) {
  write([&](store::Transaction& t) { journal_.open(t, "soon"); });
  auto early = command(kYuzu, "chat.post", {{"text", "まだかな"}});
  early.show = "soon";
  EXPECT_TRUE(send(early).has_value());
  write([&](store::Transaction& t) { journal_.finish(t, "show", kDirector); });
  clock_.advance(std::chrono::hours(24 * 30));
  auto late = command(kYuzu, "chat.post", {{"text", "あとから"}});
  late.at = Milliseconds(5'000);
  EXPECT_TRUE(send(late).has_value());
  EXPECT_EQ(read({}).back().at, Milliseconds(5'000));
  auto lost = command(kYuzu, "chat.post", {{"text", "?"}});
  lost.show = "no-such-show";
  EXPECT_EQ(send(lost).error().kind, Kind::kNotFound);
}

TEST_F(TalkTest, HiddenLineIsGoneForAllButItsSenderAndStaff) {
  const auto seq = *say(kYuzu, "消える一行");
  say(kKinako, "残る一行");
  clock_.advance(Milliseconds(1000));
  const auto hidden = send(command(kDirector, "chat.hide", {{"seq", seq}}));
  ASSERT_TRUE(hidden.has_value()) << hidden.error().detail;
  EXPECT_EQ(lines({}), (Texts{"残る一行"}));
  EXPECT_EQ(lines({.person = "v2"}), (Texts{"残る一行"}));
  EXPECT_EQ(lines({.person = "v1"}), (Texts{"消える一行", "残る一行"}));
  EXPECT_EQ(lines({.staff = true}), (Texts{"消える一行", "残る一行"}));
  const auto moments = timeline::events_between(*reader_, "show", Milliseconds(0), Milliseconds(100'000), {});
  EXPECT_EQ(json::serialize(timeline::to_json(moments.events.back(), {})).find("消える"), std::string::npos);
  const auto told = read({}).back();
  EXPECT_EQ(told.kind, "chat.hidden");
  EXPECT_EQ(told.data, (json::object{{"seq", seq}}));
  EXPECT_EQ(told.by_id, "oka");

  ASSERT_TRUE(send(command(kDirector, "chat.show", {{"seq", seq}})).has_value());
  EXPECT_EQ(lines({}), (Texts{"消える一行", "残る一行"}));
  EXPECT_EQ(read({}).back().kind, "chat.shown");
}

TEST_F(TalkTest, HidingTwiceAndShowingWhatIsShownAreConflicts) {
  const auto seq = *say(kYuzu, "一行");
  EXPECT_EQ(send(command(kDirector, "chat.show", {{"seq", seq}})).error().kind, Kind::kConflict);
  const auto both = send_all(
      {command(kDirector, "chat.hide", {{"seq", seq}}), command(kDirector, "chat.hide", {{"seq", seq}})});
  EXPECT_NE(both[0].has_value(), both[1].has_value());
  EXPECT_EQ((both[0] ? both[1] : both[0]).error().kind, Kind::kConflict);
  EXPECT_EQ(lines({}), Texts{});
}

TEST_F(TalkTest, OnlyALineOfThisShowIsHidden) {
  write([&](store::Transaction& t) {
    journal_.open(t, "other");
    for (int i = 0; i < 9; ++i) {
      journal_.append(t, "other", {.kind = "chat.posted", .text = "よそ"}, kYuzu, Milliseconds(0));
    }
  });
  const auto before = timeline::times_of(*reader_, "show")->last_seq;
  // Seq 1 is show.started; 7 stands in the other show alone.
  for (const std::int64_t seq : {std::int64_t{1}, std::int64_t{7}, std::int64_t{1} << 53}) {
    const auto refused = send(command(kDirector, "chat.hide", {{"seq", seq}}));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, Kind::kNotFound);
    EXPECT_EQ(refused.error().field, "/data/seq");
  }
  for (const json::value& seq :
       {json::value(0), json::value(-1), json::value("1"), json::value(1.0), json::value(1e300),
        json::value(nullptr), json::value(std::uint64_t{1} << 63)}) {
    EXPECT_EQ(send(command(kDirector, "chat.hide", {{"seq", seq}})).error().kind, Kind::kInvalid);
  }
  EXPECT_EQ(timeline::times_of(*reader_, "show")->last_seq, before);
  EXPECT_EQ(timeline::events_from(*reader_, "other", 1, 100, {}).events.size(), 9u);
}

TEST_F(TalkTest, OnlyThoseWhoLeadTheShowModerate) {
  const auto seq = *say(kYuzu, "一行");
  for (const auto role : {Role::kNobody, Role::kViewer, Role::kPlanner, Role::kAnalyst}) {
    const Caller by{.role = role, .id = "x", .name = "x", .handle = "x"};
    for (const char* name : {"chat.hide", "chat.show"}) {
      const auto refused = send(command(by, name, {{"seq", seq}}));
      ASSERT_FALSE(refused.has_value());
      EXPECT_EQ(refused.error().kind, role == Role::kNobody ? Kind::kUnauthorized : Kind::kForbidden);
    }
  }
  bool hidden = false;
  for (const auto role : {Role::kOwner, Role::kDirector, Role::kPresenter}) {
    const Caller by{.role = role, .id = "y", .name = "y", .handle = "y"};
    EXPECT_TRUE(send(command(by, hidden ? "chat.show" : "chat.hide", {{"seq", seq}})).has_value());
    hidden = !hidden;
  }
}

TEST_F(TalkTest, HeartsAreSummedAndNotReadOneByOne) {
  auto hearts = command(kYuzu, "heart", {{"count", 3}});
  hearts.at = Milliseconds(1'500);
  EXPECT_TRUE(send(hearts).has_value());
  EXPECT_TRUE(send(hearts).has_value()) << "the same key again is answered";
  hearts = command(kKinako, "heart", {{"count", 50}});
  hearts.at = Milliseconds(1'900);
  EXPECT_TRUE(send(hearts).has_value());
  EXPECT_EQ(timeline::times_of(*reader_, "show")->hearts, 53);
  EXPECT_EQ(json::serialize(
                timeline::moment_counts(*reader_, "show", "heart", Milliseconds(0), Milliseconds(60'000))),
            "[[1000,53]]");
  for (const auto& view : {timeline::View{}, timeline::View{.staff = true}}) {
    EXPECT_EQ(read(view).back().kind, "show.started");
  }
}

TEST_F(TalkTest, HeartsHaveABoundInEachMessageAndInTime) {
  for (const json::value& count :
       {json::value(0), json::value(-5), json::value(51), json::value(1.5), json::value("3"),
        json::value(nullptr), json::value(std::uint64_t{1} << 63)}) {
    const auto refused = send(command(kYuzu, "heart", {{"count", count}}));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().field, "/data/count");
  }
  for (int i = 0; i < kHearts.burst; ++i)
    EXPECT_TRUE(send(command(kYuzu, "heart", {{"count", 1}})).has_value());
  EXPECT_EQ(send(command(kYuzu, "heart", {{"count", 1}})).error().kind, Kind::kTooMany);
  EXPECT_EQ(timeline::times_of(*reader_, "show")->hearts, kHearts.burst);
  EXPECT_EQ(send(command(kDirector, "heart", {{"count", 1}})).error().kind, Kind::kForbidden);
}

TEST_F(TalkTest, RefusalsSpoilNoneOfThoseDecidedWithThem) {
  const auto seq = *say(kYuzu, "一行");
  std::vector<Command> all;
  for (int i = 0; i < 40; ++i) {
    all.push_back(command({.role = Role::kViewer, .id = "c" + std::to_string(i), .name = "客", .handle = ""},
                          i % 2 == 0 ? "chat.post" : "heart",
                          i % 2 == 0 ? json::object{{"text", "b"}} : json::object{{"count", 2}}));
    if (i % 4 == 0) all.push_back(command(kDirector, "chat.hide", {{"seq", seq + 1000}}));
  }
  int accepted = 0;
  for (const auto& answer : send_all(std::move(all))) accepted += answer.has_value();
  EXPECT_EQ(accepted, 40);
  EXPECT_EQ(lines({}).size(), 21u);
  EXPECT_EQ(timeline::times_of(*reader_, "show")->hearts, 40);
  EXPECT_EQ(timeline::times_of(*reader_, "show")->last_seq, seq + 40);
}

}  // namespace
}  // namespace nigiwai::talk
