// Reads the payloads of MPEG-TS (ISO/IEC 13818-1 2.4.3.6: H.264 as Annex B, AAC as ADTS) into a Feed. Pure.
//
// Packets get lost on the way, so damage is no reason to end: audio that cannot be read is left out, and
// after a damaged picture nothing is shown until the next key frame, because a short freeze is better than a
// decoder that gives up. Only what cannot be played at all is a Problem (kUnsupported, with a sentence for
// the presenter); the reader does not tell the Feed of it.
//
// One PES packet is taken for one picture, as all encoders send them.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "media/ingest/bytes.h"
#include "media/ingest/gate.h"
#include "media/ingest/h264.h"
#include "media/ingest/timestamps.h"

namespace nigiwai::media::ingest {

struct Pes {
  std::optional<std::uint64_t> pts{};  // 33 bits of 90 kHz
  std::optional<std::uint64_t> dts{};  // like pts; absent when it is the same
  View payload{};
  bool damaged = false;  // a part is known to be missing
};

class PesReader {
 public:
  // `feed` must outlive the reader.
  explicit PesReader(Feed& feed) : feed_(feed) {}

  Result<void> video(const Pes& pes);
  Result<void> audio(const Pes& pes);

 private:
  Feed& feed_;
  Unwrapper clock_{33};
  H264Track h264_;
  bool wait_for_key_ = false;
  AudioForm told_audio_;
  Bytes audio_config_;  // the configuration that told_audio_ was read from
  Bytes audio_rest_;    // the beginning of a frame that goes on in the next packet: less than 8 KiB
  Microseconds audio_time_{0};
};

}  // namespace nigiwai::media::ingest
