#include "show/playbook/playbook_evidence.h"

#include "people/audit.h"
#include "show/playbook/evidence_of_people.h"
#include "show/playbook/evidence_of_shows.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

class EvidenceTest : public ShowTest {
 protected:
  Seen see(Look look, std::int64_t goal = 1) { return look(*reader_, {.goal = goal, .now = clock_.wall()}); }
  std::int64_t have(Look look, std::int64_t goal = 1) { return see(look, goal).have; }
  template <class... Values>
  void sql(const char* statement, const Values&... values) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().run(statement, values...);
                  return true;
                }).has_value());
  }
  std::int64_t now_ms() { return clock_.wall().time_since_epoch().count(); }
  void staff(const char* handle, const char* role) {
    sql("INSERT INTO staff (id, handle, name, title, role, email, password, created_at) VALUES (?1, ?1, ?1, "
        "'', ?2, "
        "?1 || '@example.jp', 'x', ?3)",
        handle, role, now_ms());
  }
  // A show of `length` with this cast.
  std::string held(Milliseconds length, std::vector<std::string> cast = {}) {
    const auto id = plan({.shelf = std::vector<std::string>{"lip"}, .cast = std::move(cast)})->id;
    EXPECT_TRUE(step(id, Step::kStart).has_value());
    clock_.advance(length);
    EXPECT_TRUE(step(id, Step::kEnd).has_value());
    return id;
  }
  // An order of `viewer` out of `show`, now.
  void order(const std::string& viewer, const std::string& show, const char* state = "placed") {
    sql("INSERT INTO placed_order (id, key_hash, state, placed_at, viewer, show, at, currency, total, "
        "payment, name, "
        "email, postal_code, address) VALUES (hex(randomblob(8)), '', ?1, ?2, ?3, ?4, 0, 'JPY', 2640, "
        "'on-delivery', "
        "'花', ?3 || '@example.jp', '', '')",
        state, now_ms(), viewer, show);
    sql("INSERT INTO order_line (number, place, sku, product, title, quantity, unit_price, tax_rate, show, "
        "at) SELECT "
        "max(number), 0, 'lip', 'lip', 'Lip', 1, 2640, 10, ?, 0 FROM placed_order",
        show);
  }
  void viewed(const std::string& viewer, const std::string& show, bool live) {
    sql("INSERT INTO audience (show, viewer, live, played_ms, viewed_at) VALUES (?, ?, ?, 5000, ?)", show,
        viewer, live, now_ms());
  }
};

TEST_F(EvidenceTest, LegalPagesAndAName) {
  EXPECT_EQ(have(legal_pages), 0);
  sql("UPDATE shop SET name = '月白'");
  sql("INSERT INTO legal_page (page, text, changed_at) VALUES ('tokushoho', '東京', 5), ('terms', 'x', 6)");
  EXPECT_EQ(have(legal_pages), 2) << "the terms are not asked for";
  sql("INSERT INTO legal_page (page, text, changed_at) VALUES ('privacy', '守ります', 9)");
  const auto seen = see(legal_pages, 3);
  EXPECT_EQ(seen.have, 3);
  EXPECT_EQ(seen.at, WallTime(Milliseconds(9)));
}

