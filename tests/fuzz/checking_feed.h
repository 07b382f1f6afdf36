// A Feed that holds ingest to what media/packet.h promises.
#pragma once

#include "base/check.h"
#include "media/ingest/gate.h"

namespace nigiwai::media {

class CheckingFeed final : public Feed {
 public:
  void video_form(const VideoForm& form) override {
    CHECK(form.width > 0 && form.height > 0 && form.config.size() > 6 && form.config[0] == 1, "a video form");
    video_ = true;
  }
  void audio_form(const AudioForm& form) override {
    CHECK(form.sample_rate > 0 && form.channels > 0 && form.config.size() >= 2, "an audio form");
    audio_ = true;
  }
  void packet(Packet packet) override {
    CHECK(packet.track == Track::kVideo ? video_ : audio_, "a packet comes after its form");
    CHECK(packet.pts >= packet.dts, "pts is not before dts");
    CHECK(packet.pts.count() < kFar && packet.dts.count() > -kFar, "times leave room to calculate");
    CHECK(packet.data != nullptr && !packet.data->empty(), "a packet has data");
    if (packet.track == Track::kAudio) return;
    const Bytes& data = *packet.data;
    std::size_t at = 0;
    while (at + 4 <= data.size()) {
      const std::size_t length = static_cast<std::size_t>(data[at]) << 24 |
                                 static_cast<std::size_t>(data[at + 1]) << 16 |
                                 static_cast<std::size_t>(data[at + 2]) << 8 | data[at + 3];
      CHECK(length > 0, "no NAL unit is empty");
      at += 4 + length;
    }
    CHECK(at == data.size(), "the lengths of the NAL units add up");
  }
  void refused(const Problem& problem) override { CHECK(!problem.detail.empty(), "a refusal says why"); }
  bool closed() const override { return false; }

 private:
  static constexpr std::int64_t kFar = std::int64_t{1} << 53;
  bool video_ = false;
  bool audio_ = false;
};

}  // namespace nigiwai::media
