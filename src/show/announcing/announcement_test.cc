#include "show/announcing/announcement.h"

#include "base/time.h"
#include "people/members.h"
#include "show/announcing/announcements.h"
#include "show/reminders.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(AnnouncementTimes, BeginsADayAndAnHourBeforeAndNotMuchLater) {
  const auto starts = *from_rfc3339("2026-11-30T11:00:00Z");
  EXPECT_FALSE(begins(Which::kDay, starts, starts - hours(24) - Milliseconds(1)));
  EXPECT_TRUE(begins(Which::kDay, starts, starts - hours(24)));
  EXPECT_TRUE(begins(Which::kDay, starts, starts - hours(22)));
  EXPECT_FALSE(begins(Which::kDay, starts, starts - hours(22) + Milliseconds(1)));
  EXPECT_FALSE(begins(Which::kHour, starts, starts - minutes(61)));
  EXPECT_TRUE(begins(Which::kHour, starts, starts - minutes(30)));
  EXPECT_FALSE(begins(Which::kHour, starts, starts - minutes(29)));
}

TEST(AnnouncementTimes, GoesOutUntilTheNextMailIsDue) {
  const auto starts = *from_rfc3339("2026-11-30T11:00:00Z");
  EXPECT_TRUE(goes_out(Which::kDay, starts, starts - hours(2)));
  EXPECT_FALSE(goes_out(Which::kDay, starts, starts - hours(1)));
  EXPECT_TRUE(goes_out(Which::kHour, starts, starts - minutes(11)));
  EXPECT_FALSE(goes_out(Which::kHour, starts, starts - kRemindBefore));
}

class AnnouncementsTest : public ShowTest {
 protected:
  template <class Do>
  void in_writer(Do act) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  act(t);
                  return true;
                }).has_value());
  }
  void follower(const std::string& id, int devices = 1) {
    in_writer([&](store::Transaction& t) {
      t.db().run(
          "INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES (?1, ?1 || "
          "'@example.jp', ?1, 'ja', ?1, 0)",
          id);
      for (int i = 0; i < devices; ++i) {
        const auto viewer = id + std::to_string(i);
        t.db().run(
            "INSERT INTO viewer (id, token_hash, name, created_at) VALUES (?1, CAST(?1 AS BLOB), ?1, 0)",
            viewer);
        t.db().run("INSERT INTO member_viewer (viewer, member, joined_at) VALUES (?, ?, 0)", viewer, id);
        t.db().run("INSERT INTO follow (handle, viewer, followed_at) VALUES ('minori', ?, 0)", viewer);
      }
    });
  }
  std::string in(Milliseconds from_now) {
    return plan({.starts_at = std::optional(clock_.wall() + from_now),
                 .cast = std::vector<std::string>{"minori"}})
        ->id;
  }
  void move_to(const std::string& show, Milliseconds from_now) {
    ASSERT_TRUE(run<Show>([&](store::Transaction& t) {
                  return change(t, journal_, show, {.starts_at = std::optional(clock_.wall() + from_now)});
                }).has_value());
  }
  // As the chore does, until nothing is left to do at once.
  void tend() {
    for (bool more = true; more;) {
      const auto done = run<bool>([&](store::Transaction& t) {
        return announce_some(t, {.clock = clock_, .journal = journal_, .origin = "https://shop.example"});
      });
      ASSERT_TRUE(done.has_value());
      more = *done;
    }
  }
  std::vector<std::string> waiting() {
    std::vector<std::string> to;
    auto rows = reader_->query("SELECT recipient FROM mail WHERE kind = 'announcement' ORDER BY recipient");
    while (rows.next()) to.push_back(rows.text(0));
    return to;
  }
  void mail_server_takes_all() {
    in_writer([](store::Transaction& t) { t.db().run("DELETE FROM mail WHERE kind = 'announcement'"); });
    tend();
  }
  std::vector<std::string> told(const std::string& show) {
    std::vector<std::string> said;
    for (const auto& event : heard_.of(show, "announcement.sent"))
      said.push_back(json::serialize(event->data));
    return said;
  }
};

TEST_F(AnnouncementsTest, GoOutADayAndAnHourBeforeOnceToEachFollower) {
  follower("hana", 3);
  follower("mei");
  const auto show = in(hours(30));
  tend();
  EXPECT_TRUE(waiting().empty());
  clock_.advance(hours(6));
  tend();
  tend();
  EXPECT_EQ(waiting(), (std::vector<std::string>{"hana@example.jp", "mei@example.jp"}))
      << "once, on three devices";
  EXPECT_TRUE(told(show).empty()) << "not while they wait";
  mail_server_takes_all();
  EXPECT_EQ(told(show), std::vector<std::string>{R"({"which":"day","members":2})"});
  EXPECT_TRUE(waiting().empty());
  clock_.advance(hours(23));
  tend();
  mail_server_takes_all();
  EXPECT_EQ(told(show).back(), R"({"which":"hour","members":2})");
  EXPECT_EQ(told(show).size(), 2U);
}

