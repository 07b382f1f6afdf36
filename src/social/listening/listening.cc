#include "social/listening/listening.h"

#include <boost/asio/post.hpp>
#include <istream>
#include <sstream>
#include <thread>

#include "base/log.h"
#include "base/scheduling.h"
#include "social/listening/mention_store.h"
#include "social/listening/on_writer.h"
#include "social/listening/migrations.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

constexpr std::chrono::minutes kForgetEvery{10};

}  // namespace

Result<std::unique_ptr<Listening>> Listening::open(const std::string& path, const Clock& clock) {
  auto database = store::Database::open(path, store::Access::kReadWrite);
  if (!database) return std::unexpected(database.error());
  const std::span<const store::Migration> rooms[] = {mentions::migrations()};
  if (auto migrated = store::migrate(**database, clock, rooms); !migrated)
    return std::unexpected(migrated.error());
  std::unique_ptr<Listening> listening(new Listening(path, clock));
  // A thread takes over its maker's place in the queue for a core: the writer of mentions stands back.
  std::thread([&] {
    stand_back();
    listening->writer_ = std::make_unique<store::Writer>(*std::move(database), clock);
  }).join();
  listening->watch_ = std::make_unique<SpikeWatch>(*listening->writer_, listening->readers_, clock);
  asio::post(listening->beside_, stand_back);
  asio::post(listening->import_thread_, stand_back);
  return listening;
}

Listening::~Listening() { stop(); }

void Listening::stop() {
  stopped_ = true;
  {
    const std::scoped_lock lock(mutex_);
    progress_->stop = true;
  }
  import_thread_.join();
  beside_.join();
  writer_->stop();
}

void Listening::tend() {
  if (stopped_ || working_.exchange(true)) return;
  asio::post(beside_, [this] {
    work();
    working_ = false;
  });
}

void Listening::work() {
  const auto bit_by_bit = [this](const char* what, Result<bool> (*some)(store::Transaction&)) {
    while (!stopped_) {
      const auto more = on_writer<bool>(*writer_, store::Lane::kProjections, some);
      if (!more) log_warn(what, {{"why", more.error().detail}});
      if (!more || !*more) return;
    }
  };
  // Asked past the writer first: mostly there is nothing to do, and nothing is written for that.
  const auto counting = readers_.read<bool>([](store::Database& db) -> Result<bool> {
    auto rows = db.query("SELECT 1 FROM term WHERE counted_to IS NOT NULL LIMIT 1");
    return rows.next();
  });
  if (counting && *counting) bit_by_bit("mentions could not be counted", recount_some);
  if (const auto looked = watch_->look(); !looked)
    log_warn("spikes could not be looked for", {{"why", looked.error().detail}});
  if (forgot_ && clock_.steady() - *forgot_ < kForgetEvery) return;
  forgot_ = clock_.steady();
  bit_by_bit("old mentions could not be forgotten", forget_some);
}

Task<Result<ImportReport>> Listening::import(std::string bytes, std::string network) {
  std::shared_ptr<ImportProgress> progress;
  {
    const std::scoped_lock lock(mutex_);
    if (importing_) {
      co_return std::unexpected(Problem{Kind::kConflict, "import-running",
                                        "Another import is running. Wait until it is done and try again."});
    }
    importing_ = true;
    last_.reset();
    progress = progress_ = std::make_shared<ImportProgress>();
    progress->of = bytes.size();
    progress->stop = stopped_.load();
  }
  auto file = std::make_shared<std::istringstream>(std::move(bytes));
  auto report = co_await store::answered<ImportReport>([this, file, network = std::move(network), progress](
                                                           std::function<void(Result<ImportReport>)> done) {
    asio::post(import_thread_, [this, file, network, progress, done = std::move(done)] {
      auto result = import_mentions(*writer_, readers_, clock_, *file, network, *progress);
      if (result) {
        log_info("mentions were imported", {{"fresh", result->fresh}, {"refused", result->refused_count}});
      } else {
        log_warn("mentions were not imported", {{"why", result.error().detail}});
      }
      {
        const std::scoped_lock lock(mutex_);
        importing_ = false;
        last_ = result;
      }
      tend();
      done(std::move(result));
    });
  });
  co_return report;
}

json::object Listening::import_state() const {
  const std::scoped_lock lock(mutex_);
  const char* state = importing_ ? "running" : !last_ ? "none" : *last_ ? "done" : "failed";
  const bool done = !importing_ && last_ && last_->has_value();
  const bool failed = !importing_ && last_ && !last_->has_value();
  return {{"state", state},
          {"bytes", progress_->bytes.load()},
          {"of", progress_->of.load()},
          {"rows", progress_->rows.load()},
          {"report", done ? json::value(to_json(**last_)) : json::value()},
          {"why", failed ? json::value(last_->error().detail) : json::value()}};
}

}  // namespace nigiwai::social
