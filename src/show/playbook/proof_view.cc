#include <boost/json/array.hpp>

#include "base/time.h"
#include "show/playbook/proof_figures.h"
#include "show/playbook/proofs.h"

namespace nigiwai::show {
namespace {

json::value or_null(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value();
}

json::value time_or_null(const std::optional<std::int64_t>& ms) {
  return ms ? json::value(to_rfc3339(from_ms(*ms))) : json::value();
}

std::string currency_of(store::Database& db) {
  auto rows = db.query("SELECT currency FROM shop WHERE id = 1");
  return rows.next() ? rows.text(0) : std::string();
}

struct Held {
  json::array shows{};
  Progress progress{};
  WallTime began{};  // when the first was on air, or the proof was made
};

Held held_of(store::Database& db, const Proof& proof, WallTime now) {
  Held held{.progress = {.shows = proof.shows.size(), .ended = proof.ends_at <= now}, .began = proof.made_at};
  auto rows = db.query(
      "SELECT s.id, s.title, s.state, s.starts_at, s.ended_at, t.live_at FROM proof_show p JOIN show s ON "
      "s.id = p.show "
      "LEFT JOIN timeline t ON t.show = s.id WHERE p.proof = ? ORDER BY coalesce(t.live_at, s.starts_at, "
      "9223372036854775807), p.place",
      proof.id);
  while (rows.next()) {
    const auto live_at = rows.optional_integer(5);
    if (live_at) {
      ++held.progress.held;
      held.began = std::min(held.began, from_ms(*live_at));
    }
    held.shows.push_back(json::object{{"id", rows.text(0)},
                                      {"title", rows.text(1)},
                                      {"state", rows.text(2)},
                                      {"starts_at", time_or_null(rows.optional_integer(3))},
                                      {"live_at", time_or_null(live_at)},
                                      {"ended_at", time_or_null(rows.optional_integer(4))}});
  }
  return held;
}

json::object kind_json(const FigureKind& kind) {
  return {{"figure", kind.name},
          {"group", to_text(kind.group)},
          {"unit", to_text(kind.unit)},
          {"definition", kind.definition},
          {"version", kind.version}};
}

json::object short_json(const Proof& proof, const Held& held) {
  return {{"id", proof.id},
          {"title", proof.title},
          {"hypothesis", proof.hypothesis},
          {"ends_at", to_rfc3339(proof.ends_at)},
          {"began_at", to_rfc3339(held.began)},
          {"ended", held.progress.ended},
          {"held", held.progress.held},
          {"of", held.progress.shows},
          {"version", proof.version}};
}

}  // namespace

json::object proof_json(store::Database& db, const Proof& proof, WallTime now) {
  auto held = held_of(db, proof, now);
  const auto currency = currency_of(db);
  const Course course{.from = held.began, .until = proof.ends_at, .now = now};
  std::vector<Measured> measured;
  json::array figures, behind;
  std::int64_t reached = 0;
  for (const auto& target : proof.targets) {
    const auto& kind = *figure_called(target.figure);
    const auto counted = count_figure(db, kind, {proof.shows, held.began, proof.ends_at});
    const auto due = kind.comes == FigureComes::kWithShows ? due_with_shows(held.progress)
                                                           : due_afterwards(held.progress, course);
    const Measured one{target.figure, counted.together, target.target, due};
    auto shown = kind_json(kind);
    if (kind.unit == FigureUnit::kMoney) shown["currency"] = currency;
    shown["target"] = one.target;
    shown["value"] = one.value;
    shown["live"] = or_null(counted.live);
    shown["archive"] = or_null(counted.archive);
    shown["expected"] = one.expected;
    shown["reached"] = one.reached();
    shown["behind"] = one.behind();
    figures.push_back(std::move(shown));
    if (one.reached()) ++reached;
    if (one.behind()) behind.emplace_back(one.figure);
    measured.push_back(one);
  }
  auto shown = short_json(proof, held);
  shown["left_ms"] = std::max<std::int64_t>(0, (proof.ends_at - now).count());
  shown["shows"] = std::move(held.shows);
  shown["figures"] = std::move(figures);
  shown["verdict"] = json::object{{"kind", to_text(verdict_of(held.progress, measured))},
                                  {"reached", reached},
                                  {"of", measured.size()},
                                  {"behind", std::move(behind)}};
  return shown;
}

json::array proofs_json(store::Database& db, WallTime now) {
  std::vector<std::string> ids;
  {
    auto rows = db.query("SELECT id FROM proof ORDER BY position DESC");
    while (rows.next()) ids.push_back(rows.text(0));
  }
  json::array shown;
  for (const auto& id : ids) {
    const auto proof = find_proof(db, id);
    shown.push_back(short_json(*proof, held_of(db, *proof, now)));
  }
  return shown;
}

json::array figures_json() {
  json::array shown;
  for (const auto& kind : figure_kinds()) shown.push_back(kind_json(kind));
  return shown;
}

}  // namespace nigiwai::show
