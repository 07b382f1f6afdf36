// Questions, polls and notes through the writer.
#include <boost/json/serialize.hpp>
#include <random>

#include "talk/lines.h"
#include "talk/test_support.h"
#include "timeline/erasing.h"

namespace nigiwai::talk {
namespace {

using timeline::View;

const Caller kPresenter{.role = Role::kPresenter, .id = "s2", .name = "美緒", .handle = "mio"};

class AskingTest : public TalkTest {
 protected:
  Answer ask(const Caller& by, const std::string& text, std::optional<std::string> product = {}) {
    clock_.advance(kQuestions.each);
    json::object data{{"text", text}};
    if (product) data["product"] = *product;
    return send(command(by, "question.ask", std::move(data)));
  }
  json::array list(const Caller& caller) {
    return questions_of_show(*reader_, "show", {.caller = caller, .secret = "s", .now = clock_.wall()}, 0,
                             200)
        .items;
  }
  std::int64_t prepare(std::vector<std::string> options) {
    std::int64_t id = 0;
    write([&](store::Transaction& t) {
      id = prepare_poll(t, {journal_, "show", kDirector},
                        {.question = "どれ？", .options = std::move(options)})
               ->id;
    });
    return id;
  }
  Tally tally(std::int64_t poll) {
    for (const auto& each : polls(*reader_, "show")) {
      if (each.id == poll) return each.tally;
    }
    return {};
  }
  std::int64_t number(const std::string& sql) {
    auto rows = reader_->query(sql);
    return rows.next() ? rows.integer(0) : -1;
  }
  static std::string type(const Answer& answer) { return answer ? "" : answer.error().type; }
};

TEST_F(AskingTest, QuestionIsSecondedClaimedAndAnsweredWhereItWasSpoken) {
  const auto seq = ask(kYuzu, "何色ありますか", "lipstick");
  ASSERT_TRUE(seq.has_value()) << seq.error().detail;
  EXPECT_EQ(read({}).back().kind, "question.asked");
  EXPECT_EQ(type(send(command(kYuzu, "question.second", {{"seq", *seq}}))), "own");
  EXPECT_TRUE(send(command(kKinako, "question.second", {{"seq", *seq}})).has_value());
  EXPECT_EQ(type(send(command(kKinako, "question.second", {{"seq", *seq}}))), "seconded");
  EXPECT_EQ(talk_sums(*reader_, "show"), (json::object{{"question/" + std::to_string(*seq), 1}}));
  EXPECT_TRUE(send(command(kPresenter, "question.claim", {{"seq", *seq}})).has_value());
  EXPECT_EQ(type(send(command(kDirector, "question.claim", {{"seq", *seq}}))), "claimed");
  EXPECT_EQ(list(kYuzu).at(0).at("state"), "claimed");
  EXPECT_TRUE(send(command(kDirector, "question.release", {{"seq", *seq}})).has_value());
  EXPECT_TRUE(send(command(kDirector, "question.claim", {{"seq", *seq}})).has_value());
  clock_.advance(kClaimLasts);
  EXPECT_EQ(list(kKinako).at(0).at("state"), "open");
  ASSERT_TRUE(
      send(command(kPresenter, "question.answer", {{"seq", *seq}, {"from", 61'000}, {"until", 64'000}}))
          .has_value());
  ASSERT_TRUE(send(command(kDirector, "question.answer", {{"seq", *seq}, {"text", "5 色です"}})).has_value());
  const auto shown = list(kKinako).at(0).as_object();
  EXPECT_EQ(shown.at("state"), "answered");
  EXPECT_EQ(shown.at("seconds"), 1);
  EXPECT_EQ(shown.at("seconded"), true);
  EXPECT_EQ(shown.at("own"), false);
  EXPECT_EQ(shown.at("product"), "lipstick");
  EXPECT_EQ(shown.at("answer").at("from"), 61'000);
  EXPECT_EQ(shown.at("answer").at("until"), 64'000);
  EXPECT_EQ(shown.at("answer").at("text"), "5 色です");
  EXPECT_EQ(list(kYuzu).at(0).at("own"), true);
}

TEST_F(AskingTest, HiddenQuestionTakesItsAnswerWithIt) {
  const auto seq = ask(kYuzu, "住所は？");
  ASSERT_TRUE(send(command(kDirector, "question.answer", {{"seq", *seq}, {"text", "東京です"}})).has_value());
  ASSERT_TRUE(send(command(kDirector, "question.hide", {{"seq", *seq}})).has_value());
  EXPECT_TRUE(list(kKinako).empty());
  EXPECT_EQ(list(kYuzu).at(0).at("hidden"), true);
  EXPECT_EQ(list(kDirector).at(0).at("hidden"), true);
  for (const auto& event : read({})) EXPECT_EQ(event.text, "") << event.kind;
  EXPECT_EQ(type(send(command(kDirector, "question.hide", {{"seq", *seq}}))), "conflict");
  ASSERT_TRUE(send(command(kDirector, "question.show", {{"seq", *seq}})).has_value());
  EXPECT_EQ(list(kKinako).at(0).at("answer").at("text"), "東京です");
}

TEST_F(AskingTest, HeldQuestionIsLetInAsItsWritersOrNot) {
  const auto held = ask(kYuzu, "これって詐欺ですか");
  ASSERT_TRUE(held.has_value());
  EXPECT_TRUE(list(kKinako).empty());
  EXPECT_EQ(list(kYuzu).at(0).at("state"), "held");
  EXPECT_EQ(list(kDirector).at(0).at("word"), "詐欺");
  EXPECT_EQ(type(send(command(kDirector, "question.claim", {{"seq", *held}}))), "held");
  ASSERT_TRUE(send(command(kDirector, "question.show", {{"seq", *held}})).has_value());
  const auto shown = list(kKinako).at(0).as_object();
  EXPECT_EQ(shown.at("state"), "open");
  EXPECT_EQ(shown.at("by").at("name"), "ゆず茶");
  EXPECT_EQ(list(kYuzu).size(), 1u);
  const auto again = ask(kYuzu, "やっぱり詐欺？");
  ASSERT_TRUE(send(command(kDirector, "question.hide", {{"seq", *again}})).has_value());
  EXPECT_EQ(list(kKinako).size(), 1u);
  EXPECT_EQ(type(ask(kYuzu, "死ね")), "word-refused");
}

TEST_F(AskingTest, ErasedPersonLeavesTheirCountsAndNoWords) {
  const auto seq = ask(kYuzu, "ゆずの質問");
  ASSERT_TRUE(send(command(kKinako, "question.second", {{"seq", *seq}})).has_value());
  const people::Person yuzu{.viewers = {kYuzu.id}};
  EXPECT_EQ(asked_holding().all(*reader_, yuzu).at(0).at("text"), "ゆずの質問");
  write([&](store::Transaction& t) {
    timeline::erase_texts(t, journal_, yuzu.viewers);
    asked_holding().erase(t, yuzu);
  });
  EXPECT_TRUE(list(kDirector).empty());
  EXPECT_TRUE(asked_holding().all(*reader_, yuzu).as_array().empty());
  EXPECT_EQ(read({}).back().kind, "chat.erased");
  EXPECT_EQ(number("SELECT seconds FROM question"), 1);
  EXPECT_EQ(type(send(command(kDirector, "question.show", {{"seq", *seq}}))), "not-found");
}

TEST_F(AskingTest, RoomIsFullOfQuestionsUntilOneIsAnswered) {
  const auto first = ask(kYuzu, "最初");
  write([&](store::Transaction& t) {
    for (std::int64_t i = 1; i < kMostWaitingQuestions; ++i) {
      t.db().run(
          "INSERT INTO question (show, seq, at, viewer, product, state, word) VALUES ('show', ?, 0, 'x', '', "
          "'open', '')",
          1000 + i);
    }
  });
  EXPECT_EQ(type(ask(kKinako, "まだありますか")), "questions-full");
  ASSERT_TRUE(send(command(kDirector, "question.answer", {{"seq", *first}})).has_value());
  EXPECT_TRUE(ask(kKinako, "まだありますか").has_value());
}

TEST_F(AskingTest, AskingTakesTheSameTurnAsTalking) {
  write([&](store::Transaction& t) { set_slow_seconds(t, "show", 600); });
  ASSERT_TRUE(ask(kYuzu, "一つ").has_value());
  EXPECT_EQ(type(say(kYuzu, "二つ")), "slow-mode");
  EXPECT_EQ(type(ask(kYuzu, "三つ")), "slow-mode");
  EXPECT_EQ(ask(kKinako, "棚にない", "sofa").error().field, "/data/product");
  EXPECT_TRUE(ask(kKinako, "棚にある", "lipstick").has_value());
}

TEST_F(AskingTest, CountsAreTheVotesAfterAnySequence) {
  std::mt19937 random(20261128);
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  for (int round = 0; round < 12; ++round) {
    const auto options = 2 + pick(5);
    std::vector<std::string> texts;
    for (int i = 0; i < options; ++i) texts.push_back("option " + std::to_string(i));
    const auto poll = prepare(texts);
    EXPECT_EQ(type(send(command(kYuzu, "poll.vote", {{"poll", poll}, {"option", 0}}))), "not-found");
    ASSERT_TRUE(send(command(kDirector, "poll.open", {{"poll", poll}})).has_value());
    std::map<std::string, std::int64_t> stands;
    for (int burst = 0; burst < 6; ++burst) {
      clock_.advance(kVotes.each * kVotes.burst);
      std::vector<Command> votes;
      std::map<std::string, int> sent;
      for (int i = 0; i < 25; ++i) {
        const auto person = "p" + std::to_string(pick(15));
        if (++sent[person] > kVotes.burst) continue;
        const Caller by{.role = Role::kViewer, .id = person};
        votes.push_back(command(by, "poll.vote", {{"poll", poll}, {"option", pick(options + 1)}}));
      }
      const auto all = votes;
      const auto answers = send_all(std::move(votes));
      for (std::size_t i = 0; i < all.size(); ++i) {
        const auto option = all[i].data.at("option").as_int64();
        const auto before = stands.find(all[i].by.id);
        if (option >= options) {
          EXPECT_EQ(answers[i].error().field, "/data/option");
        } else if (before != stands.end() && before->second == option) {
          EXPECT_EQ(type(answers[i]), "voted");
        } else {
          EXPECT_TRUE(answers[i].has_value()) << answers[i].error().detail;
          stands[all[i].by.id] = option;
        }
      }
    }
    Tally counted(static_cast<std::size_t>(options));
    for (const auto& [person, option] : stands) ++counted[static_cast<std::size_t>(option)];
    EXPECT_EQ(tally(poll), counted);
    EXPECT_EQ(talk_sums(*reader_, "show").at("poll/" + std::to_string(poll)), to_json(counted));
    ASSERT_TRUE(send(command(kDirector, "poll.close", {{"poll", poll}})).has_value());
    // The journal is longer than one page by now.
    const auto closed =
        timeline::events_from(*reader_, "show", timeline::times_of(*reader_, "show")->last_seq, 1, {}).events;
    EXPECT_EQ(closed.at(0).data.at("counts"), to_json(counted));
    clock_.advance(kVotes.each);
    EXPECT_EQ(type(send(command({.role = Role::kViewer, .id = "late"}, "poll.vote",
                                {{"poll", poll}, {"option", 0}}))),
              "poll-closed");
    const auto id = std::to_string(poll);
    EXPECT_EQ(number("SELECT count(*) FROM poll_vote WHERE poll = " + id),
              static_cast<std::int64_t>(stands.size()));
  }
}

TEST_F(AskingTest, OnePollIsOpenAtATimeAndTheEndClosesIt) {
  const auto first = prepare({"a", "b"}), second = prepare({"c", "d"});
  ASSERT_TRUE(send(command(kDirector, "poll.open", {{"poll", first}})).has_value());
  EXPECT_EQ(type(send(command(kDirector, "poll.open", {{"poll", second}}))), "poll-open");
  EXPECT_EQ(type(send(command(kDirector, "poll.close", {{"poll", second}}))), "poll-closed");
  EXPECT_EQ(type(send(command(kDirector, "poll.open", {{"poll", 999}}))), "not-found");
  EXPECT_EQ(type(send(command(kYuzu, "poll.close", {{"poll", first}}))), "forbidden");
  ASSERT_TRUE(send(command(kYuzu, "poll.vote", {{"poll", first}, {"option", 1}})).has_value());
  const auto at = timeline::times_of(*reader_, "show")->last_at;
  EXPECT_EQ(poll_at(*reader_, "show", at)->tally, (Tally{0, 1}));
  clock_.advance(Milliseconds(5000));
  write([&](store::Transaction& t) { close_open_poll(t, journal_, "show", kDirector); });
  EXPECT_EQ(read({}).back().kind, "poll.closed");
  EXPECT_FALSE(poll_at(*reader_, "show", at + Milliseconds(5000)).has_value());
  EXPECT_EQ(poll_at(*reader_, "show", at + Milliseconds(4000))->tally, (Tally{0, 1}));
  EXPECT_EQ(type(send(command(kDirector, "poll.open", {{"poll", first}}))), "poll-opened");
}

TEST_F(AskingTest, VotesAreForTheServerAndTheirSumForAll) {
  const auto poll = prepare({"a", "b"});
  ASSERT_TRUE(send(command(kDirector, "poll.open", {{"poll", poll}})).has_value());
  const auto seq = send(command(kYuzu, "poll.vote", {{"poll", poll}, {"option", 0}}));
  ASSERT_TRUE(seq.has_value());
  for (const auto& event : read({.staff = true})) EXPECT_NE(event.kind, "poll.voted");
  EXPECT_EQ(number("SELECT count(*) FROM event WHERE kind = 'poll.voted' AND audience = 3"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM event_text JOIN event USING (position) WHERE kind = 'poll.voted'"),
            0);
}

TEST_F(AskingTest, NoteIsForTheStaffAndSeenOnceByEach) {
  const auto seq = send(command(kDirector, "presenter.note", {{"text", "あと 3 分"}}));
  ASSERT_TRUE(seq.has_value()) << seq.error().detail;
  EXPECT_NE(read({.staff = false, .person = kYuzu.id}).back().kind, "presenter.noted");
  EXPECT_EQ(type(send(command(kPresenter, "presenter.note", {{"text", "x"}}))), "forbidden");
  EXPECT_EQ(type(send(command(kDirector, "presenter.acknowledge", {{"seq", *seq}}))), "forbidden");
  EXPECT_EQ(type(send(command(kPresenter, "presenter.acknowledge", {{"seq", *seq + 1}}))), "not-found");
  ASSERT_TRUE(send(command(kPresenter, "presenter.acknowledge", {{"seq", *seq}})).has_value());
  EXPECT_EQ(type(send(command(kPresenter, "presenter.acknowledge", {{"seq", *seq}}))), "conflict");
  const auto notes = notes_json(*reader_, "show");
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes.at(0).at("text"), "あと 3 分");
  EXPECT_EQ(notes.at(0).at("seen").at(0).at("name"), "美緒");
}

}  // namespace
}  // namespace nigiwai::talk
