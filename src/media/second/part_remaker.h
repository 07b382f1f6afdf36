// Makes the second rendition's parts of the first one's: the same cuts, another picture.
//
// Each part that goes in comes out once, in order, with the same place, length, sound, and place in its
// segment; only the pictures differ. A picture belongs to the part in whose time it is shown. Where the
// source has B-frames, a part's last pictures stand coded in the next one, so that it comes out when that has
// gone in, and at a group's end at once. Key frames are set where segments begin, also where the source had
// none; nowhere else.
//
// The track of pictures has no gap: a picture lasts until the next one is shown, and the last of a part as
// long as the source's does. Its order of decoding is delayed as the source's is, so that both segments begin
// at the same decode time.
//
// No thread, no clock, no queue: worker.h has them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "media/cmaf/packager.h"
#include "media/second/picture_coder.h"

namespace nigiwai::media::second {

class PartRemaker {
 public:
  // Both outlive this.
  PartRemaker(PictureCoder& coder, PartSink& sink) : coder_(coder), sink_(sink) {}

  // Has `samples`; the first one begins a segment. Fails when its pictures cannot be coded: then this is of
  // no more use.
  Result<void> take(const Part& part);
  // As PartSink's.
  Result<void> segment_cut();

 private:
  struct Picture {
    Ticks shown{0};  // at
    CodedPicture coded;
  };
  struct Open {
    Part part;
    std::vector<Picture> pictures;
    std::uint64_t segment = 0;
    bool segment_cut = false;  // behind it
  };
  Result<void> pull();
  // The first `count` parts have all their pictures.
  Result<void> emit(std::size_t count);
  Result<void> emit_first();
  Result<void> take_init(const Init& source);

  PictureCoder& coder_;
  PartSink& sink_;
  std::deque<Open> open_;
  std::uint64_t segment_ = 0;        // counts those that have begun
  std::uint64_t keyed_segment_ = 0;  // the last that has its key frame
  std::optional<VideoForm> source_;
  std::optional<Ticks> until_;  // where the track of pictures ends, in decode time
  std::shared_ptr<const Init> source_init_;
  std::shared_ptr<const Init> init_;
  std::uint32_t sequence_ = 0;
};

}  // namespace nigiwai::media::second
