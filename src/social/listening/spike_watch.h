// Finds spikes of each term while mentions stream in, and keeps them in mentions.db.
//
// A detector of every term stands in memory and goes on where it is as long as mentions come in order. Where
// an import adds to a time that was seen already, the term is read again from its first mention: the same
// code, and the same spikes as if they had come in order.
#pragma once

#include <map>

#include "social/listening/spike_detector.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::social {

class SpikeWatch {
 public:
  SpikeWatch(store::Writer& writer, store::Readers& readers, const Clock& clock)
      : writer_(writer), readers_(readers), clock_(clock) {}

  // Looks at the terms whose counts changed since the last time, and at all the first time. Blocks; one
  // thread.
  Result<void> look();

 private:
  struct Watched {
    SpikeDetector detector;
    std::int64_t next = 0;  // the first bucket that it has not seen
  };
  struct Changed {
    std::int64_t term;
    std::int64_t from;
  };
  struct Found {
    std::int64_t bucket;
    SpikeVerdict verdict;
  };
  Result<std::vector<Changed>> take_changed(std::int64_t end);
  Result<void> look_at(Changed changed, std::int64_t end);

  store::Writer& writer_;
  store::Readers& readers_;
  const Clock& clock_;
  std::map<std::int64_t, Watched> watched_;
  bool looked_ = false;
};

}  // namespace nigiwai::social
