#include "insight/visits/journal_reading.h"

#include "insight/visits/folding.h"

namespace nigiwai::insight {
namespace {

bool has_figures(store::Database& journal, const std::string& show) {
  auto rows = journal.query("SELECT state IN ('rehearsing', 'rehearsed') FROM show WHERE id = ?", show);
  return rows.next() && rows.integer(0) == 0;
}

}  // namespace

JournalReading::JournalReading(store::Database& kept, std::int64_t span)
    : kept_(kept),
      span_(span),
      book_(&kept, [this](const std::string& show) { return has_figures(*journal_, show); }) {
  auto rows = kept.query("SELECT position FROM read_to");
  if (rows.next()) position_ = rows.integer(0);
}

std::int64_t JournalReading::read_span(store::Database& journal) {
  journal_ = &journal;
  std::int64_t read = 0;
  auto position = position_;
  kept_.script("BEGIN IMMEDIATE");
  try {
    auto rows = journal.query(
        "SELECT position, show, kind, by_id, by_role, at, accepted_at, data FROM event WHERE position > ? "
        "ORDER "
        "BY position LIMIT ?",
        position, span_);
    while (rows.next()) {
      position = rows.integer(0);
      ++read;
      const auto kind = rows.view(2);
      const auto what = what_of(kind);
      if (!what) continue;
      Fact fact{.position = position,
                .show = rows.view(1),
                .viewer = rows.view(4) == "viewer" ? rows.view(3) : std::string_view(),
                .at = rows.integer(5),
                .time = rows.integer(6),
                .what = *what};
      if (read_data(fact, kind, rows.view(7))) fold(book_, fact);
    }
    if (read > 0) {
      book_.flush();
      kept_.run("UPDATE read_to SET position = ?", position);
    }
    kept_.script("COMMIT");
  } catch (...) {
    if (kept_.in_transaction()) kept_.script("ROLLBACK");
    throw;
  }
  position_ = position;
  return read;
}

}  // namespace nigiwai::insight
