#include "social/listening/spike_watch.h"

#include "social/listening/mention_store.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social {
namespace {

constexpr auto kWidth = std::chrono::duration_cast<std::chrono::seconds>(kBucket);

std::chrono::sys_seconds start_of(std::int64_t bucket) {
  return std::chrono::floor<std::chrono::seconds>(WallTime{bucket * kBucket});
}

}  // namespace

Result<void> SpikeWatch::look() {
  // A bucket is looked at once it is over. What happened after the newest mention is not known: an import may
  // be of last year.
  const auto over = bucket_of(clock_.wall()) - 1;
  const auto end = readers_.read<std::optional<std::int64_t>>(
      [&](store::Database& db) -> Result<std::optional<std::int64_t>> {
        if (looked_) {
          auto changed = db.query("SELECT 1 FROM term WHERE changed_from <= ? LIMIT 1", over);
          if (!changed.next()) return std::nullopt;
        }
        auto rows = db.query("SELECT max(bucket) FROM mention_bucket WHERE term = ? AND bucket <= ?",
                             kAllMentions, over);
        return rows.next() ? rows.optional_integer(0) : std::nullopt;
      });
  if (!end) return std::unexpected(end.error());
  if (!*end) return {};
  const auto changed = take_changed(**end);
  if (!changed) return std::unexpected(changed.error());
  for (const auto& each : *changed) {
    if (auto looked = look_at(each, **end); !looked) return looked;
  }
  looked_ = true;
  return {};
}

// A term whose newest bucket is not over yet stays changed from there on.
Result<std::vector<SpikeWatch::Changed>> SpikeWatch::take_changed(std::int64_t end) {
  return on_writer<std::vector<Changed>>(
      writer_, store::Lane::kProjections,
      [&](store::Transaction& transaction) -> Result<std::vector<Changed>> {
        auto& db = transaction.db();
        std::vector<Changed> changed;
        {
          auto rows =
              db.query("SELECT id, changed_from FROM term WHERE changed_from <= ? OR ?", end, !looked_);
          while (rows.next()) changed.push_back({rows.integer(0), looked_ ? rows.integer(1) : 0});
        }
        db.run(
            "UPDATE term SET changed_from = (SELECT min(bucket) FROM mention_bucket WHERE "
            "mention_bucket.term = term.id "
            "AND bucket > ?)",
            end);
        return changed;
      });
}

Result<void> SpikeWatch::look_at(Changed changed, std::int64_t end) {
  const auto [known, fresh] =
      watched_.try_emplace(changed.term, Watched{.detector = SpikeDetector(kWidth), .next = 0});
  const bool again = fresh || changed.from < known->second.next;
  if (again) known->second = Watched{.detector = SpikeDetector(kWidth), .next = 0};
  auto& watched = known->second;
  const auto found =
      readers_.read<std::vector<Found>>([&](store::Database& db) -> Result<std::vector<Found>> {
        std::vector<Found> spikes;
        const auto observe = [&](std::int64_t bucket, std::int64_t count) {
          const auto verdict = watched.detector.observe(start_of(bucket), static_cast<double>(count));
          if (verdict.flagged) spikes.push_back({bucket, verdict});
          watched.next = bucket + 1;
        };
        auto rows = db.query(
            "SELECT bucket, count FROM mention_bucket WHERE term = ? AND bucket >= ? AND bucket <= ? ORDER "
            "BY bucket",
            changed.term, watched.next, end);
        while (rows.next()) {
          const auto bucket = rows.integer(0);
          // Nobody spoke in between.
          while (watched.next != 0 && watched.next < bucket) observe(watched.next, 0);
          observe(bucket, rows.integer(1));
        }
        return spikes;
      });
  if (!found) return std::unexpected(found.error());
  if (found->empty() && !again) return {};
  const auto stored =
      on_writer<int>(writer_, store::Lane::kProjections, [&](store::Transaction& transaction) -> Result<int> {
        auto& db = transaction.db();
        if (again) db.run("DELETE FROM spike WHERE term = ?", changed.term);
        for (const auto& [bucket, verdict] : *found) {
          db.run(
              "INSERT INTO spike (term, bucket, score_milli, expected_milli) SELECT ?, ?, ?, ? "
              "WHERE EXISTS (SELECT 1 FROM term WHERE id = ?) ON CONFLICT DO NOTHING",
              changed.term, bucket, static_cast<std::int64_t>(verdict.score * 1000),
              static_cast<std::int64_t>(verdict.expected * 1000), changed.term);
        }
        return 0;
      });
  if (!stored) return std::unexpected(stored.error());
  return {};
}

}  // namespace nigiwai::social
