#include "show/playbook/proofs.h"

#include <boost/json/parse.hpp>

#include "base/time.h"
#include "show/playbook/proof_figures.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using std::chrono::days;

class ProofsTest : public ShowTest {
 protected:
  ProofChange wanted(std::vector<std::string> shows = {}) {
    return {.title = "秋の 3 本",
            .hypothesis = "使いかたを見せると、あとからも売れる",
            .ends_at = clock_.wall() + days(30),
            .shows = std::move(shows),
            .targets = std::vector<Proof::Target>{{"viewers", 2}, {"gmv", 5'000}, {"archive_orders", 1}}};
  }
  Result<Proof> make(const ProofChange& change) {
    return run<Proof>([&](store::Transaction& t) { return make_proof(t, random_, change, owner_); });
  }
  json::object stands(const std::string& id) {
    return proof_json(*reader_, *find_proof(*reader_, id), clock_.wall());
  }
  Counted count(const Proof& proof, std::string_view figure, WallTime from = WallTime{}) {
    return count_figure(*reader_, *figure_called(figure), {proof.shows, from, proof.ends_at});
  }
  template <class... Values>
  void sql(const char* statement, const Values&... values) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().run(statement, values...);
                  return true;
                }).has_value());
  }
  std::int64_t now_ms() { return to_ms(clock_.wall()); }
  void order(const std::string& viewer, const std::string& show, std::int64_t quantity) {
    sql("INSERT INTO placed_order (id, key_hash, state, placed_at, viewer, show, at, currency, total, "
        "payment, name, "
        "email, postal_code, address) VALUES (hex(randomblob(8)), '', 'cancelled', ?1, ?2, ?3, 0, 'JPY', "
        "99999, "
        "'on-delivery', '花', 'h@example.jp', '', '')",
        now_ms(), viewer, show);
    sql("INSERT INTO order_line (number, place, sku, product, title, quantity, unit_price, tax_rate, show, "
        "at) SELECT "
        "max(number), 0, 'lip', 'lip', 'Lip', ?, 2640, 10, ?, 0 FROM placed_order",
        quantity, show);
  }
  void viewed(const std::string& viewer, const std::string& show, bool live, bool chatted = false) {
    sql("INSERT INTO audience (show, viewer, live, played_ms, viewed_at, chatted_at) VALUES (?, ?, ?, 5000, "
        "?, ?)",
        show, viewer, live, now_ms(), chatted ? std::optional(now_ms()) : std::nullopt);
  }
  void same_person(const char* one, const char* other) {
    sql("INSERT INTO member (id, name, language, joined_at) VALUES ('m1', '花', 'ja', ?)", now_ms());
    sql("INSERT INTO member_viewer (viewer, member, joined_at) VALUES (?1, 'm1', 1), (?2, 'm1', 1)", one,
        other);
  }
};

std::vector<std::int64_t> halves(const Counted& counted) {
  return {counted.live.value_or(-1), counted.archive.value_or(-1), counted.together};
}
using Halves = std::vector<std::int64_t>;

TEST_F(ProofsTest, CountsOrdersOfItsShowsLiveAndAfterwards) {
  const auto show = on_air();
  const auto other = on_air();
  const auto proof = *make(wanted({show}));
  order("v1", show, 2);
  order("v1", other, 1);
  ASSERT_TRUE(step(show, Step::kEnd).has_value());
  clock_.advance(Milliseconds(1));
  order("v1", show, 1);
  order("v2", show, 1);
  EXPECT_EQ(halves(count(proof, "gmv")), (Halves{5280, 5280, 10560}));
  EXPECT_EQ(halves(count(proof, "orders")), (Halves{1, 2, 3}));
  EXPECT_EQ(halves(count(proof, "buyers")), (Halves{1, 2, 2}));
  EXPECT_EQ(halves(count(proof, "archive_orders")), (Halves{-1, 2, 2}));
  EXPECT_EQ(halves(count(proof, "archive_gmv")), (Halves{-1, 5280, 5280}));
  clock_.advance(days(31));
  order("v3", show, 1);
  EXPECT_EQ(count(proof, "orders").together, 3) << "it came after the end of the proof";
}

TEST_F(ProofsTest, CountsPeopleAndNotTheirDevices) {
  const auto show = on_air();
  const auto proof = *make(wanted({show}));
  viewed("v1", show, true, true);
  viewed("v2", show, false, true);
  viewed("v3", show, true);
  EXPECT_EQ(halves(count(proof, "viewers")), (Halves{2, 1, 3}));
  EXPECT_EQ(halves(count(proof, "chatters")), (Halves{1, 1, 2}));
  same_person("v1", "v2");
  EXPECT_EQ(halves(count(proof, "viewers")), (Halves{2, 1, 2}));
  EXPECT_EQ(halves(count(proof, "chatters")), (Halves{1, 1, 1}));
  EXPECT_EQ(halves(count(proof, "archive_viewers")), (Halves{-1, 1, 1}));
}

