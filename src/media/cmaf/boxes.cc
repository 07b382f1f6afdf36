#include "media/cmaf/boxes.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"

namespace nigiwai::media {
namespace {

class Writer {
 public:
  explicit Writer(std::size_t reserve) { out_.reserve(reserve); }
  Writer& u8(unsigned value) { return big_endian(value, 1); }
  Writer& u16(unsigned value) { return big_endian(value, 2); }
  Writer& u24(std::uint32_t value) { return big_endian(value, 3); }
  Writer& u32(std::uint32_t value) { return big_endian(value, 4); }
  Writer& u64(std::uint64_t value) { return big_endian(value, 8); }
  Writer& zeros(std::size_t count) {
    out_.insert(out_.end(), count, 0);
    return *this;
  }
  Writer& text(std::string_view value) {
    out_.insert(out_.end(), value.begin(), value.end());
    return *this;
  }
  Writer& bytes(const Bytes& value) {
    out_.insert(out_.end(), value.begin(), value.end());
    return *this;
  }
  Writer& matrix() {
    for (const std::uint32_t value : {0x10000U, 0U, 0U, 0U, 0x10000U, 0U, 0U, 0U, 0x40000000U}) u32(value);
    return *this;
  }

  // Writes a box around what `content` writes.
  template <class Content>
  Writer& box(std::string_view type, Content content) {
    const auto start = out_.size();
    u32(0).text(type);
    content();
    patch(start, static_cast<std::uint32_t>(out_.size() - start));
    return *this;
  }
  template <class Content>
  Writer& full_box(std::string_view type, unsigned version, std::uint32_t flags, Content content) {
    return box(type, [&] {
      u8(version).u24(flags);
      content();
    });
  }
  void patch(std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) out_[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
  }
  std::size_t size() const { return out_.size(); }
  Bytes take() { return std::move(out_); }

