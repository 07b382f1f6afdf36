// One tick of a room as bytes: encoded and framed once, written to every socket from the same buffer (pure).
#pragma once

#include <memory>
#include <span>
#include <string>

#include "timeline/reading.h"

namespace nigiwai::timeline {

struct Counts {
  std::int64_t watching = 0;
  std::int64_t hearts = 0;
  std::int64_t chat = 0;
  bool operator==(const Counts&) const = default;
};

// The stretch of seq that a frame covers, the show clock, and what stands beside.
struct FrameHead {
  std::int64_t from = 1;
  std::int64_t to = 0;  // from - 1 when nothing new is covered
  Milliseconds clock{0};
  Counts counts;
  json::object sums{};        // that changed; the newest of each name
  std::int64_t left_out = 0;  // lines of chat that are more than a person can read (sampler.h)
};

// The JSON of docs/api.md. Events that the view may not see are absent; heart.given only counts.
json::object frame_json(const FrameHead& head, std::span<const SharedEvent> events, const View& view);

struct Frame {
  std::string websocket;    // a text frame of RFC 6455
  std::string server_sent;  // "id: …\ndata: …\n\n"
  std::int64_t from = 1;
  std::int64_t to = 0;
};
using SharedFrame = std::shared_ptr<const Frame>;

// `shown` has its "from" where it covers anything.
SharedFrame frame_of(const json::object& shown, std::int64_t to);

}  // namespace nigiwai::timeline
