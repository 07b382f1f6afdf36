// What a room gathers between two ticks, and the frames it makes of it: one for the public, one for the
// staff, and one for each person to whom something in it is addressed. No sockets, no clock of its own.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "timeline/frame.h"
#include "timeline/sampler.h"
#include "timeline/show_clock.h"

namespace nigiwai::timeline {

// One tick's frames, shared by all loops.
struct Tick {
  SharedFrame everyone;
  SharedFrame staff;  // null when none of the staff is there
  // For those to whom something in it is addressed: the public's frame with that as well.
  std::shared_ptr<const std::unordered_map<std::string, SharedFrame>> personal;
};

class Gathering {
 public:
  // `times` as they were read from the journal: what they count is not gathered again.
  explicit Gathering(ShowTimes times) : times_(times), framed_to_(times.last_seq) {}

  // Events in order of seq.
  void add(const SharedEvent& event);
  bool empty() const { return events_.empty(); }
  const ShowTimes& times() const { return times_; }

  struct Around {
    WallTime wall;
    SteadyTime now;
    std::int64_t watching = 0;
    double lines_per_second = 0;  // of chat that the public is given; 0 for all
    bool staff = false;           // somebody of the staff is there
    json::object health{};        // of the encoder, for them
    std::string secret;           // of the shop
  };
  // All that was gathered, which is forgotten here.
  Tick tick(const Around& around);

 private:
  ShowTimes times_;
  std::int64_t framed_to_;  // the last seq that went out in a frame
  std::vector<SharedEvent> events_;
  Sampler sampler_;
};

}  // namespace nigiwai::timeline