TEST_F(EvidenceTest, RolesAreFilledByPeopleWhoCanSignIn) {
  EXPECT_EQ(have(roles_filled), 0) << "a profile without a sign-in is nobody";
  staff("aki", "owner");
  staff("mei", "owner");
  staff("rin", "director");
  EXPECT_EQ(have(roles_filled, 3), 2) << "two owners fill one role";
  clock_.advance(Milliseconds(7'000));
  staff("sora", "planner");
  const auto seen = see(roles_filled, 3);
  EXPECT_EQ(seen.have, 3);
  EXPECT_EQ(seen.at, clock_.wall());
  EXPECT_EQ(seen.facts.at("roles").as_array().size(), 3u);
  sql("UPDATE staff SET withdrawn_at = 1 WHERE handle = 'rin'");
  EXPECT_EQ(have(roles_filled, 3), 2);
}

TEST_F(EvidenceTest, ProductsNeedAPictureAndStock) {
  EXPECT_EQ(have(products_ready), 0) << "both have stock and no picture";
  sql("UPDATE product SET picture = 'abc'");
  EXPECT_EQ(have(products_ready), 2);
  sql("UPDATE sku SET left = 0 WHERE sku = 'oil'");
  EXPECT_EQ(have(products_ready), 1);
}

TEST_F(EvidenceTest, TargetsMustNotBeSalesAlone) {
  sql("INSERT INTO proof (id, title, hypothesis, ends_at, made_at, made_by, version) VALUES ('p', 'P', 'H', "
      "9, 4, '', "
      "1)");
  sql("INSERT INTO proof_target (proof, figure, target) VALUES ('p', 'gmv', 1000), ('p', 'orders', 10)");
  EXPECT_EQ(have(targets_set), 0);
  sql("INSERT INTO proof_target (proof, figure, target) VALUES ('p', 'viewers', 10)");
  const auto seen = see(targets_set);
  EXPECT_EQ(seen.have, 1);
  EXPECT_EQ(seen.id, "p");
  EXPECT_EQ(have(proof_made), 0) << "it has no show yet";
  sql("INSERT INTO proof_show (proof, show, place) VALUES ('p', ?, 0)", plan({})->id);
  EXPECT_EQ(have(proof_made), 1);
}

TEST_F(EvidenceTest, TargetsOfAShowCountAsWell) {
  const auto show = plan({})->id;
  sql("INSERT INTO show_plan (show, version, concept, purpose) VALUES (?, 1, 'how_to', '')", show);
  sql("INSERT INTO show_target (show, place, figure, target) VALUES (?1, 0, 'gmv', 5), (?1, 1, 'cvr', 5)",
      show);
  EXPECT_EQ(have(targets_set), 0);
  sql("INSERT INTO show_target (show, place, figure, target) VALUES (?, 2, 'chatters', 5)", show);
  EXPECT_EQ(see(targets_set).page, "show");
  EXPECT_EQ(see(targets_set).id, show);
  EXPECT_EQ(have(plans_made), 0) << "it does not say what for";
  sql("UPDATE show_plan SET purpose = '使いかたを見せる'");
  EXPECT_EQ(see(plans_made).id, show);
}

TEST_F(EvidenceTest, ACueSheetCountsOnceItsShowIsOnAir) {
  const auto show = plan({})->id;
  const auto cue = [&](int place) {
    sql("INSERT INTO cue (id, show, place, version, title, intent, length, points, offer, poll, changed_at, "
        "changed_by) "
        "VALUES (hex(randomblob(8)), ?, ?, 1, '', '', 60, '', '', '', 1, '')",
        show, place);
  };
  cue(1);
  cue(2);
  ASSERT_TRUE(step(show, Step::kStart).has_value());
  EXPECT_EQ(have(cue_sheet_made), 0) << "two cues are no sheet";
  cue(3);
  EXPECT_EQ(see(cue_sheet_made).id, show);
}

TEST_F(EvidenceTest, AnswersAreCountedFromTenQuestions) {
  const auto show = on_air();
  const auto ask = [&](int seq, const char* state, bool hidden = false) {
    sql("INSERT INTO question (show, seq, at, viewer, product, state, word, hidden) VALUES (?, ?, 0, 'v1', "
        "'', ?, '', ?)",
        show, seq, state, hidden);
  };
  for (int seq = 1; seq <= 9; ++seq) ask(seq, "answered");
  EXPECT_EQ(have(questions_answered), 0) << "nine say nothing";
  ask(10, "open");
  ask(11, "held");
  ask(12, "open", true);
  EXPECT_EQ(have(questions_answered), 9);
  EXPECT_EQ(see(questions_answered).facts.at("answered").as_int64(), 9);
  ask(13, "open");
  EXPECT_EQ(have(questions_answered), 8);
}

TEST_F(EvidenceTest, APreparedShowHasATimeACastAndAShelf) {
  plan({.starts_at = clock_.wall() + days(1), .shelf = std::vector<std::string>{"lip"}});
  plan({.shelf = std::vector<std::string>{"lip"}, .cast = std::vector<std::string>{"minori"}});
  EXPECT_EQ(have(show_prepared), 0);
  const auto whole = plan({.starts_at = clock_.wall() + days(1),
                           .shelf = std::vector<std::string>{"lip"},
                           .cast = std::vector<std::string>{"minori"}});
  EXPECT_EQ(see(show_prepared).id, whole->id);
  ASSERT_TRUE(step(whole->id, Step::kCancel).has_value());
  EXPECT_EQ(have(show_prepared), 0);
}

TEST_F(EvidenceTest, GoingOnAirIsToldByTheShow) {
  plan({});
  EXPECT_EQ(have(shows_on_air), 0);
  const auto show = on_air();
  EXPECT_EQ(see(shows_on_air).id, show);
  EXPECT_EQ(see(shows_on_air).at, broadcasting_.started_at);
}

TEST_F(EvidenceTest, ShowsOfAMonthAndWeeksLeaveOutTries) {
  for (int week = 0; week < 2; ++week) {
    for (int each = 0; each < 2; ++each) {
      held(minutes(30));
      clock_.advance(hours(1));
    }
    held(minutes(4));
    clock_.advance(days(7));
  }
  EXPECT_EQ(have(shows_in_month), 4);
  EXPECT_EQ(have(steady_weeks), 2);
  EXPECT_TRUE(see(shows_in_month, 4).at.has_value());
}

TEST_F(EvidenceTest, ATimeMustBeKnownADayAhead) {
  const auto planned = [&](Milliseconds ahead) {
    const auto show = *plan({.starts_at = clock_.wall() + ahead});
    EXPECT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  people::audit(t, owner_, "show.planned", show.id);
                  return true;
                }).has_value());
    return show.id;
  };
  const auto air = [&](const std::string& id, Milliseconds after) {
    clock_.advance(after);
    EXPECT_TRUE(step(id, Step::kStart).has_value());
    clock_.advance(minutes(30));
    EXPECT_TRUE(step(id, Step::kEnd).has_value());
  };
  air(planned(hours(2)), hours(2));
  EXPECT_EQ(have(announced_ahead, 3), 0);
  air(planned(hours(30)), hours(30));
  air(planned(hours(48)), hours(48));
  EXPECT_EQ(have(announced_ahead, 3), 2) << "counted back from the newest";
  EXPECT_EQ(have(announced_ahead, 2), 2);
  // Moved two hours before, so nobody could know.
  const auto moved = planned(hours(48));
  clock_.advance(hours(30));
  ASSERT_TRUE(run<Show>([&](store::Transaction& t) {
                return change(t, journal_, moved, {.starts_at = std::optional(clock_.wall() + hours(2))});
              }).has_value());
  air(moved, hours(2));
  EXPECT_EQ(have(announced_ahead, 2), 0);
  EXPECT_EQ(see(announced_ahead, 2).facts.at("late").as_string(), "秋の新色");
}

