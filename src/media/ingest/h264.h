// H.264 as it comes from encoders (ITU-T H.264; ISO/IEC 14496-15), brought into the one shape that cmaf/
// takes.
//
// An H264Track is fed access units as lists of NAL units, whatever the protocol wrapped them in, and gives
// AVCC frames without parameter sets, which it gathers into the track's form. What a browser cannot play (10
// bits, 4:2:2, 4:4:4) is refused with a sentence for the presenter.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "media/ingest/bytes.h"
#include "media/packet.h"

namespace nigiwai::media::ingest {

// The part of a sequence parameter set that matters here.
struct Sps {
  int profile = 0;
  int constraints = 0;
  int level = 0;
  std::uint32_t id = 0;
  std::uint32_t chroma_format = 1;  // 1 is 4:2:0
  std::uint32_t bit_depth_luma = 8;
  std::uint32_t bit_depth_chroma = 8;
  int width = 0;  // after cropping
  int height = 0;
};

// `nal` with its header byte and emulation prevention bytes. Fails with "broken-stream".
Result<Sps> parse_sps(View nal);

// The NAL units of an Annex B byte stream (B.1), without start codes; empty ones are left out.
std::vector<View> split_annex_b(View stream);

// The NAL units of a frame with lengths of `length_size` bytes (1, 2 or 4). Fails with "broken-stream".
Result<std::vector<View>> split_avcc(View frame, int length_size);

class H264Track {
 public:
  struct Frame {
    bool key = false;                   // an IDR picture
    std::shared_ptr<const Bytes> data;  // AVCC with 4-byte lengths; null when there was no picture
  };

  // Takes the parameter sets of an AVCDecoderConfigurationRecord and returns the size in bytes of its NAL
  // lengths. Replaces all sets known before.
  Result<int> configure(View record);

  // Takes one access unit. Parameter sets in it are learnt, delimiters and padding dropped.
  Result<Frame> take(const std::vector<View>& nals);

  // The form to tell before the frame just taken, when it is new. Null until both kinds of set are known.
  std::optional<VideoForm> new_form();

  bool has_form() const { return told_.width != 0; }

 private:
  Result<void> learn_sps(View nal);
  Result<void> learn_pps(View nal);

  std::map<std::uint32_t, Bytes> sps_;
  std::map<std::uint32_t, Bytes> pps_;
  Sps active_;
  bool changed_ = false;
  VideoForm told_;
};

}  // namespace nigiwai::media::ingest
