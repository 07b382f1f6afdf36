#include "show/fans/fans.h"

#include <algorithm>
#include <tuple>

#include "base/time.h"
#include "people/members.h"

namespace nigiwai::show {
namespace {

constexpr std::array<std::string_view, 5> kOrders{"last", "shows", "orders", "level", "name"};

// An order that came to nothing makes nobody a customer.
constexpr const char* kStands = "state NOT IN ('cancelled', 'refunded', 'returned')";

// Everybody who took part as (person), and each of them with all their devices as (person, viewer). A vote
// stands under the person already.
constexpr const char* kPersons =
    "WITH took (viewer) AS (SELECT viewer FROM audience WHERE chatted_at IS NOT NULL UNION SELECT viewer "
    "FROM "
    "follow UNION SELECT viewer FROM placed_order WHERE viewer IS NOT NULL UNION SELECT viewer FROM "
    "external_order WHERE viewer IS NOT NULL UNION SELECT person FROM poll_vote), "
    "persons (person) AS MATERIALIZED (SELECT DISTINCT coalesce(m.member, t.viewer) FROM took t LEFT JOIN "
    "member_viewer m ON m.viewer = t.viewer), "
    "theirs (person, viewer) AS MATERIALIZED (SELECT person, person FROM persons UNION SELECT p.person, "
    "m.viewer FROM persons p JOIN member_viewer m ON m.member = p.person) ";

std::vector<std::string> handles_in(std::string_view text) {
  std::vector<std::string> handles;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    handles.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  std::ranges::sort(handles);
  return handles;
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
  static const std::string sql = [] {
    const std::string stands = kStands;
    return std::string(kPersons) +
           "SELECT p.person, coalesce(mm.name, v.name), coalesce(w.shows, 0), w.last_at, coalesce(o.orders, "
           "0), "
           "coalesce(o.of_year, 0), coalesce(f.handles, '') FROM persons p LEFT JOIN member mm ON mm.id = "
           "p.person LEFT JOIN viewer v ON v.id = p.person "
           "LEFT JOIN (SELECT t.person, count(DISTINCT CASE WHEN a.viewed_at IS NOT NULL THEN a.show END) AS "
           "shows, max(max(coalesce(a.viewed_at, 0), coalesce(a.chatted_at, 0))) AS last_at FROM theirs t "
           "JOIN "
           "audience a ON a.viewer = t.viewer GROUP BY t.person) w ON w.person = p.person "
           "LEFT JOIN (SELECT t.person, count(*) AS orders, sum(x.placed_at >= ?1) AS of_year FROM theirs t "
           "JOIN "
           "(SELECT viewer, placed_at FROM placed_order WHERE viewer IS NOT NULL AND " +
           stands + " UNION ALL SELECT viewer, placed_at FROM external_order WHERE viewer IS NOT NULL AND " +
           stands +
           ") x ON x.viewer = t.viewer GROUP BY t.person) o ON o.person = p.person "
           "LEFT JOIN (SELECT t.person, group_concat(DISTINCT x.handle) AS handles FROM theirs t JOIN follow "
           "x ON "
           "x.viewer = t.viewer GROUP BY t.person) f ON f.person = p.person "
           "WHERE (mm.id IS NOT NULL AND mm.erased_at IS NULL) OR v.id IS NOT NULL";
  }();
  const auto year = now - kFanYear;
  const auto rules = fan_rules(db);
  std::vector<Fan> fans;
  auto rows = db.query(sql, to_ms(year));
  while (rows.next()) {
    Fan fan{.person = rows.text(0),
            .name = rows.text(1),
            .shows = rows.integer(2),
            .orders = rows.integer(4),
            .followed = handles_in(rows.text(6))};
    if (const auto last = rows.optional_integer(3).value_or(0); last > 0) fan.last_visit = from_ms(last);
    fan.level = level_of({.took_part = true,
                          .followed = static_cast<std::int64_t>(fan.followed.size()),
                          .shows = fan.shows,
                          .orders_of_year = rows.integer(5),
                          .arrivals_of_year = arrivals.of(db, fan.person, year)},
                         rules)
                    .value_or(FanLevel::kParticipant);
    fans.push_back(std::move(fan));
  }
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
