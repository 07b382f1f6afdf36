#include "insight/insight.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "base/log.h"
#include "base/scheduling.h"
#include "insight/migrations.h"

namespace nigiwai::insight {
namespace {

constexpr int kRebuildCacheKib = 128 * 1024;

Result<std::unique_ptr<store::Database>> open_kept(const std::string& path, const Clock& clock) {
  // What a power cut takes is read again from the journal.
  auto database = store::Database::open(path, store::Access::kRepeatable);
  if (!database) return database;
  const std::span<const store::Migration> rooms[] = {insight::migrations()};
  if (auto migrated = store::migrate(**database, clock, rooms); !migrated)
    return std::unexpected(migrated.error());
  return database;
}

// In the order of its key, which is the same in every copy.
std::string all_rows(store::Database& db, const std::string& table) {
  std::string columns;
  auto rows = db.query("SELECT name FROM pragma_table_info(?)", table);
  while (rows.next())
    columns += fmt::format("{}quote({})", columns.empty() ? "" : " || ',' || ", rows.text(0));
  return fmt::format("SELECT {} FROM {}", columns, table);
}

bool same_rows(store::Database& one, store::Database& other, const std::string& table) {
  auto left = one.query(all_rows(one, table));
  auto right = other.query(all_rows(other, table));
  while (true) {
    const bool more = left.next();
    if (more != right.next()) return false;
    if (!more) return true;
    if (left.view(0) != right.view(0)) return false;
  }
}

}  // namespace

Result<std::unique_ptr<Insight>> Insight::open(const std::string& path, store::Readers& journal,
                                               const Clock& clock) {
  auto kept = open_kept(path, clock);
  if (!kept) return std::unexpected(kept.error());
  std::unique_ptr<Insight> insight(new Insight(path, journal));
  insight->kept_ = *std::move(kept);
  insight->reading_ = std::make_unique<JournalReading>(*insight->kept_);
  insight->position_ = insight->reading_->position();
  asio::post(insight->beside_, [] {
    name_thread("figures");
    stand_back();
  });
  return insight;
}

void Insight::stop() {
  stopped_ = true;
  beside_.join();
}

void Insight::tend() {
  if (stopped_ || working_.exchange(true)) return;
  asio::post(beside_, [this] {
    read();
    working_ = false;
  });
}

std::int64_t Insight::behind() {
  const auto newest = journal_.read<std::int64_t>([](store::Database& journal) -> Result<std::int64_t> {
    auto rows = journal.query("SELECT coalesce(max(position), 0) FROM event");
    return rows.next() ? rows.integer(0) : 0;
  });
  return std::max<std::int64_t>(0, newest.value_or(0) - position_);
}

void Insight::read() {
  while (!stopped_) {
    const auto read = journal_.read<std::int64_t>([this](store::Database& journal) -> Result<std::int64_t> {
      if (!reading_) reading_ = std::make_unique<JournalReading>(*kept_);
      return reading_->read_span(journal);
    });
    if (!read) {
      log_warn("the figures could not read on", {{"why", read.error().detail}});
      reading_.reset();  // what it remembers of this span was not kept
      return;
    }
    position_ = reading_->position();
    if (*read < kEventsASpan) return;
  }
}

Result<std::int64_t> rebuild(const std::string& path, store::Readers& journal, const Clock& clock,
                             std::int64_t position) {
  auto kept = open_kept(path, clock);
  if (!kept) return std::unexpected(kept.error());
  // A file that is nobody's yet: what is lost with it is made once more.
  (*kept)->script(
      fmt::format("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA "
                  "cache_size = -{}",
                  kRebuildCacheKib));
  (*kept)->script("DROP INDEX interest_of_viewer");
  JournalReading reading(**kept);
  auto events = journal.read<std::int64_t>(
      [&](store::Database& db) -> Result<std::int64_t> { return reading.read_until(db, position); });
  if (events) (*kept)->script(kIndexInterests);
  return events;
}

Result<std::vector<std::string>> differences(const std::string& one, const std::string& other) {
  auto left = store::Database::open(one, store::Access::kReadOnly);
  if (!left) return std::unexpected(left.error());
  auto right = store::Database::open(other, store::Access::kReadOnly);
  if (!right) return std::unexpected(right.error());
  std::vector<std::string> tables, different;
  {
    auto rows = (*left)->query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' ORDER BY name");
    while (rows.next()) tables.push_back(rows.text(0));
  }
  for (const auto& table : tables) {
    if (!same_rows(**left, **right, table)) different.push_back(table);
  }
  return different;
}

}  // namespace nigiwai::insight
