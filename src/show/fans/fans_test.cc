#include "show/fans/fans.h"

#include <map>

#include "base/time.h"
#include "people/members.h"
#include "show/audience.h"
#include "show/fans/greeter.h"
#include "show/fans/kept_fans.h"
#include "show/fans/level_facts.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

class NoArrivals final : public VerifiedArrivals {
 public:
  std::int64_t of(store::Database&, const std::string&, WallTime) const override { return 0; }
  void each(store::Database&, const Place&, const Each&) const override {}
};

// Takes so long to be asked.
class SlowArrivals final : public VerifiedArrivals {
 public:
  SlowArrivals(ManualClock& clock, Milliseconds takes) : clock_(clock), takes_(takes) {}
  std::int64_t of(store::Database&, const std::string&, WallTime) const override { return 0; }
  void each(store::Database&, const Place&, const Each&) const override { clock_.advance(takes_); }

 private:
  ManualClock& clock_;
  Milliseconds takes_;
};

class FansTest : public ShowTest {
 protected:
  void viewer(const std::string& id, const std::string& name) {
    sql("INSERT INTO viewer (id, token_hash, name, created_at) VALUES ('" + id + "', x'" + hex(id) + "', '" +
        name + "', 0)");
  }
  void member(const std::string& id, const std::string& name, const std::vector<std::string>& viewers) {
    sql("INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES ('" + id + "', '" +
        id + "@example.jp', '" + name + "', 'ja', '" + id + "', 0)");
    for (const auto& each : viewers)
      sql("INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('" + each + "', '" + id + "', 0)");
  }
  void does(const std::string& show, const std::string& who, timeline::NewEvent event) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.append(t, show, std::move(event), {http::Role::kViewer, who, who, ""},
                                  Milliseconds(0));
                  while (read_some_audience(t)) {
                  }
                  return true;
                }).has_value());
  }
  void watches(const std::string& show, const std::string& who) {
    does(
        show, who,
        {.kind = "play.span", .data = {{"from", 0}, {"to", 9'000}}, .audience = timeline::Audience::kServer});
  }
  void follows(const std::string& who) {
    ASSERT_TRUE(
        run<bool>([&](store::Transaction& t) { return people::follow(t, who, "minori"); }).has_value());
  }
  // As the route does, with the event that tells of it.
  void follows_told(const std::string& who) {
    follows(who);
    does("", who, {.kind = "staff.followed", .data = {{"handle", "minori"}}});
  }
  void unfollows_told(const std::string& who) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  return people::unfollow(t, who, "minori");
                }).has_value());
    does("", who, {.kind = "staff.unfollowed", .data = {{"handle", "minori"}}});
  }
  void orders(const std::string& who, const std::string& state, WallTime at) {
    static int number = 0;
    const auto id = "o" + std::to_string(++number);
    sql("INSERT INTO placed_order (id, key_hash, state, placed_at, viewer, currency, total, payment, name, "
        "email, "
        "postal_code, address) VALUES ('" +
        id + "', '', '" + state + "', " + std::to_string(to_ms(at)) + ", '" + who +
        "', 'JPY', 100, 'on-delivery', '佐藤', 'a@example.jp', '', '')");
  }
  std::string held() {
    const auto id = on_air();
    EXPECT_TRUE(step(id, Step::kEnd).has_value());
    return id;
  }
  std::vector<Fan> fans(FansAsked asked = {}) {
    const auto all = all_fans(*reader_, arrivals_, clock_.wall());
    std::vector<Fan> found;
    for (const auto* fan : find_fans(all, asked).fans) found.push_back(*fan);
    return found;
  }

  // How many stood at each level at a moment.
  std::array<std::int64_t, 4> at(WallTime moment) {
    std::array<std::int64_t, 4> levels{};
    for (const auto& facts : level_facts(*reader_, arrivals_)) {
      if (const auto level = level_of(standing_at(facts, moment), {}))
        ++levels[static_cast<std::size_t>(*level)];
    }
    return levels;
  }

  NoArrivals arrivals_;

 private:
  static std::string hex(const std::string& text) {
    std::string digits;
    for (const char letter : text) {
      const auto byte = static_cast<unsigned char>(letter);
      digits += "0123456789abcdef"[byte >> 4];
      digits += "0123456789abcdef"[byte & 15];
    }
    return digits;
  }
};

TEST_F(FansTest, CountsAllDevicesOfAPersonAsOne) {
  viewer("v1", "さくら");
  viewer("v2", "さくら");
  member("m1", "さくら", {"v1", "v2"});
  for (const auto* device : {"v1", "v2", "v1"}) watches(held(), device);
  EXPECT_TRUE(fans().empty()) << "she only looked on";
  follows("v2");
  const auto found = fans();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "さくら");
  EXPECT_EQ(found[0].level, FanLevel::kFan);
  EXPECT_EQ(found[0].shows, 3);
  EXPECT_EQ(found[0].followed, std::vector<std::string>{"minori"});
  const auto standing = fan_standing(*reader_, arrivals_, "v1", "", clock_.wall());
  EXPECT_EQ(standing.shows, 3);
  EXPECT_EQ(standing.followed, 1);
}

