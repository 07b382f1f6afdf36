#include "talk/poll.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <numeric>

#include "base/fields.h"

namespace nigiwai::talk {
namespace {

TEST(ReadPoll, TakesTwoToSixDifferentOptions) {
  const auto poll = read_poll({{"question", " 次はどれ？ "}, {"options", {"ローズ", "テラコッタ"}}});
  ASSERT_TRUE(poll.has_value()) << poll.error().detail;
  EXPECT_EQ(poll->question, "次はどれ？");
  EXPECT_EQ(poll->options, (std::vector<std::string>{"ローズ", "テラコッタ"}));
}

TEST(ReadPoll, RefusalNamesWhatIsWrong) {
  const json::array two{"a", "b"};
  const std::pair<json::object, std::string> wrong[] = {
      {{{"options", two}}, "/question"},
      {{{"question", ""}, {"options", two}}, "/question"},
      {{{"question", std::string(kMostPollCharacters + 1, 'x')}, {"options", two}}, "/question"},
      {{{"question", "?"}}, "/options"},
      {{{"question", "?"}, {"options", json::array{"a"}}}, "/options"},
      {{{"question", "?"}, {"options", json::array{"1", "2", "3", "4", "5", "6", "7"}}}, "/options"},
      {{{"question", "?"}, {"options", json::array{"a", 2}}}, "/options/1"},
      {{{"question", "?"}, {"options", json::array{"a", " "}}}, "/options/1"},
      {{{"question", "?"}, {"options", json::array{"a", " a "}}}, "/options/1"},
      {{{"question", "?"}, {"options", json::array{"a", std::string(kMostOptionCharacters + 1, 'x')}}},
       "/options/1"},
      {{{"question", "?"}, {"options", two}, {"seconds", 30}}, "/seconds"}};
  for (const auto& [body, field] : wrong) {
    const auto refused = read_poll(body);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().field, field);
  }
}

RC_GTEST_PROP(CountVote, TallyIsWhereEverybodyStandsLast, ()) {
  Tally tally(*rc::gen::inRange<std::size_t>(kFewestOptions, kMostOptions + 1));
  std::map<int, std::size_t> stands;
  const auto votes = *rc::gen::inRange(0, 200);
  for (int i = 0; i < votes; ++i) {
    const auto person = *rc::gen::inRange(0, 20);
    const auto to = *rc::gen::inRange<std::size_t>(0, tally.size());
    const auto before = stands.contains(person) ? std::optional(stands[person]) : std::nullopt;
    count_vote(tally, before, to);
    stands[person] = to;
  }
  Tally counted(tally.size());
  for (const auto& [person, place] : stands) ++counted[place];
  RC_ASSERT(tally == counted);
  RC_ASSERT(std::accumulate(tally.begin(), tally.end(), std::int64_t{0}) ==
            static_cast<std::int64_t>(stands.size()));
}

}  // namespace
}  // namespace nigiwai::talk
