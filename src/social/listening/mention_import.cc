#include "social/listening/mention_import.h"

#include <future>

#include "social/listening/normal_text.h"

namespace nigiwai::social {
namespace {

struct Known {  // of the terms when they were read
  std::int64_t revision = 0;
  std::vector<Term> terms{};
  std::int64_t kept_days = 0;
};

Result<Known> known_terms(store::Readers& readers) {
  return readers.read<Known>([](store::Database& db) -> Result<Known> {
    return Known{.revision = terms_revision(db), .terms = terms(db), .kept_days = kept_days(db)};
  });
}

// Matches one batch while the writer stores the one before.
class Pipeline {
 public:
  Pipeline(store::Writer& writer, store::Readers& readers) : writer_(writer), readers_(readers) {}

  Result<Known> learn() {
    auto known = known_terms(readers_);
    if (!known) return known;
    known_ = *known;
    matcher_.emplace(known_.terms);
    return known;
  }

  // Hands `batch` to the writer once it is done with the one before.
  Result<void> put(std::vector<Mention> mentions) {
    std::vector<Matched> batch;
    batch.reserve(mentions.size());
    for (auto& mention : mentions) {
      auto key = key_of(mention);
      batch.push_back({std::move(mention), std::move(key), {}});
    }
    match(batch);
    if (auto done = settle(); !done) return done;
    waiting_ = std::move(batch);
    begin();
    return {};
  }

  // Waits until what was handed over is on the disk.
  Result<void> settle() {
    while (answer_.valid()) {
      auto stored = answer_.get();
      if (stored) {
        stored_.fresh += stored->fresh;
        stored_.known += stored->known;
        break;
      }
      if (stored.error().type != "terms-changed") return std::unexpected(stored.error());
      if (auto known = learn(); !known) return std::unexpected(known.error());
      match(waiting_);
      begin();
    }
    return {};
  }
  const Stored& stored() const { return stored_; }

 private:
  void match(std::vector<Matched>& batch) const {
    for (auto& each : batch) each.terms = matcher_->terms_in(normal_text(each.mention.text));
  }

  void begin() {
    auto promise = std::make_shared<std::promise<Result<Stored>>>();
    answer_ = promise->get_future();
    writer_.run<Stored>(
        store::Lane::kImports,
        [this, revision = known_.revision](store::Transaction& transaction) -> Result<Stored> {
          return store_mentions(transaction, waiting_, revision);
        },
        [promise](Result<Stored> result) { promise->set_value(std::move(result)); });
  }

  store::Writer& writer_;
  store::Readers& readers_;
  Known known_;
  std::optional<TermMatcher> matcher_;
  std::vector<Matched> waiting_;  // the writer's until it has answered
  std::future<Result<Stored>> answer_;
  Stored stored_;
};

}  // namespace

json::object to_json(const ImportReport& report) {
  json::array refused;
  for (const auto& each : report.refused)
    refused.push_back({{"line", each.line}, {"column", each.column}, {"why", each.why}});
  return {{"fresh", report.fresh},
          {"known", report.known},
          {"refused_count", report.refused_count},
          {"refused", std::move(refused)}};
}

Result<Stored> add_mentions(store::Writer& writer, store::Readers& readers, std::vector<Mention> mentions) {
  Pipeline pipeline(writer, readers);
  if (const auto known = pipeline.learn(); !known) return std::unexpected(known.error());
  if (auto put = pipeline.put(std::move(mentions)); !put) return std::unexpected(put.error());
  if (auto settled = pipeline.settle(); !settled) return std::unexpected(settled.error());
  return pipeline.stored();
}

Result<ImportReport> import_mentions(store::Writer& writer, store::Readers& readers, const Clock& clock,
                                     std::istream& in, const std::string& network, ImportProgress& progress) {
  Pipeline pipeline(writer, readers);
  const auto known = pipeline.learn();
  if (!known) return std::unexpected(known.error());
  const auto now = clock.wall();
  auto file = MentionFile::open(in, {.network = network,
                                     .earliest = now - std::chrono::days(known->kept_days),
                                     .latest = now + std::chrono::days(1)});
  if (!file) return std::unexpected(file.error());
  ImportReport report;
  std::vector<Mention> batch;
  const auto hand_over = [&]() -> Result<void> { return pipeline.put(std::exchange(batch, {})); };
  Result<void> done{};
  while (done && !progress.stop) {
    auto row = file->next();
    progress.bytes = file->bytes_read();
    if (!row) break;
    ++progress.rows;
    if (auto* refusal = std::get_if<RefusedRow>(&*row)) {
      ++report.refused_count;
      if (report.refused.size() < kMostRefusals) report.refused.push_back(std::move(*refusal));
      continue;
    }
    batch.push_back(std::get<Mention>(std::move(*row)));
    if (batch.size() >= kMentionsInBatch) done = hand_over();
  }
  if (done && !batch.empty()) done = hand_over();
  if (auto settled = pipeline.settle(); done) done = settled;
  if (!done) return std::unexpected(done.error());
  report.fresh = pipeline.stored().fresh;
  report.known = pipeline.stored().known;
  return report;
}

}  // namespace nigiwai::social
