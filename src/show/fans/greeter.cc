#include "show/fans/greeter.h"

#include <algorithm>

#include "base/log.h"
#include "people/members.h"
#include "timeline/by_viewer.h"

namespace nigiwai::show {
namespace {

bool stands_already(store::Database& db, const std::string& show, const std::string& viewer) {
  auto rows = db.query(
      std::string("SELECT 1 FROM event WHERE by_id = ? AND show = ? AND kind = 'regular.arrived' AND ") +
          timeline::kByViewer + " LIMIT 1",
      viewer, show);
  return rows.next();
}

// Another device of the same person was told of before.
bool came_before(store::Database& db, const std::string& show, const std::string& viewer) {
  return std::ranges::any_of(people::viewers_of(db, people::person_of(db, viewer)),
                             [&](const std::string& each) { return stands_already(db, show, each); });
}

}  // namespace

void Greeter::tend() {
  auto arrivals = parts_.readers.read<std::vector<Arrival>>(
      [this](store::Database& db) -> Result<std::vector<Arrival>> { return look(db); });
  if (!arrivals) return log_warn("regulars could not be looked up", {{"why", arrivals.error().detail}});
  for (std::size_t from = 0; from < arrivals->size(); from += kGreeterWrites) {
    const auto end = std::min(arrivals->size(), from + kGreeterWrites);
    write({arrivals->begin() + static_cast<std::ptrdiff_t>(from),
           arrivals->begin() + static_cast<std::ptrdiff_t>(end)});
  }
}

std::vector<Greeter::Arrival> Greeter::look(store::Database& db) {
  std::map<std::string, std::unordered_set<std::string>, std::less<>> live;
  {
    auto rows = db.query("SELECT id FROM show WHERE state = 'live'");
    while (rows.next()) live[rows.text(0)];
  }
  for (auto& [show, viewers] : live) {
    if (const auto known = known_.find(show); known != known_.end()) viewers = std::move(known->second);
  }
  known_ = std::move(live);
  if (!position_ || known_.empty()) {
    auto rows = db.query("SELECT coalesce(max(position), 0) FROM event");
    rows.next();
    position_ = rows.integer(0);
    return {};
  }
  const auto rules = fan_rules(db);
  std::vector<Arrival> arrivals;
  std::size_t looked_up = 0;
  auto rows = db.query(
      "SELECT position, show, by_id, by_role FROM event WHERE position > ? ORDER BY position LIMIT ?",
      *position_, kGreeterEvents);
  while (looked_up < kGreeterPeople && rows.next()) {
    position_ = rows.integer(0);
    if (rows.text(3) != "viewer") continue;
    const auto room = known_.find(rows.text(1));
    if (room == known_.end()) continue;
    auto viewer = rows.text(2);
    if (!room->second.insert(viewer).second) continue;
    ++looked_up;
    if (auto arrival = arrival_of(db, rules, room->first, viewer)) arrivals.push_back(*std::move(arrival));
  }
  for (auto& arrival : arrivals) {
    arrival.told = !came_before(db, arrival.show, arrival.viewer) &&
                   limits_.take(kRegularsTold, arrival.show).has_value();
  }
  return arrivals;
}

std::optional<Greeter::Arrival> Greeter::arrival_of(store::Database& db, const FanRules& rules,
                                                    const std::string& show,
                                                    const std::string& viewer) const {
  const auto standing = fan_standing(db, parts_.arrivals, viewer, show, parts_.clock.wall());
  if (!is_regular(standing, rules)) return std::nullopt;
  auto rows = db.query("SELECT name FROM viewer WHERE id = ?", viewer);
  if (!rows.next()) return std::nullopt;  // erased meanwhile
  return Arrival{.show = show,
                 .viewer = viewer,
                 .name = rows.text(0),
                 .level = level_of(standing, rules),
                 .visit = standing.shows + 1};
}

void Greeter::write(std::vector<Arrival> arrivals) {
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [&journal = parts_.journal,
       arrivals = std::move(arrivals)](store::Transaction& transaction) -> Result<int> {
        write_arrivals(transaction, journal, arrivals);
        return 0;
      },
      [](Result<int> done) {
        if (!done) log_warn("regulars could not be told", {{"why", done.error().detail}});
      });
}

void write_arrivals(store::Transaction& transaction, timeline::Journal& journal,
                    std::span<const Greeter::Arrival> arrivals) {
  auto& db = transaction.db();
  for (const auto& arrival : arrivals) {
    if (stands_already(db, arrival.show, arrival.viewer)) continue;
    {
      auto rows = db.query("SELECT 1 FROM viewer WHERE id = ?", arrival.viewer);
      if (!rows.next()) continue;
    }
    const auto times = timeline::times_of(db, arrival.show);
    if (!times || !times->live()) continue;
    json::object data{{"visit", arrival.visit}, {"level", nullptr}, {"told", arrival.told}};
    if (arrival.level) data["level"] = to_text(*arrival.level);
    journal.append(
        transaction, arrival.show,
        {.kind = "regular.arrived", .data = std::move(data), .audience = timeline::Audience::kStaff},
        {.role = http::Role::kViewer, .id = arrival.viewer, .name = arrival.name},
        timeline::show_clock(*times, transaction.now()));
  }
}

}  // namespace nigiwai::show
