// A coder without a codec, for tests of what is done with its pictures.
#pragma once

#include <set>

#include "media/second/picture_coder.h"
#include "media/test_support.h"

namespace nigiwai::media::testing {

// Shows pictures in the order of their times once as many wait as a decoder would hold back, and "codes" each
// as one byte.
class SortingCoder final : public second::PictureCoder {
 public:
  explicit SortingCoder(std::size_t holds) : holds_(holds) {}
  Result<void> begin(const VideoForm&, double) override {
    ++begun;
    return {};
  }
  void decode(const VideoSample&, Ticks shown) override { waiting_.insert(shown); }
  std::optional<Ticks> next() override {
    if (waiting_.empty() || (!draining_ && waiting_.size() <= holds_)) {
      draining_ = false;
      return std::nullopt;
    }
    const auto shown = *waiting_.begin();
    waiting_.erase(waiting_.begin());
    return shown;
  }
  int pending() const override { return static_cast<int>(waiting_.size()); }
  void drain() override { draining_ = true; }
  Result<second::CodedPicture> code(bool key) override {
    if (fails) return fail(Kind::kInternal, "second", "No.");
    return second::CodedPicture{.key = key, .data = std::make_shared<const Bytes>(Bytes{1})};
  }
  const VideoForm& form() const override { return form_; }
  int begun = 0;
  bool fails = false;

 private:
  const std::size_t holds_;
  bool draining_ = false;
  std::multiset<Ticks> waiting_;
  VideoForm form_ = {.config = synthetic_video_form().config, .width = 854, .height = 480};
};

}  // namespace nigiwai::media::testing