 private:
  Writer& big_endian(std::uint64_t value, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;) out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return *this;
  }
  Bytes out_;
};

constexpr std::uint32_t kSync = 0x0200'0000;     // depends on no other sample
constexpr std::uint32_t kNotSync = 0x0101'0000;  // depends on others, is not a sync sample
constexpr unsigned kUndetermined = 0x55C4;       // language "und"

void track_header(Writer& w, std::uint32_t id, unsigned volume, int width, int height) {
  w.full_box("tkhd", 0, 7, [&] {
    w.u32(0).u32(0).u32(id).u32(0).u32(0).zeros(8).u16(0).u16(0).u16(volume).u16(0).matrix();
    w.u32(static_cast<std::uint32_t>(width) << 16).u32(static_cast<std::uint32_t>(height) << 16);
  });
}

// ISO/IEC 14496-12 8.4: what kind of media, its time scale, and its sample descriptions; the tables stay
// empty.
template <class SampleEntry>
void media(Writer& w, std::uint32_t time_scale, bool is_video, SampleEntry sample_entry) {
  w.box("mdia", [&] {
    w.full_box("mdhd", 0, 0, [&] { w.u32(0).u32(0).u32(time_scale).u32(0).u16(kUndetermined).u16(0); });
    w.full_box("hdlr", 0, 0, [&] {
      w.u32(0).text(is_video ? "vide" : "soun").zeros(12).text(is_video ? "video" : "audio").u8(0);
    });
    w.box("minf", [&] {
      if (is_video) {
        w.full_box("vmhd", 0, 1, [&] { w.zeros(8); });
      } else {
        w.full_box("smhd", 0, 0, [&] { w.zeros(4); });
      }
      w.box("dinf", [&] { w.full_box("dref", 0, 0, [&] { w.u32(1).full_box("url ", 0, 1, [] {}); }); });
      w.box("stbl", [&] {
        w.full_box("stsd", 0, 0, [&] {
          w.u32(1);
          sample_entry();
        });
        w.full_box("stts", 0, 0, [&] { w.u32(0); });
        w.full_box("stsc", 0, 0, [&] { w.u32(0); });
        w.full_box("stsz", 0, 0, [&] { w.u32(0).u32(0); });
        w.full_box("stco", 0, 0, [&] { w.u32(0); });
      });
    });
  });
}

void video_track(Writer& w, const VideoForm& form) {
  w.box("trak", [&] {
    track_header(w, kVideoTrackId, 0, form.width, form.height);
    media(w, Ticks::period::den, true, [&] {
      w.box("avc1", [&] {
        w.zeros(6)
            .u16(1)
            .zeros(16)
            .u16(static_cast<unsigned>(form.width))
            .u16(static_cast<unsigned>(form.height));
        w.u32(0x0048'0000).u32(0x0048'0000).u32(0).u16(1).zeros(32).u16(24).u16(0xFFFF);
        w.box("avcC", [&] { w.bytes(form.config); });
      });
    });
  });
}

// ISO/IEC 14496-1 7.2.6.5: one elementary stream of AAC. Descriptor sizes are below 128 by construction.
void stream_descriptor(Writer& w, const Bytes& config) {
  const auto specific = static_cast<unsigned>(config.size());
  CHECK(specific < 64, "read_aac_config takes only short configurations");
  w.full_box("esds", 0, 0, [&] {
    w.u8(3).u8(3 + 2 + 13 + 2 + specific + 3).u16(kAudioTrackId).u8(0);
    w.u8(4).u8(13 + 2 + specific).u8(0x40).u8(0x15).u24(0).u32(0).u32(0);
    w.u8(5).u8(specific).bytes(config);
    w.u8(6).u8(1).u8(2);
  });
}

void audio_track(Writer& w, const AudioForm& form, const AacConfig& aac) {
  w.box("trak", [&] {
    track_header(w, kAudioTrackId, 0x0100, 0, 0);
    media(w, static_cast<std::uint32_t>(aac.sample_rate), false, [&] {
      w.box("mp4a", [&] {
        w.zeros(6).u16(1).zeros(8).u16(static_cast<unsigned>(aac.channels)).u16(16).u16(0).u16(0);
        w.u32(aac.sample_rate < 65'536 ? static_cast<std::uint32_t>(aac.sample_rate) << 16 : 0);
        stream_descriptor(w, form.config);
      });
    });
  });
}

void track_extends(Writer& w, std::uint32_t id, std::uint32_t flags) {
  w.full_box("trex", 0, 0, [&] { w.u32(id).u32(1).u32(0).u32(0).u32(flags); });
}

std::size_t total_size(const auto& samples) {
  std::size_t size = 0;
  for (const auto& sample : samples) size += sample.data->size();
  return size;
}

// One track's run of samples (8.8.7, 8.8.8, 8.8.12). Returns where its data offset is to be patched in.
template <class Samples, class Row>
std::size_t track_fragment(Writer& w, std::uint32_t id, std::int64_t time, std::uint32_t row_flags,
                           const Samples& samples, Row row) {
  std::size_t offset_at = 0;
  w.box("traf", [&] {
    w.full_box("tfhd", 0, 0x02'0000, [&] { w.u32(id); });  // default-base-is-moof
    w.full_box("tfdt", 1, 0, [&] { w.u64(static_cast<std::uint64_t>(time)); });
    w.full_box("trun", 0, 0x000001 | row_flags, [&] {
      w.u32(static_cast<std::uint32_t>(samples.size()));
      offset_at = w.size();
      w.u32(0);
      for (const auto& sample : samples) row(sample);
    });
  });
  return offset_at;
}

}  // namespace

Bytes init_segment(const VideoForm* video, const AudioForm& audio, const AacConfig& aac) {
  Writer w(1024);
  w.box("ftyp", [&] { w.text("iso6").u32(0).text("iso6").text("mp41").text("cmfc"); });
  w.box("moov", [&] {
    w.full_box("mvhd", 0, 0, [&] {
      w.u32(0).u32(0).u32(1000).u32(0).u32(0x10000).u16(0x0100).zeros(10).matrix().zeros(24).u32(
          kAudioTrackId + 1);
    });
    if (video != nullptr) video_track(w, *video);
    audio_track(w, audio, aac);
    w.box("mvex", [&] {
      if (video != nullptr) track_extends(w, kVideoTrackId, kNotSync);
      track_extends(w, kAudioTrackId, kSync);
    });
  });
  return w.take();
}

Bytes media_part(std::uint32_t sequence, std::span<const VideoSample> video,
                 std::span<const AudioSample> audio) {
  CHECK(!video.empty() || !audio.empty(), "a part has at least one sample");
  const auto video_bytes = total_size(video);
  const auto audio_bytes = total_size(audio);
  Writer w(256 + video.size() * 16 + audio.size() * 8 + video_bytes + audio_bytes);
  std::size_t video_offset_at = 0;
  std::size_t audio_offset_at = 0;
  w.box("moof", [&] {
    w.full_box("mfhd", 0, 0, [&] { w.u32(sequence); });
    if (!video.empty()) {
      video_offset_at = track_fragment(
          w, kVideoTrackId, video.front().dts.count(), 0xF00, video, [&](const VideoSample& sample) {
            w.u32(static_cast<std::uint32_t>(sample.duration.count()));
            w.u32(static_cast<std::uint32_t>(sample.data->size()));
            w.u32(sample.key ? kSync : kNotSync).u32(static_cast<std::uint32_t>(sample.composition.count()));
          });
    }
    if (!audio.empty()) {
      audio_offset_at = track_fragment(
          w, kAudioTrackId, audio.front().position, 0x300, audio, [&](const AudioSample& sample) {
            w.u32(sample.duration).u32(static_cast<std::uint32_t>(sample.data->size()));
          });
    }
  });
  const auto data_begins = w.size() + 8;
  if (video_offset_at != 0) w.patch(video_offset_at, static_cast<std::uint32_t>(data_begins));
  if (audio_offset_at != 0) w.patch(audio_offset_at, static_cast<std::uint32_t>(data_begins + video_bytes));
  w.box("mdat", [&] {
    for (const auto& sample : video) w.bytes(*sample.data);
    for (const auto& sample : audio) w.bytes(*sample.data);
  });
  return w.take();
}

}  // namespace nigiwai::media
