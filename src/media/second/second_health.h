// How a show's second rendition is doing.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace nigiwai::media::second {

enum class State {
  kOff,      // not wanted
  kWaiting,  // for a picture
  kRunning,
  kSmall,    // the source is no larger
  kFull,     // as many as may be are being made
  kDropped,  // the machine could not keep up, or the picture could not be coded; tried again after a pause
};

struct SecondHealth {
  State state = State::kOff;
  int width = 0;
  int height = 0;
  std::int64_t bits_per_second = 0;
  Milliseconds behind{0};   // the source's newest part
  std::size_t waiting = 0;  // parts that are not made yet
};

}  // namespace nigiwai::media::second
