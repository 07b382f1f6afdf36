// AAC as it comes from encoders: the AudioSpecificConfig of RTMP, the ADTS headers of MPEG-TS.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "media/ingest/bytes.h"
#include "media/packet.h"

namespace nigiwai::media::ingest {

// Samples in an AAC frame (the 960-sample form is not sent by encoders of live shows).
constexpr int kAacFrameSamples = 1024;

// Reads an AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1). The rate is the core coder's: with HE-AAC half of
// what is heard, which is what decoders expect of the track. Refuses what browsers do not play with a
// sentence for the presenter.
Result<AudioForm> audio_form(View config);

// One ADTS frame header (ISO/IEC 14496-3 1.A.2.2).
struct Adts {
  std::size_t header_size = 0;
  std::size_t frame_size = 0;  // header included
  Bytes config;                // the same as an AudioSpecificConfig
};

constexpr std::size_t kAdtsHeaderSize = 7;

// Null when `bytes` (at least kAdtsHeaderSize) do not begin with a header.
std::optional<Adts> parse_adts(View bytes);

}  // namespace nigiwai::media::ingest
