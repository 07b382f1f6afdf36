#include "social/listening/beside.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "base/time.h"
#include "show/test_support.h"
#include "social/migrations.h"

namespace nigiwai::social {
namespace {

using namespace std::chrono_literals;

class BesideTest : public show::ShowTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = show::ShowTest::rooms();
    below.push_back(social::migrations());
    return below;
  }
  void post(int number, WallTime at) {
    sql(fmt::format(
        "INSERT INTO post (id, text, language, picture, picture_alt, kind, target, at, show, product, "
        "when_show, when_moment, written_by, changed_by, made_at) VALUES ('p{0}', '今夜 {0}', 'ja', '', '', "
        "'', '', -1, '', '', '', '', 'minori', 'minori', 0)",
        number));
    for (const auto* account : {"x", "line"}) {
      sql(fmt::format(
          "INSERT INTO post_channel (post, account, place, network, name, staff, state, published_at) VALUES "
          "('p{0}', '{1}', 0, '{1}', '@{1}', '', 'published', {2})",
          number, account, to_ms(at)));
    }
  }
  void campaign(const std::string& id, WallTime from, WallTime until, const std::string& ended = "NULL") {
    sql(fmt::format(
        "INSERT INTO campaign (id, title, terms, counts, scope, show, starts_at, ends_at, ended_at) VALUES "
        "('{0}', '{0}', '', 'arrivals', 'all', '', {1}, {2}, {3})",
        id, to_ms(from), to_ms(until), ended));
  }
  std::vector<std::string> ids(const json::object& beside, const char* lane, const char* id) {
    std::vector<std::string> all;
    for (const auto& each : beside.at(lane).as_array()) all.emplace_back(each.at(id).as_string());
    return all;
  }
};

TEST_F(BesideTest, IsWhatWasGoingOnInTheseDays) {
  const auto from = clock_.wall();
  const auto before = on_air();
  ASSERT_TRUE(step(before, show::Step::kEnd).has_value());
  clock_.advance(std::chrono::hours(48));
  const auto over = on_air();
  ASSERT_TRUE(step(over, show::Step::kEnd).has_value());
  clock_.advance(1h);
  const auto live = on_air();
  post(1, from + 50h);
  post(2, from + 49h);
  campaign("long", from - 48h, from + 480h);
  campaign("gone", from - 48h, from + 480h, std::to_string(to_ms(from + 1h)));
  campaign("later", from + 480h, from + 500h);
  const auto beside = beside_json(*reader_, from + 24h, from + 72h);
  EXPECT_EQ(ids(beside, "shows", "show"), (std::vector{over, live}));
  EXPECT_EQ(ids(beside, "campaigns", "campaign"), std::vector<std::string>{"long"});
  EXPECT_EQ(ids(beside, "posts", "post"), (std::vector<std::string>{"p2", "p1"}));
  EXPECT_FALSE(beside.at("shows").as_array()[0].at("until").is_null());
  EXPECT_TRUE(beside.at("shows").as_array()[1].at("until").is_null());
  EXPECT_EQ(beside.at("posts").as_array()[0].at("text"), "今夜 2");
  EXPECT_EQ(beside.at("left_off"), (json::object{{"shows", 0}, {"campaigns", 0}, {"posts", 0}}));
}

TEST_F(BesideTest, SaysHowManyOlderOnesItLeftOff) {
  const auto from = clock_.wall();
  for (int i = 0; i < kMostBeside + 3; ++i) post(i, from + Milliseconds(i));
  const auto beside = beside_json(*reader_, from, from + 1h);
  EXPECT_EQ(beside.at("posts").as_array().size(), static_cast<std::size_t>(kMostBeside));
  EXPECT_EQ(beside.at("posts").as_array()[0].at("post"), "p3") << "the newest stay";
  EXPECT_EQ(beside.at("left_off").at("posts"), 3);
}

}  // namespace
}  // namespace nigiwai::social
