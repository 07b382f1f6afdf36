// Which show a publisher means and with which key, from the names the protocols carry. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace nigiwai::media::ingest {

struct StreamTarget {
  std::string show;
  std::string key;
  bool operator==(const StreamTarget&) const = default;
};

// Names longer than this, or with other characters than letters, digits and ".-_", are no show of ours.
constexpr std::size_t kMaxName = 128;

// RTMP. OBS asks for a server, rtmp://HOST:PORT/live, and a stream key, {show}?key={key}. Also taken:
// app "live/{show}" with name "{key}", and app "live" with name "{show}/{key}".
Result<StreamTarget> rtmp_target(std::string_view app, std::string_view name);

// True when `app` may be connected to: "live" or "live/{show}".
bool is_rtmp_app(std::string_view app);

// SRT. The stream id is "#!::r={show},s={key},m=publish" (SRT access control; the mode may be left out),
// "{show}?key={key}" or "publish:{show}:{key}". A stream id that asks to play fails with type "bad-mode".
Result<StreamTarget> srt_target(std::string_view stream_id);

}  // namespace nigiwai::media::ingest
