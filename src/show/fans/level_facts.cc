#include "show/fans/level_facts.h"

#include <algorithm>
#include <unordered_map>

#include "base/time.h"
#include "show/fans/by_person.h"

namespace nigiwai::show {
namespace {

using Reading = ByPerson<PersonFacts>;

void take_part(PersonFacts& facts, std::int64_t at) { facts.took_part_at = std::min(facts.took_part_at, at); }

void read_taking_part(Reading& reading) {
  const auto add = [](Reading::Person& person, const store::Rows& rows) {
    take_part(person.facts, rows.integer(2));
  };
  reading.each(std::string("SELECT ") + kPersonOfRow +
                   ", x.at FROM (SELECT viewer, min(chatted_at) AS at FROM audience WHERE chatted_at IS NOT "
                   "NULL GROUP BY viewer) x" +
                   kNamesOfRow,
               add);
  reading.each(
      "SELECT coalesce(m.member, x.person), NULL, t.live_at + coalesce(p.opened_at, 0) FROM poll_vote x JOIN "
      "poll "
      "p ON p.id = x.poll JOIN timeline t ON t.show = p.show LEFT JOIN member_viewer m ON m.viewer = "
      "x.person WHERE t.live_at IS NOT NULL",
      add);
}

void read_orders(Reading& reading) {
  const auto add = [](Reading::Person& person, const store::Rows& rows) {
    take_part(person.facts, rows.integer(2));
    person.facts.orders.push_back({rows.integer(2), rows.optional_integer(3).value_or(Stretch{}.until)});
  };
  const auto of = [&](const std::string& table, const std::string& ended) {
    reading.each(std::string("SELECT ") + kPersonOfRow +
                     ", x.placed_at, CASE WHEN x.state IN ('cancelled', 'refunded', 'returned') THEN " +
                     ended + " END FROM " + table + " x" + kNamesOfRow + "WHERE x.viewer IS NOT NULL",
                 add);
  };
  of("placed_order",
     "coalesce((SELECT max(s.at) FROM order_step s WHERE s.number = x.number AND s.act = CASE x.state WHEN "
     "'cancelled' THEN 'cancel' WHEN 'refunded' THEN 'refund' ELSE 'restock' END), x.placed_at)");
  of("external_order", "x.changed_at");
}

constexpr const char* kFollowing = "kind IN ('staff.followed', 'staff.unfollowed')";

void read_follows(Reading& reading, store::Database& db) {
  const std::string person = kPersonOfRow, names = kNamesOfRow;
  const auto add = [](Reading::Person& each, const store::Rows& rows) {
    each.facts.follows.push_back({rows.integer(2), rows.optional_integer(3).value_or(Stretch{}.until)});
  };
  reading.each("SELECT " + person + ", x.followed_at, NULL FROM follow x" + names, add);
  // Each that was taken back, on whichever device, and when it had begun.
  std::unordered_map<std::string, std::int64_t> begun;  // by person and handle
  auto rows =
      db.query(std::string("SELECT ") + person +
               ", x.accepted_at, x.kind = 'staff.followed', json_extract(x.data, '$.handle') FROM (SELECT "
               "position, by_id AS viewer, accepted_at, kind, data FROM event WHERE " +
               kFollowing + ") x" + names + "ORDER BY x.position");
  while (rows.next()) {
    const auto which = rows.text(0) + " " + rows.text(4);
    if (rows.integer(3) != 0) {
      begun.try_emplace(which, rows.integer(2));
    } else if (const auto since = begun.find(which); since != begun.end()) {
      if (auto* each = reading.of(rows.view(0)))
        each->facts.follows.push_back({since->second, rows.integer(2)});
      begun.erase(since);
    }
  }
}

// Shows make nobody a fan who never followed: those of the others are left unread, which are by far the most.
void read_shows(Reading& reading, store::Database& db) {
  WatchedReading watched(db);
  for (auto& person : reading.all()) {
    auto& facts = person.facts;
    if (facts.follows.empty()) continue;
    watched.each(person.id, person.known.member, [&](std::int64_t show, std::int64_t at) {
      facts.shows.push_back({.show = show, .at = at});
    });
    // In its archive, or on another device, it is the same show.
    std::ranges::sort(facts.shows, {}, [](const Watched& each) { return std::pair(each.show, each.at); });
    const auto again = std::ranges::unique(facts.shows, {}, &Watched::show);
    facts.shows.erase(again.begin(), again.end());
  }
}

}  // namespace

std::vector<PersonFacts> level_facts(store::Database& db, const VerifiedArrivals& arrivals) {
  Reading reading(db);
  read_taking_part(reading);
  read_orders(reading);
  read_follows(reading, db);
  read_shows(reading, db);
  arrivals.each(
      db, [&](const std::string& person) { return reading.met(person); },
      [&](std::size_t place, const Brought& brought) {
        reading.all()[place].facts.brought.push_back(brought);
      });
  std::vector<PersonFacts> all;
  all.reserve(reading.all().size());
  for (auto& person : reading.all()) {
    std::ranges::sort(person.facts.brought, {}, &Brought::whom);
    all.push_back(std::move(person.facts));
  }
  return all;
}

json::array levels_json(store::Database& db, const VerifiedArrivals& arrivals, WallTime now) {
  const auto rules = fan_rules(db);
  const auto all = level_history(level_facts(db, arrivals), rules, months_until(now, kMostMonths + 1));
  const auto name = [](std::size_t place) {
    return place == kNoLevel ? json::value() : json::value(to_text(static_cast<FanLevel>(place)));
  };
  json::array shown;
  for (const auto& month : all) {
    json::object levels;
    std::int64_t people = 0;
    for (std::size_t level = 0; level < month.people.size(); ++level) {
      levels[to_text(static_cast<FanLevel>(level))] = month.people[level];
      people += month.people[level];
    }
    json::array moves;
    for (std::size_t from = 0; from <= kNoLevel; ++from) {
      for (std::size_t to = 0; to <= kNoLevel; ++to) {
        if (month.moves[from][to] > 0)
          moves.push_back({{"from", name(from)}, {"to", name(to)}, {"people", month.moves[from][to]}});
      }
    }
    if (shown.empty() && people == 0 && moves.empty()) continue;
    shown.push_back({{"month", month.month},
                     {"over", &month != &all.back()},
                     {"levels", std::move(levels)},
                     {"moves", std::move(moves)}});
  }
  return shown;
}

const json::array& KeptLevels::at(store::Database& db, const VerifiedArrivals& arrivals, WallTime now) {
  const auto rules = fan_rules(db);
  if (!months_ || rules != rules_ || now < made_at_ || now >= made_at_ + kLevelsKept) {
    months_ = levels_json(db, arrivals, now);
    rules_ = rules;
    made_at_ = now;
  }
  return *months_;
}

}  // namespace nigiwai::show