TEST_F(EvidenceTest, RemindersAreCountedForOneShow) {
  const auto few = plan({})->id;
  const auto many = plan({})->id;
  sql("INSERT INTO reminder (member, show, wanted_at) VALUES ('m1', ?1, 1), ('m1', ?2, 1), ('m2', ?2, 1)",
      few, many);
  EXPECT_EQ(see(reminders_wanted).have, 2);
  EXPECT_EQ(see(reminders_wanted).id, many);
}

TEST_F(EvidenceTest, ARecordingCountsOnceItWasWatched) {
  const auto show = held(minutes(30));
  viewed("v1", show, true);
  EXPECT_EQ(have(archive_watched), 0);
  viewed("v1", show, false);
  viewed("v2", show, false);
  EXPECT_EQ(have(archive_watched), 1);
  sql("UPDATE show SET record = 0");
  EXPECT_EQ(have(archive_watched), 0);
}

TEST_F(EvidenceTest, PresentersCountOnceTheyWereOnAir) {
  plan({.cast = std::vector<std::string>{"minori"}});
  EXPECT_EQ(have(presenters_on_air), 0);
  held(minutes(30), {"minori"});
  held(minutes(30), {"minori"});
  EXPECT_EQ(have(presenters_on_air), 1);
}

TEST_F(EvidenceTest, OrdersAreShippedAndComeFromTheArchive) {
  const auto show = on_air();
  order("v1", show);
  ASSERT_TRUE(step(show, Step::kEnd).has_value());
  EXPECT_EQ(have(archive_orders), 0);
  clock_.advance(Milliseconds(1));
  order("v2", show);
  EXPECT_EQ(have(archive_orders), 1);
  EXPECT_EQ(see(archive_orders).at, clock_.wall());
  EXPECT_EQ(have(orders_shipped), 0);
  sql("UPDATE placed_order SET shipped_at = 77 WHERE viewer = 'v1'");
  EXPECT_EQ(see(orders_shipped).have, 1);
  EXPECT_EQ(see(orders_shipped).at, WallTime(Milliseconds(77)));
}