TEST_F(ProofsTest, AReturningViewerHadSeenAnotherShowBefore) {
  const auto before = on_air();
  const auto show = on_air();
  const auto proof = *make(wanted({show}));
  viewed("v1", before, true);
  clock_.advance(Milliseconds(1'000));
  viewed("v1", show, true);
  viewed("v2", show, true);
  EXPECT_EQ(halves(count(proof, "returning")), (Halves{1, 0, 1}));
  clock_.advance(Milliseconds(1'000));
  viewed("v2", before, false);
  EXPECT_EQ(count(proof, "returning").together, 1) << "the other show came afterwards";
  viewed("v9", show, false);
  EXPECT_EQ(count(proof, "returning").together, 1);
  same_person("v1", "v9");
  EXPECT_EQ(halves(count(proof, "returning")), (Halves{1, 1, 1}));
}

TEST_F(ProofsTest, FollowersAndMembersCountSinceItBegan) {
  const auto show = plan({.cast = std::vector<std::string>{"minori"}})->id;
  const auto proof = *make(wanted({show}));
  sql("INSERT INTO follow (handle, viewer, followed_at) VALUES ('minori', 'early', ?)", now_ms());
  clock_.advance(Milliseconds(1'000));
  const auto from = clock_.wall();
  sql("INSERT INTO follow (handle, viewer, followed_at) VALUES ('minori', 'v1', ?1), ('aki', 'v2', ?1)",
      now_ms());
  clock_.advance(Milliseconds(1'000));
  ASSERT_TRUE(step(show, Step::kStart).has_value());
  clock_.advance(Milliseconds(1'000));
  sql("INSERT INTO follow (handle, viewer, followed_at) VALUES ('minori', 'v3', ?)", now_ms());
  sql("INSERT INTO member (id, name, language, joined_at) VALUES ('m1', '花', 'ja', ?)", now_ms());
  sql("INSERT INTO reminder (member, show, wanted_at) VALUES ('m1', ?, ?)", show, now_ms());
  EXPECT_EQ(halves(count(proof, "followers", from)), (Halves{1, 1, 2}));
  EXPECT_EQ(halves(count(proof, "members", from)), (Halves{1, 0, 1}));
  EXPECT_EQ(halves(count(proof, "reminders", from)), (Halves{-1, -1, 1}));
}

TEST_F(ProofsTest, EveryFigureCanBeCounted) {
  const auto proof = *make(wanted({on_air()}));
  for (const auto& kind : figure_kinds()) {
    EXPECT_EQ(count(proof, kind.name).together, 0) << kind.name;
    EXPECT_TRUE(kind.definition.ends_with('.')) << kind.name;
  }
}

TEST_F(ProofsTest, TellsWhereItStands) {
  const auto show = on_air();
  const auto proof = *make(wanted({plan({})->id, show}));
  viewed("v1", show, true);
  auto now = stands(proof.id);
  EXPECT_EQ(now.at("held").as_uint64(), 1u);
  EXPECT_EQ(now.at("figures").at(0).at("figure").as_string(), "gmv") << "in the order of the figures";
  EXPECT_EQ(now.at("figures").at(0).at("currency").as_string(), "JPY");
  EXPECT_EQ(now.at("verdict").at("kind").as_string(), "behind");
  EXPECT_EQ(now.at("verdict").at("behind").as_array(), json::array{"gmv"});
  order("v1", show, 1);
  EXPECT_EQ(stands(proof.id).at("verdict").at("kind").as_string(), "on-course");
  clock_.advance(days(31));
  now = stands(proof.id);
  EXPECT_EQ(now.at("verdict").at("kind").as_string(), "missed");
  EXPECT_EQ(now.at("left_ms").as_int64(), 0);
}

TEST_F(ProofsTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(make(wanted({"none"})).error().field, "/shows/0");
  const auto cancelled = plan({})->id;
  ASSERT_TRUE(step(cancelled, Step::kCancel).has_value());
  EXPECT_EQ(make(wanted({cancelled})).error().field, "/shows/0");
  auto over = wanted();
  over.ends_at = clock_.wall();
  EXPECT_EQ(make(over).error().field, "/ends_at");
  EXPECT_EQ(number("SELECT count(*) FROM proof"), 0);
  const auto read = [](const char* targets) {
    return read_proof({{"title", "T"},
                       {"hypothesis", "H"},
                       {"ends_at", "2030-01-01T00:00:00Z"},
                       {"targets", boost::json::parse(targets)}},
                      ProofBody::kNew);
  };
  EXPECT_EQ(read("[]").error().field, "/targets");
  EXPECT_EQ(read(R"([{"figure":"luck","target":1}])").error().field, "/targets/0/figure");
  EXPECT_EQ(read(R"([{"figure":"gmv","target":0}])").error().field, "/targets/0/target");
  EXPECT_EQ(read(R"([{"figure":"gmv","target":1},{"figure":"gmv","target":2}])").error().field,
            "/targets/1/figure");
  EXPECT_TRUE(read(R"([{"figure":"gmv","target":1}])").has_value());
}

TEST_F(ProofsTest, IsChangedRemovedAndLimited) {
  const auto proof = *make(wanted());
  const auto change = [&](const ProofChange& what, std::int64_t version) {
    return run<Proof>([&](store::Transaction& t) { return change_proof(t, proof.id, what, version); });
  };
  const auto show = plan({})->id;
  ASSERT_TRUE(change({.shows = std::vector<std::string>{show}}, 1).has_value());
  EXPECT_EQ(change({.title = "T"}, 1).error().type, "changed-meanwhile");
  EXPECT_EQ(find_proof(*reader_, proof.id)->shows, std::vector<std::string>{show});
  EXPECT_EQ(find_proof(*reader_, proof.id)->targets.size(), 3u) << "what is not said stays";
  for (std::size_t i = 1; i < kMostProofs; ++i) ASSERT_TRUE(make(wanted()).has_value());
  EXPECT_EQ(make(wanted()).error().type, "limit-reached");
  ASSERT_TRUE(run<Proof>([&](store::Transaction& t) { return remove_proof(t, proof.id); }).has_value());
  EXPECT_EQ(number("SELECT count(*) FROM proof_show"), 0);
  EXPECT_TRUE(make(wanted()).has_value());
}

}  // namespace
}  // namespace nigiwai::show
