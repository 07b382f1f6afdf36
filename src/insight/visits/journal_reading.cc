#include "insight/visits/journal_reading.h"

#include "insight/visits/event_rows.h"
#include "insight/visits/folding.h"

namespace nigiwai::insight {
namespace {

bool has_figures(store::Database& journal, const std::string& show) {
  auto rows = journal.query("SELECT state IN ('rehearsing', 'rehearsed') FROM show WHERE id = ?", show);
  return rows.next() && rows.integer(0) == 0;
}

}  // namespace

JournalReading::JournalReading(store::Database& kept, std::int64_t span, std::size_t most)
    : kept_(kept),
      span_(span),
      book_(&kept, [this](const std::string& show) { return has_figures(*journal_, show); }, most) {
  auto rows = kept.query("SELECT position FROM read_to");
  if (rows.next()) position_ = rows.integer(0);
}

std::int64_t JournalReading::read_span(store::Database& journal, std::int64_t last) {
  journal_ = &journal;
  std::int64_t read = 0;
  auto position = position_;
  kept_.script("BEGIN IMMEDIATE");
  try {
    auto rows = journal.query(
        std::string(kEventColumns) + " WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
        position, last, span_);
    while (rows.next()) {
      position = rows.integer(0);
      ++read;
      if (const auto fact = fact_in(rows)) fold(book_, *fact);
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
