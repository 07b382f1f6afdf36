#include "social/inbox/inbox_figures.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <map>
#include <vector>

#include "base/time.h"
#include "people/staff.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;
constexpr std::chrono::hours kJapan{9};

struct Tally {
  std::int64_t came = 0;
  std::int64_t answered = 0;
  std::int64_t aside = 0;
  std::int64_t waiting = 0;
  std::vector<Milliseconds> waits{};
};
using Weeks = std::map<WallTime, std::map<std::string, Tally, std::less<>>, std::greater<>>;

void read_items(store::Database& db, WallTime from, Weeks& weeks) {
  auto rows = db.query("SELECT came_at, network, state, more, answered_at FROM inbox_item WHERE came_at >= ?",
                       to_ms(from));
  while (rows.next()) {
    const auto came = from_ms(rows.integer(0));
    auto& tally = weeks[week_of(came)][rows.text(1)];
    tally.came += 1 + rows.integer(3);
    const auto state = rows.text(2);
    if (state == "answered") ++tally.answered;
    if (state == "aside") ++tally.aside;
    if (state == "open") ++tally.waiting;
    if (const auto at = rows.optional_integer(4)) tally.waits.push_back(from_ms(*at) - came);
  }
}

void read_questions(store::Database& db, WallTime from, Weeks& weeks) {
  // Of a show that went on air a little before the first week, as its questions come later.
  auto rows = db.query(
      "SELECT e.accepted_at, q.state, (SELECT min(a.accepted_at) FROM event a WHERE a.show = q.show AND "
      "a.kind = "
      "'question.answered' AND a.seq > q.seq AND json_extract(a.data, '$.seq') = q.seq) FROM show s JOIN "
      "question "
      "q ON q.show = s.id JOIN event e ON e.show = q.show AND e.seq = q.seq WHERE s.state IN ('live', "
      "'archived') "
      "AND s.listed_at > ? AND q.hidden = 0 AND q.state <> 'held' AND e.accepted_at >= ?",
      to_ms(from - std::chrono::days(7)), to_ms(from));
  while (rows.next()) {
    const auto asked = from_ms(rows.integer(0));
    auto& tally = weeks[week_of(asked)]["show"];
    ++tally.came;
    ++(rows.text(1) == "answered" ? tally.answered : tally.waiting);
    if (const auto at = rows.optional_integer(2)) tally.waits.push_back(from_ms(*at) - asked);
  }
}

json::value ms_of(const std::optional<Milliseconds>& time) {
  return time ? json::value(time->count()) : json::value();
}

json::array people_of(store::Database& db, WallTime from) {
  json::array people;
  auto rows = db.query(
      "SELECT by, count(*) FROM (SELECT by FROM inbox_answer WHERE state = 'sent' AND sent_at >= ?1 UNION "
      "ALL "
      "SELECT q.answered_by FROM show s JOIN question q ON q.show = s.id WHERE s.state IN ('live', "
      "'archived') AND "
      "s.listed_at >= ?1 AND q.state = 'answered') GROUP BY by ORDER BY count(*) DESC, by LIMIT 50",
      to_ms(from));
  while (rows.next()) {
    const auto profile = people::profile_of(db, rows.text(0));
    people.push_back({{"by", {{"id", rows.text(0)}, {"name", profile ? profile->name : rows.text(0)}}},
                      {"answers", rows.integer(1)}});
  }
  return people;
}

}  // namespace

std::optional<Milliseconds> nearest_rank(std::span<const Milliseconds> sorted, int percent) {
  if (sorted.empty()) return std::nullopt;
  const auto rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

WallTime week_of(WallTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at + kJapan);
  return WallTime{day - (std::chrono::weekday(day) - std::chrono::Monday)} - kJapan;
}

json::object inbox_figures(store::Database& db, WallTime now) {
  const auto from = week_of(now) - std::chrono::days(7 * (kWeeksTold - 1));
  Weeks weeks;
  read_items(db, from, weeks);
  read_questions(db, from, weeks);
  json::array told;
  for (auto& [week, networks] : weeks) {
    json::array each;
    for (auto& [network, tally] : networks) {
      std::ranges::sort(tally.waits);
      each.push_back({{"network", network},
                      {"came", tally.came},
                      {"answered", tally.answered},
                      {"aside", tally.aside},
                      {"waiting", tally.waiting},
                      {"median_ms", ms_of(nearest_rank(tally.waits, 50))},
                      {"p90_ms", ms_of(nearest_rank(tally.waits, 90))}});
    }
    told.push_back({{"from", to_rfc3339(week)}, {"networks", std::move(each)}});
  }
  return {{"weeks", std::move(told)}, {"people", people_of(db, from)}};
}

}  // namespace nigiwai::social