TEST_F(FansTest, CountsOrdersOfAYearThatStand) {
  viewer("v1", "ゆず茶");
  orders("v1", "placed", clock_.wall());
  orders("v1", "cancelled", clock_.wall());
  orders("v1", "shipped", clock_.wall() - std::chrono::days(400));
  ASSERT_EQ(fans().size(), 1U);
  EXPECT_EQ(fans()[0].level, FanLevel::kParticipant);
  EXPECT_EQ(fans()[0].orders, 2);
  orders("v1", "paid", clock_.wall());
  EXPECT_EQ(fans()[0].level, FanLevel::kLoyal);
  EXPECT_EQ(fan_standing(*reader_, arrivals_, "v1", "", clock_.wall()).orders_of_year, 2);
}

TEST_F(FansTest, LeavesOutWhoWasErased) {
  viewer("v1", "さくら");
  viewer("v2", "そら");
  member("m1", "さくら", {"v1"});
  follows("v1");
  follows("v2");
  EXPECT_EQ(fans().size(), 2U);
  sql("DELETE FROM viewer; UPDATE member SET name = '', erased_at = 1");
  EXPECT_TRUE(fans().empty());
}

TEST_F(FansTest, AreFoundByLevelNameAndWhomTheyFollowInTheOrderAskedFor) {
  for (const auto* name : {"Alice", "Bob", "Carol"}) viewer(name, name);
  follows("Alice");
  orders("Bob", "placed", clock_.wall());
  orders("Bob", "placed", clock_.wall());
  follows("Carol");
  for (int i = 0; i < 3; ++i) watches(held(), "Carol");
  const auto names = [&](FansAsked asked) {
    std::string all;
    for (const auto& fan : fans(asked)) all += fan.name + " ";
    return all;
  };
  EXPECT_EQ(names({.order = FanOrder::kName}), "Alice Bob Carol ");
  EXPECT_EQ(names({.order = FanOrder::kShows}).substr(0, 6), "Carol ");
  EXPECT_EQ(names({.order = FanOrder::kOrders}).substr(0, 4), "Bob ");
  EXPECT_EQ(names({.order = FanOrder::kLevel}), "Bob Carol Alice ");
  EXPECT_EQ(names({.level = FanLevel::kFan}), "Carol ");
  EXPECT_EQ(names({.follows = "minori", .order = FanOrder::kName}), "Alice Carol ");
  EXPECT_EQ(names({.name = "aLI"}), "Alice ");
  const auto all = all_fans(*reader_, arrivals_, clock_.wall());
  const auto found = find_fans(all, {.level = FanLevel::kFan});
  EXPECT_EQ(found.of_level, (std::array<std::int64_t, 4>{1, 1, 1, 0}));
}

TEST_F(FansTest, LevelsOfThePastAreThoseOfThen) {
  const auto began = clock_.wall();
  viewer("v1", "さくら");
  viewer("v2", "さくら");
  member("m1", "さくら", {"v1", "v2"});
  viewer("v3", "そら");
  follows_told("v1");
  for (int i = 0; i < 3; ++i) watches(held(), "v2");
  orders("v3", "placed", began - std::chrono::hours(24 * 364));
  orders("v3", "placed", began);
  const auto then = clock_.wall() + Milliseconds(1);
  EXPECT_EQ(at(began), (std::array<std::int64_t, 4>{1, 0, 0, 0})) << "of their first order alone";
  EXPECT_EQ(at(then), (std::array<std::int64_t, 4>{0, 1, 1, 0}));
  EXPECT_EQ(at(then + std::chrono::hours(48)), (std::array<std::int64_t, 4>{1, 1, 0, 0}))
      << "a year has passed";
  clock_.advance(std::chrono::hours(1));
  unfollows_told("v2");  // on her other device
  EXPECT_EQ(at(clock_.wall() + Milliseconds(1)), (std::array<std::int64_t, 4>{0, 0, 1, 0}));
  EXPECT_EQ(at(then), (std::array<std::int64_t, 4>{0, 1, 1, 0})) << "and then she still followed";
}

TEST_F(FansTest, AnOrderCountedUntilItWasCancelled) {
  const auto now = clock_.wall();
  viewer("v1", "さくら");
  for (int i = 0; i < 2; ++i) orders("v1", "cancelled", now);
  const auto step_at = [&](const char* act, WallTime when) {
    sql("INSERT INTO order_step (number, act, at, by_role, by_id, by_name, reason) SELECT number, '" +
        std::string(act) + "', " + std::to_string(to_ms(when)) + ", '', '', '', '' FROM placed_order");
  };
  step_at("cancel", now + std::chrono::hours(1));
  step_at("refund", now + std::chrono::hours(5));
  EXPECT_EQ(at(now + std::chrono::minutes(30)), (std::array<std::int64_t, 4>{0, 0, 1, 0}));
  EXPECT_EQ(at(now + std::chrono::hours(2)), (std::array<std::int64_t, 4>{1, 0, 0, 0}));
}

