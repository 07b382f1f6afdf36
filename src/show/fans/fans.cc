#include "show/fans/fans.h"

#include <algorithm>
#include <tuple>

#include "base/time.h"
#include "people/members.h"
#include "show/fans/by_person.h"

namespace nigiwai::show {
namespace {

constexpr std::array<std::string_view, 5> kOrders{"last", "shows", "orders", "level", "name"};

// An order that came to nothing makes nobody a customer.
constexpr const char* kStands = "state NOT IN ('cancelled', 'refunded', 'returned')";

// What is counted of one person while all are read.
struct Counted {
  std::int64_t chatted_at = 0;  // the last of first lines, UTC ms; 0: none
  std::vector<std::string> followed{};
  std::int64_t orders = 0;
  std::int64_t orders_of_year = 0;
  std::vector<std::int64_t> brought{};  // the persons, each as often as they came
};
using People = ByPerson<Counted>;

void read_taking_part(People& people) {
  const std::string person = kPersonOfRow, names = kNamesOfRow;
  people.each("SELECT " + person +
                  ", x.at FROM (SELECT viewer, max(chatted_at) AS at FROM audience WHERE chatted_at IS NOT "
                  "NULL GROUP BY viewer) x" +
                  names,
              [](People::Person& each, const store::Rows& rows) {
                each.facts.chatted_at = std::max(each.facts.chatted_at, rows.integer(2));
              });
  people.each(
      "SELECT " + person + ", x.handle FROM follow x" + names,
      [](People::Person& each, const store::Rows& rows) { each.facts.followed.push_back(rows.text(2)); });
  // A vote stands under the person already.
  people.each("SELECT DISTINCT person, NULL FROM poll_vote", [](People::Person&, const store::Rows&) {});
}

void read_orders(People& people, std::int64_t since) {
  for (const std::string table : {"placed_order", "external_order"}) {
    people.each(std::string("SELECT ") + kPersonOfRow + ", x.placed_at, x." + kStands + " FROM " + table +
                    " x" + kNamesOfRow + "WHERE x.viewer IS NOT NULL",
                [&](People::Person& each, const store::Rows& rows) {
                  if (rows.integer(3) == 0) return;
                  ++each.facts.orders;
                  if (rows.integer(2) >= since) ++each.facts.orders_of_year;
                });
  }
}

void read_arrivals(People& people, store::Database& db, const VerifiedArrivals& arrivals,
                   std::int64_t since) {
  arrivals.each(
      db, [&](const std::string& person) { return people.met(person); },
      [&](std::size_t place, const Brought& brought) {
        if (brought.arrived_at >= since) people.all()[place].facts.brought.push_back(brought.whom);
      });
}

std::size_t different(auto& all) {
  std::ranges::sort(all);
  const auto again = std::ranges::unique(all);
  all.erase(again.begin(), again.end());
  return all.size();
}

// `shows` is only kept for its memory.
Fan counted(People::Person& person, WatchedReading& watched, const FanRules& rules,
            std::vector<std::int64_t>& shows) {
  auto& facts = person.facts;
  auto last = facts.chatted_at;
  shows.clear();
  watched.each(person.id, person.known.member, [&](std::int64_t show, std::int64_t at) {
    shows.push_back(show);
    last = std::max(last, at);
  });
  Fan fan{.person = std::move(person.id),
          .name = std::move(person.known.name),
          .shows = static_cast<std::int64_t>(different(shows)),
          .orders = facts.orders};
  different(facts.followed);
  fan.followed = std::move(facts.followed);
  if (last > 0) fan.last_visit = from_ms(last);
  fan.level = level_of({.took_part = true,
                        .followed = static_cast<std::int64_t>(fan.followed.size()),
                        .shows = fan.shows,
                        .orders_of_year = facts.orders_of_year,
                        .arrivals_of_year = static_cast<std::int64_t>(different(facts.brought))},
                       rules)
                  .value_or(FanLevel::kParticipant);
  return fan;
}

// Latin letters without regard to case, as people type names.
std::string folded(std::string_view name) {
  std::string text(name);
  for (auto& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

bool comes_before(const Fan& a, const Fan& b, FanOrder order) {
  const auto last = [](const Fan& fan) { return fan.last_visit.value_or(WallTime{}); };
  // The person at the end, so that pages never shuffle those who are alike.
  switch (order) {
    case FanOrder::kShows:
      return std::tuple(-a.shows, last(b), a.person) < std::tuple(-b.shows, last(a), b.person);
    case FanOrder::kOrders:
      return std::tuple(-a.orders, last(b), a.person) < std::tuple(-b.orders, last(a), b.person);
    case FanOrder::kLevel:
      return std::tuple(b.level, last(b), a.person) < std::tuple(a.level, last(a), b.person);
    case FanOrder::kName:
      return std::tie(a.name, a.person) < std::tie(b.name, b.person);
    case FanOrder::kLastVisit:
      break;
  }
  return std::tuple(last(b), a.person) < std::tuple(last(a), b.person);
}

}  // namespace

std::optional<FanOrder> fan_order(std::string_view text) {
  const auto* found = std::ranges::find(kOrders, text);
  if (found == kOrders.end()) return std::nullopt;
  return static_cast<FanOrder>(found - kOrders.begin());
}

FanRules fan_rules(store::Database& db) {
  auto rows = db.query("SELECT fan_shows, loyal_orders, evangelist_arrivals, returning_visits FROM fan_rule");
  if (!rows.next()) return {};
  return {rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3)};
}

void write_fan_rules(store::Transaction& transaction, const FanRules& rules) {
  transaction.db().run(
      "INSERT OR REPLACE INTO fan_rule (only, fan_shows, loyal_orders, evangelist_arrivals, "
      "returning_visits) "
      "VALUES (1, ?, ?, ?, ?)",
      rules.fan_shows, rules.loyal_orders, rules.evangelist_arrivals, rules.returning_visits);
}

FanStanding fan_standing(store::Database& db, const VerifiedArrivals& arrivals, const std::string& viewer,
                         const std::string& but, WallTime now) {
  static const std::string sql = [] {
    const std::string theirs = people::kViewersOfPerson;
    const std::string stands = kStands;
    return "SELECT (SELECT count(DISTINCT show) FROM audience WHERE viewer IN " + theirs +
           " AND viewed_at IS NOT NULL AND show <> ?2), (SELECT count(DISTINCT handle) FROM follow WHERE "
           "viewer "
           "IN " +
           theirs + "), (SELECT count(*) FROM placed_order WHERE viewer IN " + theirs +
           " AND placed_at >= ?3 AND " + stands +
           ") + (SELECT count(*) FROM external_order WHERE viewer IN " + theirs +
           " AND placed_at >= ?3 AND " + stands + "), EXISTS (SELECT 1 FROM audience WHERE viewer IN " +
           theirs + " AND chatted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM placed_order WHERE viewer IN " +
           theirs + ") OR EXISTS (SELECT 1 FROM external_order WHERE viewer IN " + theirs +
           ") OR EXISTS (SELECT 1 FROM poll_vote WHERE person IN " + theirs +
           " OR person = (SELECT member FROM member_viewer WHERE viewer = ?1))";
  }();
  const auto year = now - kFanYear;
  FanStanding standing;
  {
    auto rows = db.query(sql, viewer, but, to_ms(year));
    rows.next();
    standing = {.took_part = rows.integer(3) != 0 || rows.integer(1) > 0,
                .followed = rows.integer(1),
                .shows = rows.integer(0),
                .orders_of_year = rows.integer(2)};
  }
  standing.arrivals_of_year = arrivals.of(db, people::person_of(db, viewer), year);
  return standing;
}

std::vector<Fan> all_fans(store::Database& db, const VerifiedArrivals& arrivals, WallTime now) {
  ByPerson<Counted> people(db);
  read_taking_part(people);
  read_orders(people, to_ms(now - kFanYear));
  read_arrivals(people, db, arrivals, to_ms(now - kFanYear));
  const auto rules = fan_rules(db);
  WatchedReading watched(db);
  std::vector<Fan> fans;
  fans.reserve(people.all().size());
  std::vector<std::int64_t> shows;
  for (auto& person : people.all()) fans.push_back(counted(person, watched, rules, shows));
  return fans;
}

FansFound find_fans(const std::vector<Fan>& all, const FansAsked& asked) {
  const auto wanted = folded(asked.name);
  FansFound found;
  for (const auto& fan : all) {
    if (!asked.follows.empty() && !std::ranges::binary_search(fan.followed, asked.follows)) continue;
    if (!wanted.empty() && folded(fan.name).find(wanted) == std::string::npos) continue;
    ++found.of_level.at(static_cast<std::size_t>(fan.level));
    if (!asked.level || fan.level == *asked.level) found.fans.push_back(&fan);
  }
  std::ranges::sort(found.fans,
                    [&](const Fan* a, const Fan* b) { return comes_before(*a, *b, asked.order); });
  return found;
}

std::optional<std::string> name_of_fan(store::Database& db, const std::string& person) {
  auto rows = db.query(
      "SELECT name FROM member WHERE id = ?1 AND erased_at IS NULL UNION ALL SELECT name FROM viewer WHERE "
      "id "
      "= ?1",
      person);
  return rows.next() ? std::optional(rows.text(0)) : std::nullopt;
}

}  // namespace nigiwai::show
