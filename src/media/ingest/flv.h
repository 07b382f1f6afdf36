// Reads the FLV tags that RTMP carries (Adobe Flash Video File Format 10.1, E.4.2 and E.4.3) into a Feed.
//
// Takes H.264 and AAC in the classic form. Everything else (HEVC, AV1, VP9 and the "enhanced" form, MP3, …)
// is a Problem of kind kUnsupported whose sentence tells the presenter what to choose; damaged tags are
// kInvalid. The reader does not tell the Feed of it: the caller does, and closes.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "media/ingest/bytes.h"
#include "media/ingest/gate.h"
#include "media/ingest/h264.h"
#include "media/ingest/timestamps.h"

namespace nigiwai::media::ingest {

class FlvReader {
 public:
  // `feed` must outlive the reader.
  explicit FlvReader(Feed& feed) : feed_(feed) {}

  // One message of RTMP type 9 or 8. `timestamp_ms` wraps and may jump (timestamps.h). Frames that come
  // before the configuration of their track cannot be decoded by anyone and are dropped.
  Result<void> video(std::uint32_t timestamp_ms, View tag);
  Result<void> audio(std::uint32_t timestamp_ms, View tag);

 private:
  Microseconds time(std::uint32_t timestamp_ms);

  Feed& feed_;
  Unwrapper clock_{32};
  H264Track h264_;
  int nal_length_size_ = 4;
  AudioForm told_audio_;
};

}  // namespace nigiwai::media::ingest
