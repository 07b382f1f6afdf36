// The figures, put together: insight.db, and the thread that reads the journal into it.
//
// Nothing here costs the shop's writer anything: it reads as a reader does and writes into a file of its own,
// that can be made again from the journal at any time.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "insight/visits/journal_reading.h"
#include "show/fans/aside.h"
#include "store/readers.h"

namespace nigiwai::insight {

class Insight {
 public:
  // Makes the database where there is none, and brings it up to date. `journal` is the shop's, and outlives
  // this.
  static Result<std::unique_ptr<Insight>> open(const std::string& path, store::Readers& journal,
                                               const Clock& clock);
  ~Insight() { stop(); }

  // Reads what is new, beside; called every few seconds.
  void tend();
  void stop();  // safe to call twice

  store::Readers& readers() { return readers_; }  // of insight.db
  store::Readers& journal() { return journal_; }
  show::Aside& aside() { return aside_; }  // reads insight.db, for what takes its time
  // Events that stand in the journal and not in the figures yet; any thread.
  std::int64_t behind();

 private:
  Insight(std::string path, store::Readers& journal) : readers_(std::move(path)), journal_(journal) {}
  void read();

  store::Readers readers_;
  store::Readers& journal_;
  std::unique_ptr<store::Database> kept_;
  std::unique_ptr<JournalReading> reading_;
  std::atomic<std::int64_t> position_{0};
  std::atomic<bool> working_{false};
  std::atomic<bool> stopped_{false};
  show::Aside aside_{readers_};
  asio::thread_pool beside_{1};
};

// Makes the figures again from the journal's beginning, in a new file at `path`, up to `position`; answers
// how many events it read.
Result<std::int64_t> rebuild(const std::string& path, store::Readers& journal, const Clock& clock,
                             std::int64_t position);
// The tables of which the two files do not say the same, row by row; empty when they do.
Result<std::vector<std::string>> differences(const std::string& one, const std::string& other);

}  // namespace nigiwai::insight
