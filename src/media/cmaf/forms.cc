#include "media/cmaf/forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
}

namespace nigiwai::media {
namespace {

class BitReader {
 public:
  explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool has(std::size_t bits) const { return at_ + bits <= bytes_.size() * 8; }
  unsigned take(unsigned bits) {
    unsigned value = 0;
    for (unsigned i = 0; i < bits; ++i, ++at_) {
      const unsigned byte = at_ / 8 < bytes_.size() ? bytes_[at_ / 8] : 0;
      value = (value << 1) | ((byte >> (7 - at_ % 8)) & 1U);
    }
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

constexpr std::array kSampleRates = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                     22050, 16000, 12000, 11025, 8000,  7350};

int read_rate(BitReader& bits) {
  const unsigned index = bits.take(4);
  if (index == 15) return static_cast<int>(bits.take(24));
  return index < kSampleRates.size() ? kSampleRates[index] : 0;
}

unsigned read_object_type(BitReader& bits) {
  const unsigned type = bits.take(5);
  return type == 31 ? 32 + bits.take(6) : type;
}

// Everything that libavcodec allocates while it makes one frame.
struct SilenceEncoder {
  AVCodecContext* context = nullptr;
  AVFrame* frame = av_frame_alloc();
  AVPacket* packet = av_packet_alloc();
  SilenceEncoder() = default;
  SilenceEncoder(const SilenceEncoder&) = delete;
  SilenceEncoder& operator=(const SilenceEncoder&) = delete;
  ~SilenceEncoder() {
    avcodec_free_context(&context);
    av_frame_free(&frame);
    av_packet_free(&packet);
  }
};

Result<std::shared_ptr<const Bytes>> encode_silence(int sample_rate, int channels) {
  const auto refusal = [&] {
    return fail(
        Kind::kUnsupported, "audio-form",
        fmt::format("No silence can be made for AAC of {} Hz and {} channels.", sample_rate, channels));
  };
  SilenceEncoder made;
  const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
  if (codec == nullptr) return refusal();
  made.context = avcodec_alloc_context3(codec);
  made.context->sample_rate = sample_rate;
  made.context->sample_fmt = AV_SAMPLE_FMT_FLTP;
  av_channel_layout_default(&made.context->ch_layout, channels);
  made.context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  made.context->log_level_offset = 16;  // its remarks on the quality of silence are not for the log
  if (avcodec_open2(made.context, codec, nullptr) < 0) return refusal();
  made.frame->nb_samples = made.context->frame_size;
  made.frame->format = AV_SAMPLE_FMT_FLTP;
  made.frame->sample_rate = sample_rate;
  if (av_channel_layout_copy(&made.frame->ch_layout, &made.context->ch_layout) < 0) return refusal();
  if (av_frame_get_buffer(made.frame, 0) < 0) return refusal();
  for (int channel = 0; channel < channels; ++channel) {
    auto* samples = reinterpret_cast<float*>(made.frame->extended_data[channel]);
    std::fill_n(samples, made.frame->nb_samples, 0.0F);
  }
  // The first frames carry the encoder's name and its priming; the fourth is plain silence.
  std::shared_ptr<const Bytes> silence;
  for (int i = 0; i < 8; ++i) {
    made.frame->pts = static_cast<std::int64_t>(i) * made.frame->nb_samples;
    if (avcodec_send_frame(made.context, made.frame) < 0) return refusal();
    while (avcodec_receive_packet(made.context, made.packet) == 0) {
      silence = std::make_shared<const Bytes>(made.packet->data, made.packet->data + made.packet->size);
      av_packet_unref(made.packet);
    }
  }
  if (!silence || silence->empty()) return refusal();
  return silence;
}

}  // namespace

Result<AacConfig> read_aac_config(std::span<const std::uint8_t> config) {
  BitReader bits(config);
  if (!bits.has(16) || config.size() >= 64) {  // more would not be an AudioSpecificConfig
    return fail(Kind::kUnsupported, "audio-form", "The AAC configuration has a wrong length.");
  }
  AacConfig read;
  unsigned type = read_object_type(bits);
  read.object_type = static_cast<int>(type);
  read.sample_rate = read_rate(bits);
  read.channels = static_cast<int>(bits.take(4));
  if (read.channels == 7) read.channels = 8;
  if (type == 5 || type == 29) {  // SBR, PS: the rate of the output, then the object type of the core
    read_rate(bits);
    type = read_object_type(bits);
  }
  read.frame_length = bits.take(1) == 1 ? 960 : 1024;
  if (read.sample_rate <= 0 || read.channels < 1 || read.channels > 8 || type == 0) {
    return fail(Kind::kUnsupported, "audio-form",
                "The AAC configuration cannot be read; send AAC-LC, mono or stereo, 44.1 or 48 kHz.");
  }
  return read;
}

Result<std::string> video_codec(const VideoForm& form) {
  if (form.config.size() < 7 || form.config[0] != 1) {
    return fail(Kind::kUnsupported, "video-form", "The H.264 configuration record cannot be read.");
  }
  return fmt::format("avc1.{:02x}{:02x}{:02x}", form.config[1], form.config[2], form.config[3]);
}

std::string audio_codec(const AacConfig& config) { return fmt::format("mp4a.40.{}", config.object_type); }

AudioForm default_audio_form() { return {.config = {0x11, 0x90}, .sample_rate = 48'000, .channels = 2}; }

Result<std::shared_ptr<const Bytes>> silent_frame(int sample_rate, int channels) {
  static std::mutex mutex;
  static std::map<std::pair<int, int>, std::shared_ptr<const Bytes>> made;
  const std::scoped_lock lock(mutex);
  if (const auto found = made.find({sample_rate, channels}); found != made.end()) return found->second;
  auto silence = encode_silence(sample_rate, channels);
  if (silence) made.emplace(std::pair{sample_rate, channels}, *silence);
  return silence;
}

}  // namespace nigiwai::media