TEST_F(AnnouncementsTest, FollowTheShowAndNeverGoOutTwice) {
  follower("hana");
  follower("mei");
  const auto show = in(hours(24));
  tend();
  ASSERT_EQ(waiting().size(), 2U);
  // One was taken by the mail server before the show moved to the day after; the other's is written anew
  // then.
  in_writer(
      [](store::Transaction& t) { t.db().run("DELETE FROM mail WHERE recipient = 'hana@example.jp'"); });
  follower("rin");
  move_to(show, hours(48));
  EXPECT_TRUE(waiting().empty());
  tend();
  EXPECT_TRUE(waiting().empty());
  clock_.advance(hours(24));
  tend();
  // mei's was the first in the line and may have been on its way: it is not risked to come twice.
  EXPECT_EQ(waiting(), std::vector<std::string>{"rin@example.jp"});
  mail_server_takes_all();
  ASSERT_EQ(told(show).size(), 1U);
  move_to(show, hours(48));
  clock_.advance(hours(24));
  tend();
  EXPECT_TRUE(waiting().empty()) << "the day before was announced, whatever became of the time";
}

TEST_F(AnnouncementsTest, AreTakenBackWithTheShowAndWithTheSetting) {
  follower("hana");
  const auto cancelled = in(minutes(50));
  const auto off = in(minutes(51));
  in_writer([&](store::Transaction& t) { set_announced(t, *find(t.db(), off), false); });
  tend();
  EXPECT_EQ(waiting().size(), 1U);
  ASSERT_TRUE(step(cancelled, Step::kCancel).has_value());
  EXPECT_TRUE(waiting().empty());
  EXPECT_TRUE(told(cancelled).empty());
  in_writer([&](store::Transaction& t) { set_announced(t, *find(t.db(), off), true); });
  tend();
  EXPECT_EQ(waiting().size(), 1U);
  in_writer([&](store::Transaction& t) { set_announced(t, *find(t.db(), off), false); });
  EXPECT_TRUE(waiting().empty());
}

TEST_F(AnnouncementsTest, LeaveOutWhoWantsNoneAndWhoIsRemindedInThatMinute) {
  follower("hana");
  follower("mei");
  follower("rin");
  in_writer([&](store::Transaction& t) { people::prefer(t, "hana", {.announcements = false}); });
  const auto soon = in(minutes(10));
  in_writer([&](store::Transaction& t) {
    outbox::send(t, clock_,
                 {.to = "mei@example.jp",
                  .subject = "soon",
                  .text = "soon",
                  .kind = "reminder",
                  .person = "mei",
                  .about = soon,
                  .not_before = clock_.wall()});
  });
  const auto show = in(hours(1));
  EXPECT_EQ(would_get(*reader_, show), 2);
  tend();
  EXPECT_EQ(waiting(), std::vector<std::string>{"rin@example.jp"});
}

TEST_F(AnnouncementsTest, KeepTheOutboxShortForMailThatIsWaitedFor) {
  in_writer([](store::Transaction& t) {
    t.db().script(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) INSERT INTO member "
        "(id, "
        "email, name, language, unsubscribe, joined_at) SELECT 'm' || i, 'm' || i || '@example.jp', 'm', "
        "'en', "
        "'m' || i, 0 FROM n; INSERT INTO viewer (id, token_hash, name, created_at) SELECT 'v' || id, CAST(id "
        "AS "
        "BLOB), 'm', 0 FROM member; INSERT INTO member_viewer (viewer, member, joined_at) SELECT 'v' || id, "
        "id, "
        "0 FROM member; INSERT INTO follow (handle, viewer, followed_at) SELECT 'minori', 'v' || id, 0 FROM "
        "member");
  });
  const auto show = in(hours(24));
  for (int left = 900; left > 0; left -= static_cast<int>(kMostWaiting)) {
    tend();
    EXPECT_EQ(static_cast<int>(waiting().size()), std::min<int>(left, kMostWaiting));
    mail_server_takes_all();
    if (left > kMostWaiting) EXPECT_TRUE(told(show).empty());
  }
  EXPECT_EQ(told(show), std::vector<std::string>{R"({"which":"day","members":900})"});
  auto rows = reader_->query("SELECT count(*) FROM announced");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 0) << "whom it went to is not kept";
}

TEST_F(AnnouncementsTest, CountWhoCameByTheirLinkAndWatched) {
  follower("hana", 2);
  const auto show = in(hours(1));
  in_writer([&](store::Transaction& t) { note_arrival(t, show, "hour", "hana0"); });
  const auto items = [&] {
    return announcements_json(*reader_, *find(*reader_, show), clock_.wall()).at("items").as_array();
  };
  EXPECT_EQ(items()[1].at("arrivals"), 0) << "nothing was mailed";
  tend();
  EXPECT_EQ(items()[1].at("state"), "going-out");
  EXPECT_EQ(items()[0].at("state"), "missed");
  mail_server_takes_all();
  in_writer([&](store::Transaction& t) {
    note_arrival(t, show, "hour", "hana0");
    note_arrival(t, show, "hour", "hana1");
    t.db().run(
        "INSERT INTO audience (show, viewer, live, played_ms, viewed_at) VALUES (?, 'hana1', 1, 4000, 1)",
        show);
  });
  const auto hour = items()[1];
  EXPECT_EQ(hour.at("state"), "sent");
  EXPECT_EQ(hour.at("sent"), 1);
  EXPECT_EQ(hour.at("arrivals"), 1) << "one person on two devices";
  EXPECT_EQ(hour.at("viewers"), 1);
}

}  // namespace
}  // namespace nigiwai::show
