// Listening, put together: mentions.db with a writer of its own, the import that runs, the watch for spikes.
//
// All that is written here is written by one thread that stands behind the shop's, in a file of its own: an
// order shares nothing with a mention but the disk.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <mutex>

#include "base/net.h"
#include "social/listening/mention_import.h"
#include "social/listening/spike_watch.h"

namespace nigiwai::social {

class Listening {
 public:
  // Makes the database where there is none, and brings it up to date.
  static Result<std::unique_ptr<Listening>> open(const std::string& path, const Clock& clock);
  ~Listening();

  store::Writer& writer() { return *writer_; }
  store::Readers& readers() { return readers_; }
  const Clock& clock() const { return clock_; }

  // Counts what a new term names, finds spikes, forgets what is too old; beside, and called every few
  // seconds.
  void tend();

  // Imports the bytes of a file and answers the report, on the caller's loop. conflict "import-running" while
  // another is. It goes on when whoever asked is gone; import_state() has its report.
  Task<Result<ImportReport>> import(std::string bytes, std::string network);
  // {"state": "none"|"running"|"done"|"failed", "bytes", "of", "rows", "report": {…}|null, "why":
  // sentence|null}
  json::object import_state() const;

  // Ends what runs beside, then the writer. Safe to call twice.
  void stop();

 private:
  Listening(std::string path, const Clock& clock) : readers_(std::move(path)), clock_(clock) {}
  void work();

  store::Readers readers_;
  const Clock& clock_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<SpikeWatch> watch_;
  std::optional<SteadyTime> forgot_{};
  std::atomic<bool> working_{false};
  std::atomic<bool> stopped_{false};

  mutable std::mutex mutex_;
  bool importing_ = false;
  std::shared_ptr<ImportProgress> progress_ = std::make_shared<ImportProgress>();
  std::optional<Result<ImportReport>> last_;

  asio::thread_pool beside_{1};
  asio::thread_pool import_thread_{1};
};

}  // namespace nigiwai::social
