#include "media/ingest/flv.h"

#include <fmt/format.h>

#include <string>

#include "media/ingest/aac.h"

namespace nigiwai::media::ingest {
namespace {

constexpr int kAvc = 7;
constexpr int kAac = 10;
constexpr int kKeyFrame = 1;
constexpr int kCommandFrame = 5;
// No encoder reorders pictures over more than a few frames; a larger offset is nonsense and is taken as none.
constexpr std::int64_t kMaxCompositionMs = 10'000;

std::unexpected<Problem> unsupported(std::string sentence) {
  return fail(Kind::kUnsupported, "codec", std::move(sentence));
}

std::unexpected<Problem> choose_h264(std::string_view codec) {
  return unsupported(fmt::format("The encoder sends {}. Choose H.264 as the video codec.", codec));
}

std::unexpected<Problem> choose_aac(std::string_view codec) {
  return unsupported(fmt::format("The encoder sends {}. Choose AAC as the audio codec.", codec));
}

// Enhanced RTMP names codecs by four characters.
std::string_view four_character_codec(View name) {
  const std::string_view code(reinterpret_cast<const char*>(name.data()), name.size());
  if (code == "hvc1" || code == "hev1") return "HEVC (H.265)";
  if (code == "av01") return "AV1";
  if (code == "vp09") return "VP9";
  if (code == "vp08") return "VP8";
  if (code == "vvc1") return "VVC (H.266)";
  if (code == "Opus") return "Opus";
  if (code == ".mp3") return "MP3";
  if (code == "ac-3") return "AC-3";
  if (code == "ec-3") return "E-AC-3";
  if (code == "fLaC") return "FLAC";
  return "a codec unknown here";
}

std::string_view classic_video_codec(int id) {
  switch (id) {
    case 2:
      return "Sorenson H.263";
    case 3:
    case 6:
      return "Screen Video";
    case 4:
    case 5:
      return "VP6";
    case 8:
      return "H.263";
    case 9:
      return "MPEG-4 Part 2";
    case 12:
      return "HEVC (H.265)";
    case 13:
      return "AV1";
    default:
      return "a video codec unknown here";
  }
}

std::string_view classic_audio_codec(int id) {
  switch (id) {
    case 0:
    case 3:
      return "uncompressed audio";
    case 1:
      return "ADPCM";
    case 2:
    case 14:
      return "MP3";
    case 4:
    case 5:
    case 6:
      return "Nellymoser";
    case 7:
    case 8:
      return "G.711";
    case 11:
      return "Speex";
    case 13:
      return "Opus";
    default:
      return "an audio codec unknown here";
  }
}

}  // namespace

Microseconds FlvReader::time(std::uint32_t timestamp_ms) {
  return std::chrono::milliseconds(clock_.unwrap(timestamp_ms));
}

Result<void> FlvReader::video(std::uint32_t timestamp_ms, View tag) {
  ByteReader in{tag};
  if (tag.empty()) return {};
  const int head = in.u8();
  if ((head & 0x80) != 0) {
    const View name = in.bytes(4);
    const auto code = std::string_view(reinterpret_cast<const char*>(name.data()), name.size());
    if (code == "avc1" || (head & 0x0f) == 6) {
      return unsupported(
          "The encoder sends several tracks at once (multitrack video). Switch multitrack video off and "
          "choose "
          "H.264 as the video codec.");
    }
    return choose_h264(four_character_codec(name));
  }
  const int frame_type = head >> 4;
  if (frame_type == kCommandFrame) return {};
  if ((head & 0x0f) != kAvc) return choose_h264(classic_video_codec(head & 0x0f));

  const int packet_type = in.u8();
  const std::uint32_t offset = in.u24();
  if (in.failed()) return {};  // an empty tag, which some encoders send at the end
  if (packet_type == 0) {
    const auto length_size = h264_.configure(in.rest());
    if (!length_size) return std::unexpected(length_size.error());
    nal_length_size_ = *length_size;
    if (auto form = h264_.new_form()) feed_.video_form(*form);
    return {};
  }
  if (packet_type != 1) return {};

  const auto nals = split_avcc(in.rest(), nal_length_size_);
  if (!nals) return std::unexpected(nals.error());
  const auto frame = h264_.take(*nals);
  if (!frame) return std::unexpected(frame.error());
  if (auto form = h264_.new_form()) feed_.video_form(*form);
  if (!h264_.has_form() || !frame->data) return {};

  std::int64_t composition_ms = offset >= 0x800000 ? std::int64_t{offset} - 0x1000000 : offset;
  if (composition_ms < 0 || composition_ms > kMaxCompositionMs) composition_ms = 0;
  const Microseconds dts = time(timestamp_ms);
  feed_.packet({.track = Track::kVideo,
                .dts = dts,
                .pts = dts + std::chrono::milliseconds(composition_ms),
                .key = frame_type == kKeyFrame && frame->key,
                .data = frame->data});
  return {};
}

Result<void> FlvReader::audio(std::uint32_t timestamp_ms, View tag) {
  ByteReader in{tag};
  if (tag.empty()) return {};
  const int format = in.u8() >> 4;
  if (format == 9) return choose_aac(four_character_codec(in.bytes(4)));
  if (format != kAac) return choose_aac(classic_audio_codec(format));

  const int packet_type = in.u8();
  const View payload = in.rest();
  if (payload.empty()) return {};
  if (packet_type == 0) {
    const auto form = audio_form(payload);
    if (!form) return std::unexpected(form.error());
    if (*form != told_audio_) feed_.audio_form(*form);
    told_audio_ = *form;
    return {};
  }
  if (packet_type != 1 || told_audio_.sample_rate == 0) return {};
  const Microseconds at = time(timestamp_ms);
  feed_.packet({.track = Track::kAudio,
                .dts = at,
                .pts = at,
                .key = true,
                .data = std::make_shared<const Bytes>(payload.begin(), payload.end())});
  return {};
}

}  // namespace nigiwai::media::ingest
