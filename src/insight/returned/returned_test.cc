// Who came back because of whom, worked out on paper.
#include "insight/returned/returned.h"

#include <boost/json/array.hpp>
#include <map>
#include <numeric>
#include <set>

#include "base/time.h"
#include "insight/returned/viewer_numbers.h"
#include "insight/test_support.h"
#include "people/members.h"

namespace nigiwai::insight {
namespace {

// The paper. Everybody, v0…v99, watches the first show; ten of each of these come to the second, two days
// later, and the first three of each ten order.
//
//   v0…v9     by Minori's link             v10…v19  by links of two friends, who come themselves by nothing
//   v20…v29   by a post's link             v30…v39  by the mail that announced it
//   v40…v49   wished to be reminded        v50…v59  follow Minori, who is in its cast
//   v60…v69   by themselves                v70…v72  by a block on another site: too few to be told
class ReturnedTest : public InsightTest {
 protected:
  std::int64_t link(const std::string& show, const std::string& columns, const std::string& values) {
    const auto position = ++links_;
    sql(fmt::format(
        "INSERT INTO share_link (position, code, kind, target, show, at, viewer, staff, made_at{0}) VALUES "
        "({1}, 'code{1}', 'show', '{2}', '{2}', -1, {3})",
        columns, position, show, values));
    return position;
  }
  std::string held(const std::vector<int>& viewers, bool sold) {
    const auto show = on_air();
    for (const auto each : viewers) {
      const auto who = fmt::format("v{}", each);
      plays(show, who, 0, 20'000);
      if (sold && each % 10 < 3) orders(show, who, "o" + who, {{"lip", 2640}});
    }
    EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
    return show;
  }
  static std::vector<int> until(int end) {
    std::vector<int> all(static_cast<std::size_t>(end));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

  int links_ = 0;
};

TEST_F(ReturnedTest, IsWhatPaperSays) {
  const auto first = held(until(100), false);
  clock_.advance(std::chrono::hours(48));
  const auto second =
      plan({.shelf = std::vector<std::string>{"lip"}, .cast = std::vector<std::string>{"minori"}})->id;
  const auto minori = link(second, "", "'', 'minori', 0");
  const auto friend_one = link(second, "", "'friend1', '', 0");
  const auto friend_two = link(second, "", "'friend2', '', 0");
  const auto post = link(second, ", post, channel", "'', 'minori', 0, 'p1', 'x'");
  const auto block = link(second, ", block, site", "'', '', 0, 'k', 'https://mall.example'");
  const auto elsewhere = link(first, "", "'', 'minori', 0");
  sql("INSERT INTO post (id, text, language, picture, picture_alt, kind, target, at, show, product, "
      "when_show, "
      "when_moment, written_by, changed_by, made_at) VALUES ('p1', '今夜です', 'ja', '', '', 'show', '', -1, "
      "'', '', '', "
      "'', 'minori', 'minori', 0)");
  for (int i = 0; i < 10; ++i) {
    comes_by(minori, i, std::chrono::hours(1));
    comes_by(i < 5 ? friend_one : friend_two, 10 + i, std::chrono::hours(24));
    comes_by(minori, 10 + i, std::chrono::hours(30));  // and before that by hers
    comes_by(post, 20 + i, std::chrono::hours(0));
    sql(fmt::format("INSERT INTO mail_arrival (show, via, viewer, at) VALUES ('{}', 'day', 'v{}', {})",
                    second, 30 + i, to_ms(clock_.wall())));
    sql(fmt::format(
        "INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES ('m{0}', '{0}', '', "
        "'ja', '{0}', 0); INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('v{0}', 'm{0}', "
        "0); INSERT INTO reminder (member, show, wanted_at) VALUES ('m{0}', '{1}', 0)",
        40 + i, second));
    sql(fmt::format("INSERT INTO follow (handle, viewer, followed_at) VALUES ('minori', 'v{}', 1)", 50 + i));
    comes_by(elsewhere, 60 + i, std::chrono::hours(2));  // to the other show: it does not count here
  }
  for (int i = 70; i < 73; ++i) comes_by(block, i, std::chrono::hours(3));
  ASSERT_TRUE(step(second, show::Step::kStart).has_value());
  clock_.advance(Milliseconds(60'000));
  for (int i = 0; i < 73; ++i) {
    plays(second, fmt::format("v{}", i), 0, 20'000);
    if (i % 10 < 3) orders(second, fmt::format("v{}", i), fmt::format("o{}", i), {{"lip", 2640}});
  }
  plays(second, "new", 0, 20'000);  // never here before
  read_all();

  const ChosenShow shows[] = {{.id = second, .live_at = clock_.wall() - Milliseconds(60'000)}};
  const auto answer = returned_json(*kept_, *reader_, shows);
  EXPECT_EQ(answer.at("returned"), 73);
  EXPECT_EQ(answer.at("ordered"), 24);
  EXPECT_EQ(answer.at("within_days"), 7);
  EXPECT_EQ(answer.at("others"), (json::object{{"people", 3}, {"ordered", 3}}));
  std::map<std::string, json::object> groups;
  for (const auto& group : answer.at("groups").as_array())
    groups[std::string(group.at("cause").as_string())] = group.as_object();
  ASSERT_EQ(groups.size(), 7U);
  for (const auto& [cause, group] : groups) {
    EXPECT_EQ(group.at("people"), 10) << cause;
    EXPECT_EQ(group.at("ordered"), 3) << cause;
  }
  EXPECT_EQ(groups["staff"].at("of"), "minori");
  EXPECT_EQ(groups["staff"].at("name"), "佐倉 みのり");
  EXPECT_EQ(groups["viewers"].at("sharers"), 2);
  EXPECT_TRUE(groups["viewers"].at("of").is_null());
  EXPECT_EQ(groups["post"].at("name"), "今夜です");
  EXPECT_EQ(groups["follow"].at("of"), "minori");
  EXPECT_TRUE(groups.contains("mail") && groups.contains("reminder") && groups.contains("alone"));
}

TEST_F(ReturnedTest, WhatAMemberDidOnOneDeviceCountsForTheOther) {
  held(until(10), false);
  sql("INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES ('m', 'm', '', 'ja', "
      "'m', 0)");
  for (int i = 0; i < 20; ++i)
    sql(fmt::format("INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('v{}', 'm', 0)", i));
  const auto show = on_air();
  comes_by(link(show, "", "'', 'minori', 0"), 15, std::chrono::hours(1));
  for (int i = 0; i < 10; ++i) plays(show, fmt::format("v{}", i), 0, 20'000);
  read_all();
  const ChosenShow shows[] = {{.id = show, .live_at = clock_.wall()}};
  const auto groups = returned_json(*kept_, *reader_, shows).at("groups").as_array();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].at("cause"), "staff");
}

TEST_F(ReturnedTest, NumbersAreTheSameReadAtOnceAndOneByOne) {
  const auto show = on_air();
  const std::string longer = "a name longer than any given out";
  for (int i = 0; i < 30; ++i) plays(show, fmt::format("v{}", i), 0, 20'000);
  plays(show, longer, 0, 20'000);
  sql("INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES ('m', 'm@x', 'm', 'ja', "
      "'m', 0); INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('v3', 'm', 0), ('v7', 'm', 0), "
      "('never came', 'm', 0)");
  read_all();
  ViewerNumbers each(*kept_, *reader_, 1), held(*kept_, *reader_, kManyShows);
  const auto numbers = [](ViewerNumbers& of, const std::string& name) {
    const auto found = of.of(name);
    std::multiset<std::int64_t> all(found.begin(), found.end());
    return all;
  };
  std::set<std::int64_t> all;
  for (int i = 0; i < 30; ++i) {
    const auto name = fmt::format("v{}", i);
    EXPECT_EQ(numbers(each, name).size(), i == 3 || i == 7 ? 2U : 1U) << name;
    EXPECT_EQ(numbers(held, name), numbers(each, name)) << name;
    for (const auto number : each.of(name)) all.insert(number);
  }
  EXPECT_EQ(all.size(), 30U);
  for (auto* of : {&each, &held}) {
    EXPECT_EQ(numbers(*of, longer).size(), 1U);
    EXPECT_EQ(numbers(*of, "never came"), numbers(*of, "v3")) << "on this device of theirs";
    EXPECT_TRUE(of->of("nobody").empty());
  }
}

TEST_F(ReturnedTest, AViewerOfSeveralShowsCountsOnceForWhereTheyOrdered) {
  held(until(20), false);
  clock_.advance(std::chrono::hours(1));
  std::vector<ChosenShow> shows;
  for (const bool sold : {true, false}) {
    const auto show = on_air();
    shows.push_back({.id = show, .live_at = clock_.wall()});
    if (sold) {
      const auto minori = link(show, "", "'', 'minori', 0");
      for (int i = 0; i < 20; ++i) comes_by(minori, i, std::chrono::hours(0));
    }
    for (int i = 0; i < 20; ++i) {
      plays(show, fmt::format("v{}", i), 0, 20'000);
      if (sold && i < 10) orders(show, fmt::format("v{}", i), fmt::format("o{}", i), {{"lip", 2640}});
    }
    clock_.advance(std::chrono::hours(24));
  }
  read_all();
  const auto answer = returned_json(*kept_, *reader_, shows);
  EXPECT_EQ(answer.at("returned"), 20);
  EXPECT_EQ(answer.at("ordered"), 10);
  const auto& groups = answer.at("groups").as_array();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].at("ordered").as_int64() + groups[1].at("ordered").as_int64(), 10);
  EXPECT_EQ(returned_json(*kept_, *reader_, {}).at("returned"), 0);
}

}  // namespace
}  // namespace nigiwai::insight
