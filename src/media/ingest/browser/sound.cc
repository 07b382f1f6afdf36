#include "media/ingest/browser/sound.h"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <algorithm>

#include "base/check.h"
#include "media/ingest/aac.h"

namespace nigiwai::media::ingest::browser {
namespace {

constexpr int kRate = 48'000;

std::unexpected<Problem> unusable() {
  return fail(Kind::kUnsupported, "codec",
              "The browser sends sound that cannot be read. Close the page, open it again, and choose "
              "another microphone.");
}

Microseconds lasting(std::int64_t samples) { return Microseconds{samples * 1'000'000 / kRate}; }

}  // namespace

Result<std::unique_ptr<SoundTranscoder>> SoundTranscoder::open(const AVCodecParameters& opus) {
  const int channels = opus.ch_layout.nb_channels;
  if (channels < 1 || channels > 2) {
    return fail(Kind::kUnsupported, "codec",
                "The browser sends sound with more than two channels. Choose another microphone.");
  }
  std::unique_ptr<SoundTranscoder> made(new SoundTranscoder);
  const AVCodec* opus_codec = avcodec_find_decoder_by_name("opus");
  const AVCodec* aac_codec = avcodec_find_encoder_by_name("aac");
  CHECK(opus_codec != nullptr && aac_codec != nullptr,
        "FFmpeg's own Opus decoder and AAC encoder are always there");
  made->decoder_.reset(avcodec_alloc_context3(opus_codec));
  if (avcodec_parameters_to_context(made->decoder_.get(), &opus) < 0) return unusable();
  made->decoder_->thread_count = 1;
  if (avcodec_open2(made->decoder_.get(), opus_codec, nullptr) < 0) return unusable();

  made->encoder_.reset(avcodec_alloc_context3(aac_codec));
  auto& encoder = *made->encoder_;
  av_channel_layout_default(&encoder.ch_layout, channels);
  encoder.sample_rate = kRate;
  encoder.sample_fmt = AV_SAMPLE_FMT_FLTP;
  encoder.bit_rate = std::int64_t{kBitsPerChannel} * channels;
  encoder.time_base = {1, kRate};
  encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  encoder.thread_count = 1;
  if (avcodec_open2(&encoder, aac_codec, nullptr) < 0) return unusable();
  auto form = audio_form(View(encoder.extradata, static_cast<std::size_t>(encoder.extradata_size)));
  if (!form) return std::unexpected(form.error());
  made->form_ = *std::move(form);

  made->decoded_.reset(av_frame_alloc());
  made->coded_.reset(av_packet_alloc());
  made->whole_.reset(av_frame_alloc());
  auto& whole = *made->whole_;
  whole.nb_samples = encoder.frame_size;
  whole.format = AV_SAMPLE_FMT_FLTP;
  whole.sample_rate = kRate;
  av_channel_layout_copy(&whole.ch_layout, &encoder.ch_layout);
  if (av_frame_get_buffer(&whole, 0) < 0) return unusable();
  made->waiting_.resize(static_cast<std::size_t>(channels));
  return made;
}

Result<void> SoundTranscoder::take(const AVPacket& packet, Microseconds pts, Feed& feed) {
  if (avcodec_send_packet(decoder_.get(), &packet) < 0) return {};
  bool first = true;
  while (avcodec_receive_frame(decoder_.get(), decoded_.get()) >= 0) {
    const AVFrame& frame = *decoded_;
    if (frame.format != AV_SAMPLE_FMT_FLTP || frame.sample_rate != kRate ||
        frame.ch_layout.nb_channels != static_cast<int>(waiting_.size())) {
      return unusable();
    }
    add(frame, first ? pts : runs_.back().time + lasting(added_ - runs_.back().sample));
    first = false;
    av_frame_unref(decoded_.get());
    if (auto done = encode(feed); !done) return done;
  }
  return {};
}

void SoundTranscoder::add(const AVFrame& frame, Microseconds pts) {
  const bool joins =
      !runs_.empty() &&
      std::chrono::abs(runs_.back().time + lasting(added_ - runs_.back().sample) - pts) <= kSoundGap;
  if (!joins) {
    added_ -= static_cast<std::int64_t>(waiting_.front().size());
    for (auto& channel : waiting_) channel.clear();
    // Nothing of the run before may have been kept.
    if (!runs_.empty() && runs_.back().sample == added_) runs_.pop_back();
    runs_.push_back({.sample = added_, .time = pts});
  }
  for (std::size_t channel = 0; channel < waiting_.size(); ++channel) {
    const auto* samples = reinterpret_cast<const float*>(frame.extended_data[channel]);
    waiting_[channel].insert(waiting_[channel].end(), samples, samples + frame.nb_samples);
  }
  added_ += frame.nb_samples;
}

Result<void> SoundTranscoder::encode(Feed& feed) {
  const auto size = static_cast<std::size_t>(whole_->nb_samples);
  while (waiting_.front().size() >= size) {
    if (av_frame_make_writable(whole_.get()) < 0) return unusable();
    whole_->pts = added_ - static_cast<std::int64_t>(waiting_.front().size());
    for (std::size_t channel = 0; channel < waiting_.size(); ++channel) {
      auto& from = waiting_[channel];
      std::copy_n(from.begin(), size, reinterpret_cast<float*>(whole_->extended_data[channel]));
      from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(size));
    }
    if (avcodec_send_frame(encoder_.get(), whole_.get()) < 0) return unusable();
    while (avcodec_receive_packet(encoder_.get(), coded_.get()) >= 0) {
      const auto pts = time_of(coded_->pts);
      feed.packet({.track = Track::kAudio,
                   .dts = pts,
                   .pts = pts,
                   .key = true,
                   .data = std::make_shared<const Bytes>(coded_->data, coded_->data + coded_->size)});
      av_packet_unref(coded_.get());
    }
  }
  return {};
}

// The encoder is a frame behind, so that what it gives may still belong to the run before.
Microseconds SoundTranscoder::time_of(std::int64_t sample) {
  while (runs_.size() > 1 && runs_[1].sample <= sample) runs_.pop_front();
  return runs_.front().time + lasting(sample - runs_.front().sample);
}

}  // namespace nigiwai::media::ingest::browser
