#include "insight/cues/happened.h"

#include "insight/figures/figures.h"
#include "insight/visits/folding.h"
#include "timeline/journal.h"

namespace nigiwai::insight {
namespace {

// A show as the figures know it.
struct Known {
  std::int64_t id = 0;
  std::int64_t ended_at = 0;  // UTC, ms; 0: not yet
  std::int64_t ended_as = 0;  // position of the event that told it
};

std::optional<Known> known_show(store::Database& kept, store::Database& journal, const std::string& show) {
  Known known;
  {
    auto rows = kept.query("SELECT id, ended_at FROM show WHERE name = ?", show);
    if (!rows.next()) return std::nullopt;
    known = {.id = rows.integer(0), .ended_at = rows.optional_integer(1).value_or(0)};
  }
  if (known.ended_at == 0) return known;
  // It stands at the show's length, so that its moment leads to it.
  auto rows = journal.query(
      "SELECT min(e.position) FROM timeline t JOIN event e ON e.show = t.show AND e.at >= t.length_ms AND "
      "e.audience < 3 AND e.kind = 'show.ended' WHERE t.show = ?",
      show);
  if (rows.next()) known.ended_as = rows.optional_integer(0).value_or(0);
  return known;
}

class Reading {
 public:
  Reading(store::Database& kept, store::Database& journal, const std::string& show, const Known& known)
      : kept_(kept), journal_(journal), show_(show), known_(known), read_to_(read_to(kept)) {}

  void read_slices(Happened& into) {
    auto rows = kept_.query("SELECT half, slice, watched_ms FROM slice WHERE show = ? AND watched_ms <> 0",
                            known_.id);
    while (rows.next()) {
      into.slices.push_back({.half = static_cast<Half>(rows.integer(0)),
                             .slice = rows.integer(1),
                             .watched_ms = rows.integer(2)});
    }
  }

  void read_orders(Happened& into) {
    auto rows = kept_.query(
        "SELECT min(half), min(at), count(*) FROM sale WHERE show = ? AND influenced = 0 GROUP BY purchase",
        known_.id);
    while (rows.next()) {
      into.moments.push_back({.what = Done::kOrder,
                              .half = static_cast<Half>(rows.integer(0)),
                              .at = rows.integer(1),
                              .several = rows.integer(2) > 1});
    }
  }

  void read_saves(Happened& into) {
    read_done(into, Done::kSave,
              "SELECT e.position, e.at, e.accepted_at, e.by_id FROM event e INDEXED BY event_of_save WHERE "
              "e.show = ?1 AND e.kind = 'product.saved' AND e.by_role = 'viewer' AND e.position <= ?2");
  }
  // Its questions first, by the order of a CROSS JOIN: with a bound on positions SQLite would rather walk
  // through all events of the show, which takes a year's cues from half a second to twenty.
  void read_questions(Happened& into) {
    read_done(into, Done::kQuestion,
              "SELECT e.position, e.at, e.accepted_at, e.by_id FROM question q CROSS JOIN event e ON e.show = "
              "q.show AND e.seq = q.seq WHERE q.show = ?1 AND q.state <> 'held' AND e.by_role = 'viewer' AND "
              "e.position <= ?2");
  }

 private:
  void read_done(Happened& into, Done what, const char* query) {
    auto rows = journal_.query(query, show_, read_to_);
    while (rows.next()) {
      const auto half = half_of(rows.integer(0), rows.integer(2), rows.text(3));
      into.moments.push_back({.what = what, .half = half, .at = rows.integer(1)});
    }
  }
  Half half_of(std::int64_t position, std::int64_t time, const std::string& viewer) {
    if (known_.ended_at == 0 || position < known_.ended_as) return Half::kLive;
    if (half_after_end(known_.ended_at, time, true) == Half::kArchive) return Half::kArchive;  // mostly
    auto rows = kept_.query(
        "SELECT w.visits_live FROM viewer v JOIN watcher w ON w.show = ? AND w.viewer = v.id WHERE v.name = "
        "?",
        known_.id, viewer);
    return half_after_end(known_.ended_at, time, rows.next() && rows.integer(0) > 0);
  }

  store::Database& kept_;
  store::Database& journal_;
  const std::string& show_;
  const Known& known_;
  std::int64_t read_to_;
};

}  // namespace

std::optional<Happened> happened_in(store::Database& kept, store::Database& journal, const std::string& show,
                                    WallTime now) {
  const auto known = known_show(kept, journal, show);
  if (!known) return std::nullopt;
  Happened happened;
  if (const auto times = timeline::times_of(journal, show))
    happened.length = timeline::show_clock(*times, now);
  Reading reading(kept, journal, show, *known);
  reading.read_slices(happened);
  reading.read_orders(happened);
  reading.read_saves(happened);
  reading.read_questions(happened);
  return happened;
}

}  // namespace nigiwai::insight