TEST_F(EvidenceTest, WhoOrderedTwiceIsOnePersonOnTwoDevices) {
  const auto show = on_air();
  order("v1", show);
  order("v1", show, "cancelled");
  EXPECT_EQ(have(repeat_buyers), 0);
  sql("INSERT INTO member (id, email, name, language, joined_at) VALUES ('m1', 'a@example.jp', '花', 'ja', "
      "1)");
  sql("INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('v1', 'm1', 1), ('v2', 'm1', 1)");
  order("v2", show);
  EXPECT_EQ(have(repeat_buyers), 1);
  EXPECT_EQ(have(members), 1);
}

TEST_F(EvidenceTest, ARegularViewerSawThreeShows) {
  const auto one = held(minutes(30));
  const auto two = held(minutes(30));
  const auto three = held(minutes(30));
  for (const auto& show : {one, two}) viewed("v1", show, true);
  viewed("v1", two, false);
  EXPECT_EQ(have(regular_viewers), 0) << "the same show twice is one";
  viewed("v1", three, false);
  EXPECT_EQ(have(regular_viewers), 1);
}

TEST_F(EvidenceTest, FollowersAreCountedByPerson) {
  sql("INSERT INTO follow (handle, viewer, followed_at) VALUES ('minori', 'v1', 5), ('aki', 'v1', 6), "
      "('minori', 'v2', "
      "7)");
  EXPECT_EQ(have(followers), 2);
  EXPECT_EQ(see(followers, 2).at, WallTime(Milliseconds(7)));
}

TEST_F(EvidenceTest, ConnectionsToOtherShops) {
  EXPECT_EQ(have(connected_outside), 0);
  sql("UPDATE embedding SET origins = '[\"https://shop.example\"]'");
  EXPECT_EQ(have(connected_outside), 1);
  EXPECT_TRUE(see(connected_outside).facts.at("sites").as_bool());
}

TEST_F(EvidenceTest, EveryQuestionCanBeAskedOfAnEmptyShop) {
  for (const auto& each : evidence_list()) {
    EXPECT_LT(have(each.look, each.usual_goal), each.usual_goal) << each.name;
  }
  EXPECT_EQ(evidence_called("nothing"), nullptr);
}

}  // namespace
}  // namespace nigiwai::show
