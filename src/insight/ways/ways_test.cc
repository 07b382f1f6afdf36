// By which way viewers came, worked out on paper and held against the figures.
#include "insight/ways/ways.h"

#include <boost/json/array.hpp>
#include <map>

#include "base/time.h"
#include "insight/figures/figures.h"
#include "insight/test_support.h"

namespace nigiwai::insight {
namespace {

constexpr std::int64_t kPrice = 2640;

// The paper. v0…v59 watch; the first two of each ten save, and the first three order.
//
//   v0…v9    by the post's link on X           v10…v19  by its link on Bluesky
//   v20…v29  by Minori's link                  v30…v39  by Minori's, and then by two friends' links
//   v40…v44  by a block: too few to be told    v45…v49  by Minori's link, eight days before
//   v50…v59  by nothing, or by a link to another show
//
// v60 orders by a friend's link and does not watch; another shop tells of one order.
class WaysTest : public InsightTest {
 protected:
  struct LinkOf {
    std::string viewer{}, staff{}, post{}, channel{}, block{}, site{};
  };
  std::int64_t link(const std::string& show, const LinkOf& of, int clicks) {
    const auto position = ++links_;
    sql(fmt::format(
        "INSERT INTO share_link (position, code, kind, target, show, at, viewer, staff, made_at, post, "
        "channel, block, site) VALUES ({0}, 'code{0}', 'show', '{1}', '{1}', -1, '{2}', '{3}', 0, '{4}', "
        "'{5}', '{6}', '{7}'); INSERT INTO share_click (link, what, count) VALUES ({0}, 'person', {8}), "
        "({0}, "
        "'preview', 100), ({0}, 'bot', 100), ({0}, 'own', 100)",
        position, show, of.viewer, of.staff, of.post, of.channel, of.block, of.site, clicks));
    return position;
  }
  void campaign(const std::string& id, const std::string& show, std::chrono::hours before) {
    sql(fmt::format(
        "INSERT INTO campaign (id, title, terms, counts, scope, show, starts_at, ends_at) VALUES ('{0}', "
        "'題 {0}', '', 'arrivals', 'all', '{1}', {2}, {3})",
        id, show, to_ms(clock_.wall() - before), to_ms(clock_.wall() + std::chrono::hours(1))));
  }
  void watch_and_buy(const std::string& show) {
    for (int i = 0; i < 60; ++i) {
      const auto who = fmt::format("v{}", i);
      plays(show, who, 0, 20'000);
      if (i % 10 < 2) does(show, who, {.kind = "product.saved", .data = {{"product", "lip"}}});
      if (i % 10 < 3) orders(show, who, show + who, {{"lip", kPrice}});
    }
    orders(show, "v60", show + "v60", {{"lip", kPrice}});
    write(show, 0,
          {.kind = "order.placed",
           .data = {{"order", show + "mall"},
                    {"total", {{"amount", 900}, {"currency", "JPY"}}},
                    {"pieces", 1},
                    {"products", {"lip"}}}});
  }
  std::string held() {
    const auto show = on_air();
    const auto elsewhere = link("another", {.staff = "minori"}, 7);
    const auto x = link(show, {.staff = "minori", .post = "p1", .channel = "ax"}, 40);
    const auto bluesky = link(show, {.staff = "minori", .post = "p1", .channel = "ab"}, 15);
    const auto minori = link(show, {.staff = "minori"}, 22);
    const auto one = link(show, {.viewer = "friend1"}, 3), two = link(show, {.viewer = "friend2"}, 2);
    const auto block = link(show, {.block = "next", .site = "https://mall.example"}, 6);
    for (int i = 0; i < 10; ++i) {
      comes_by(x, i, std::chrono::hours(3));
      comes_by(bluesky, 10 + i, std::chrono::hours(1));
      comes_by(minori, 20 + i, std::chrono::hours(167));
      comes_by(minori, 30 + i, std::chrono::hours(9));
      comes_by(i < 5 ? one : two, 30 + i, std::chrono::hours(i < 5 ? 1 : 5));
      comes_by(i < 5 ? block : minori, 40 + i, std::chrono::hours(i < 5 ? 1 : 192));
      comes_by(elsewhere, 50 + i, std::chrono::hours(1));
    }
    comes_by(one, 60, std::chrono::hours(1));
    watch_and_buy(show);
    return show;
  }
  json::object ways(const std::vector<std::string>& shows, By by) {
    std::vector<ChosenShow> chosen;
    for (const auto& show : shows) chosen.push_back({.id = show, .live_at = clock_.wall()});
    return ways_json(*kept_, *reader_, chosen, by);
  }
  // What is counted alone, in the order of the paper's words.
  static json::array told(const json::value& group) {
    json::array numbers;
    for (const auto* name : {"viewers", "savers", "buyers", "orders", "gmv", "clicks"})
      numbers.push_back(group.at(name));
    return numbers;
  }
  static std::map<std::string, json::object> groups(const json::object& answer) {
    std::map<std::string, json::object> all;
    for (const auto& group : answer.at("groups").as_array())
      all[std::string(group.at("of").as_string())] = group.as_object();
    return all;
  }
  static std::int64_t sum(const json::object& answer, const char* name) {
    auto all = answer.at("others").at(name).as_int64() + answer.at("none").at(name).as_int64();
    for (const auto& group : answer.at("groups").as_array()) all += group.at(name).as_int64();
    return all;
  }

  int links_ = 0;
};

TEST_F(WaysTest, AreWhatPaperSays) {
  const auto show = held();
  read_all();
  const auto answer = ways({show}, By::kWay);
  EXPECT_EQ(answer.at("within_days"), 7);
  auto of = groups(answer);
  ASSERT_EQ(of.size(), 3U);
  EXPECT_EQ(told(of["post"]), (json::array{20, 4, 6, 6, 6 * kPrice, 55}));
  EXPECT_EQ(told(of["staff"]), (json::array{10, 2, 3, 3, 3 * kPrice, 22}));
  EXPECT_EQ(told(of["viewers"]), (json::array{10, 2, 4, 4, 4 * kPrice, 5})) << "v60 ordered by a friend's";
  EXPECT_EQ(told(answer.at("others")), (json::array{5, 2, 3, 3, 3 * kPrice, 6})) << "the block";
  EXPECT_EQ(told(answer.at("none")), (json::array{15, 2, 3, 4, 3 * kPrice + 900, nullptr}));
  EXPECT_EQ(of["post"].at("cvr"), 0.3);
  EXPECT_EQ(of["viewers"].at("cvr"), 0.3) << "of those who viewed";
  EXPECT_EQ(of["post"].at("engaged"), 4) << "who saved";
}

TEST_F(WaysTest, OpenByPostChannelCampaignAndStaff) {
  const auto show = held();
  campaign("early", show, std::chrono::hours(3));
  campaign("all", "", std::chrono::hours(6));
  sql("INSERT INTO post (id, text, language, picture, picture_alt, kind, target, at, show, product, "
      "when_show, "
      "when_moment, written_by, changed_by, made_at) VALUES ('p1', '今夜です', 'ja', '', '', 'show', '', -1, "
      "'', "
      "'', '', '', 'minori', 'minori', 0); INSERT INTO post_channel (post, account, place, network, name, "
      "staff, state) VALUES ('p1', 'ax', 0, 'x', '月白', '', 'published'), ('p1', 'ab', 1, 'bluesky', "
      "'tsukishiro', '', 'published')");
  for (int i = 61; i < 67; ++i) {
    comes_by(5, i, std::chrono::hours(1));  // friend1's
    plays(show, fmt::format("v{}", i), 0, 20'000);
  }
  read_all();

  auto posts = groups(ways({show}, By::kPost));
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_EQ(told(posts["p1"]), (json::array{20, 4, 6, 6, 6 * kPrice, 55}));
  EXPECT_EQ(posts["p1"].at("name"), "今夜です");

  auto channels = groups(ways({show}, By::kChannel));
  ASSERT_EQ(channels.size(), 2U);
  EXPECT_EQ(told(channels["ax"]), (json::array{10, 2, 3, 3, 3 * kPrice, 40}));
  EXPECT_EQ(channels["ax"].at("network"), "x");
  EXPECT_EQ(channels["ab"].at("name"), "tsukishiro");
  EXPECT_EQ(channels["ab"].at("clicks"), 15);

  auto staff = groups(ways({show}, By::kStaff));
  ASSERT_EQ(staff.size(), 1U);
  EXPECT_EQ(staff["minori"].at("viewers"), 10) << "not by the post in her name";
  EXPECT_EQ(staff["minori"].at("name"), "佐倉 みのり");

  const auto answer = ways({show}, By::kCampaign);
  auto campaigns = groups(answer);
  ASSERT_EQ(campaigns.size(), 1U);
  EXPECT_EQ(campaigns["early"].at("viewers"), 11) << "who came by a friend's link since it began";
  EXPECT_EQ(campaigns["early"].at("name"), "題 early");
  EXPECT_TRUE(campaigns["early"].at("clicks").is_null());
  EXPECT_EQ(answer.at("others").at("viewers"), 5) << "before it, in that of all shows";
}

TEST_F(WaysTest, AddUpToTheFigures) {
  const auto first = held();
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(step(first, show::Step::kEnd).has_value());
  const auto second = on_air();
  watch_and_buy(second);
  read_all();
  for (const auto by : {By::kWay, By::kPost, By::kChannel, By::kCampaign, By::kStaff}) {
    for (const auto& show : {first, second}) {
      const auto answer = ways({show}, by);
      const auto sums = tally_of(*kept_, std::vector{show})[2].sums;
      for (const auto& [name, figure] : {std::pair{"viewers", Sum::kViewers},
                                         {"engaged", Sum::kEngaged},
                                         {"savers", Sum::kSavers},
                                         {"buyers", Sum::kBuyers},
                                         {"buying_viewers", Sum::kBuyingViewers},
                                         {"orders", Sum::kOrders},
                                         {"gmv", Sum::kPlaced}}) {
        const auto counted = sums[static_cast<std::size_t>(figure)];
        EXPECT_EQ(sum(answer, name), counted) << to_text(by) << " " << name;
        EXPECT_EQ(answer.at("total").at(name), counted) << to_text(by) << " " << name;
      }
    }
    const auto both = ways({first, second}, by);
    const auto figures = tally_of(*kept_, std::vector{first, second})[2].sums;
    EXPECT_EQ(sum(both, "gmv"), figures[static_cast<std::size_t>(Sum::kPlaced)]);
    EXPECT_EQ(sum(both, "orders"), figures[static_cast<std::size_t>(Sum::kOrders)]);
    EXPECT_EQ(sum(both, "viewers"), 120) << "who watched two shows counts in each";
  }
  EXPECT_EQ(ways({}, By::kWay).at("total").at("viewers"), 0);
  EXPECT_TRUE(ways({"unknown"}, By::kWay).at("none").at("cvr").is_null());
}

}  // namespace
}  // namespace nigiwai::insight