TEST_F(FansTest, LevelsAtThisMomentAreThoseOfTheList) {
  for (const auto* name : {"a", "b", "c", "d"}) viewer(name, name);
  follows("a");
  for (int i = 0; i < 3; ++i) watches(held(), "a");
  follows("b");
  orders("c", "paid", clock_.wall());
  orders("c", "paid", clock_.wall());
  orders("d", "cancelled", clock_.wall());
  does(on_air(), "d", {.kind = "chat.posted"});
  std::map<std::string, std::int64_t> listed, now;
  for (const auto& fan : fans()) ++listed[std::string(to_text(fan.level))];
  const auto months = levels_json(*reader_, arrivals_, clock_.wall() + Milliseconds(1));
  ASSERT_FALSE(months.empty());
  for (const auto& [level, people] : months.back().at("levels").as_object()) {
    if (people != 0) now[std::string(level)] = people.as_int64();
  }
  EXPECT_EQ(now, listed);
}

TEST_F(FansTest, LevelsAreKeptForAWhileAndCountedAnewByOtherRules) {
  viewer("a", "a");
  follows("a");
  KeptLevels kept;
  const auto participants = [&](WallTime now) {
    return kept.at(*reader_, arrivals_, now).back().at("levels").at("participant").as_int64();
  };
  const auto now = clock_.wall() + Milliseconds(1);
  EXPECT_EQ(participants(now), 1);
  viewer("b", "b");
  follows("b");
  EXPECT_EQ(participants(now + Milliseconds(1)), 1);
  EXPECT_EQ(participants(now + kLevelsKept), 2);
  viewer("c", "c");
  follows("c");
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                write_fan_rules(t, {5, 4, 3, 2});
                return true;
              }).has_value());
  EXPECT_EQ(participants(now + kLevelsKept), 3);
}

TEST_F(FansTest, WhatTookItsTimeIsKeptForTenTimesAsLongAndFoundAnewByOtherRules) {
  viewer("a", "a");
  follows("a");
  const SlowArrivals slow(clock_, Milliseconds(300)), quick(clock_, Milliseconds(200));
  KeptFans kept(clock_);
  EXPECT_EQ(kept.all(*reader_, slow).size(), 1U);
  viewer("b", "b");
  follows("b");
  clock_.advance(Milliseconds(2'999));
  EXPECT_EQ(kept.all(*reader_, slow).size(), 1U);
  clock_.advance(Milliseconds(1));
  EXPECT_EQ(kept.all(*reader_, slow).size(), 2U);
  sql("DELETE FROM viewer WHERE id = 'b'");
  EXPECT_EQ(kept.all(*reader_, slow).size(), 2U);
  EXPECT_EQ(name_of_fan(*reader_, "b"), std::nullopt) << "but nobody's name is told who is gone";
  EXPECT_EQ(name_of_fan(*reader_, "a"), "a");
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                write_fan_rules(t, {5, 4, 3, 2});
                return true;
              }).has_value());
  EXPECT_EQ(kept.all(*reader_, quick).size(), 1U);
  viewer("c", "c");
  follows("c");
  EXPECT_EQ(kept.all(*reader_, quick).size(), 2U) << "found soon: not kept";
}

TEST_F(FansTest, RulesAreKeptAndUsualBefore) {
  EXPECT_EQ(fan_rules(*reader_), FanRules{});
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                write_fan_rules(t, {5, 4, 3, 2});
                write_fan_rules(t, {6, 4, 3, 2});
                return true;
              }).has_value());
  EXPECT_EQ(fan_rules(*reader_), (FanRules{6, 4, 3, 2}));
}

TEST_F(FansTest, AnArrivalIsWrittenOncePerViewerForStaffAloneWhileTheShowIsLive) {
  viewer("v1", "さくら");
  const auto show = on_air();
  const Greeter::Arrival arrival{
      .show = show, .viewer = "v1", .name = "さくら", .level = FanLevel::kFan, .visit = 5, .told = true};
  const auto write = [&](const Greeter::Arrival& which) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  write_arrivals(t, journal_, std::vector{which, which});
                  return true;
                }).has_value());
  };
  write(arrival);
  auto gone = arrival;
  gone.viewer = "v2";
  write(gone);
  const auto told = heard_.of(show, "regular.arrived");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]->audience, timeline::Audience::kStaff);
  EXPECT_EQ(told[0]->by_name, "さくら");
  EXPECT_EQ(told[0]->data, (json::object{{"visit", 5}, {"level", "fan"}, {"told", true}}));
  ASSERT_TRUE(step(show, Step::kEnd).has_value());
  viewer("v3", "そら");
  auto late = arrival;
  late.viewer = "v3";
  write(late);
  EXPECT_EQ(heard_.of(show, "regular.arrived").size(), 1U);
}

}  // namespace
}  // namespace nigiwai::show
