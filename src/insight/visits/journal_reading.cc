#include "insight/visits/journal_reading.h"

#include <limits>

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

std::int64_t JournalReading::read_span(store::Database& journal) {
  return keep(journal, [this] { return fold_span(std::numeric_limits<std::int64_t>::max()); });
}

std::int64_t JournalReading::read_until(store::Database& journal, std::int64_t last) {
  return keep(journal, [this, last] {
    std::int64_t read = 0;
    while (const auto more = fold_span(last)) {
      read += more;
      book_.flush_but_viewers();
    }
    return read;
  });
}

std::int64_t JournalReading::keep(store::Database& journal, const std::function<std::int64_t()>& read) {
  journal_ = &journal;
  kept_.script("BEGIN IMMEDIATE");
  try {
    const auto count = read();
    if (count > 0) {
      book_.flush();
      kept_.run("UPDATE read_to SET position = ?", position_);
    }
    kept_.script("COMMIT");
    return count;
  } catch (...) {
    if (kept_.in_transaction()) kept_.script("ROLLBACK");
    throw;
  }
}

std::int64_t JournalReading::fold_span(std::int64_t last) {
  std::int64_t read = 0;
  auto rows = journal_->query(
      std::string(kEventColumns) + " WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
      position_, last, span_);
  while (rows.next()) {
    position_ = rows.integer(0);
    ++read;
    if (const auto fact = fact_in(rows)) fold(book_, *fact);
  }
  return read;
}

}  // namespace nigiwai::insight
