#include "media/recording/clip_coder.h"

#include <algorithm>

#include "media/cmaf/packager.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

namespace nigiwai::media {
namespace {

constexpr AVRational kTickBase{1, 90'000};
constexpr int kKeyFrameSeconds = 2;
// Constant quality, good enough to be coded once more by a network; veryfast costs about a third of real time
// on a core.
constexpr const char* kQuality = "20";
constexpr const char* kPreset = "veryfast";
// Shows on air need the other cores.
constexpr int kCoderThreads = 2;

std::unexpected<Problem> failure(const char* detail) { return fail(Kind::kInternal, "clip", detail); }

Ticks ticks_of(std::int64_t time, AVRational base) {
  return Ticks{av_rescale_q(time, base, kTickBase)} - kDecodeOrigin;
}

int even(double size) { return std::max(2, static_cast<int>(size / 2 + 0.5) * 2); }

}  // namespace

ClipCoder::ClipCoder(const ClipCut& cut, MovieOutput& output, const std::function<bool(int percent)>& go_on)
    : cut_(cut),
      output_(output),
      go_on_(go_on),
      frame_(av_frame_alloc()),
      scaled_(av_frame_alloc()),
      packet_(av_packet_alloc()) {}

ClipCoder::~ClipCoder() {
  avcodec_free_context(&decoder_);
  avcodec_free_context(&encoder_);
  sws_freeContext(scaler_);
  av_frame_free(&frame_);
  av_frame_free(&scaled_);
  av_packet_free(&packet_);
  for (auto* packet : waiting_) av_packet_free(&packet);
}

Ticks ClipCoder::begin_of(const Run& run) const { return std::max(to_ticks(cut_.from), run.at); }
Ticks ClipCoder::end_of(const Run& run) const {
  return std::min(to_ticks(cut_.until), run.at + run.duration);
}

Result<void> ClipCoder::open_decoder(const AVStream& video) {
  avcodec_free_context(&decoder_);
  const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
  decoder_ = codec == nullptr ? nullptr : avcodec_alloc_context3(codec);
  if (decoder_ == nullptr) return failure("This libavcodec has no H.264 decoder.");
  if (avcodec_parameters_to_context(decoder_, video.codecpar) < 0)
    return failure("The picture's form cannot be read.");
  decoder_->pkt_timebase = video.time_base;
  decoder_->thread_count = 1;
  if (avcodec_open2(decoder_, codec, nullptr) < 0) return failure("The H.264 parameters cannot be read.");
  return {};
}

Result<void> ClipCoder::open_encoder(const AVFrame& frame, const AVStream& video, const AVStream& audio) {
  kept_ = {frame.width & ~1, frame.height & ~1};
  Size size = kept_;
  if (cut_.form == ClipForm::kVertical) {
    size = {kVerticalWidth, kVerticalHeight};
    constexpr double kRatio = static_cast<double>(kVerticalWidth) / kVerticalHeight;
    const bool wider = frame.width > kRatio * frame.height;
    if (wider) {
      kept_.width = std::min(kept_.width, even(kRatio * frame.height));
    } else {
      kept_.height = std::min(kept_.height, even(frame.width / kRatio));
    }
    left_ = std::clamp(frame.width * cut_.focus / 100 - kept_.width / 2, 0, frame.width - kept_.width) & ~1;
    top_ = ((frame.height - kept_.height) / 2) & ~1;
  }
  const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
  encoder_ = codec == nullptr ? nullptr : avcodec_alloc_context3(codec);
  if (encoder_ == nullptr) return failure("This libavcodec has no libx264.");
  encoder_->width = size.width;
  encoder_->height = size.height;
  encoder_->pix_fmt = AV_PIX_FMT_YUV420P;
  encoder_->time_base = kTickBase;
  const auto rate = video.avg_frame_rate.num > 0 ? video.avg_frame_rate : AVRational{30, 1};
  encoder_->framerate = rate;
  encoder_->gop_size = std::clamp(static_cast<int>(av_q2d(rate) * kKeyFrameSeconds), 12, 250);
  encoder_->color_range = frame.color_range;
  encoder_->colorspace = frame.colorspace;
  encoder_->color_primaries = frame.color_primaries;
  encoder_->color_trc = frame.color_trc;
  if (cut_.form == ClipForm::kExact) encoder_->sample_aspect_ratio = frame.sample_aspect_ratio;
  encoder_->thread_count = kCoderThreads;
  encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  av_opt_set(encoder_->priv_data, "preset", kPreset, 0);
  av_opt_set(encoder_->priv_data, "crf", kQuality, 0);
  if (avcodec_open2(encoder_, codec, nullptr) < 0) return failure("The clip's picture cannot be coded.");

  scaled_->format = AV_PIX_FMT_YUV420P;
  scaled_->width = size.width;
  scaled_->height = size.height;
  if (av_frame_get_buffer(scaled_, 0) < 0) return failure("Out of memory.");
  if (!cut_.captions.empty()) captions_.emplace(cut_.captions, size.width, size.height);
  scaler_ = sws_getContext(kept_.width, kept_.height, static_cast<AVPixelFormat>(frame.format), size.width,
                           size.height, AV_PIX_FMT_YUV420P, SWS_BICUBIC, nullptr, nullptr, nullptr);
  if (scaler_ == nullptr) return failure("The picture's format is not known.");

  AVCodecParameters* coded = avcodec_parameters_alloc();
  avcodec_parameters_from_context(coded, encoder_);
  auto begun = output_.begin(*coded, kTickBase, *audio.codecpar, audio.time_base);
  avcodec_parameters_free(&coded);
  for (auto* packet : waiting_) {
    if (begun) begun = output_.write(*packet, MovieOutput::Stream::kAudio, audio.time_base);
    av_packet_free(&packet);
  }
  waiting_.clear();
  return begun;
}

Result<void> ClipCoder::code(RunInput& input, const Run& run) {
  auto* format = input.format();
  const int video_at = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const int audio_at = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (video_at < 0 || audio_at < 0) return failure("A stretch of the recording cannot be read.");
  const AVStream& video = *format->streams[video_at];
  const AVStream& audio = *format->streams[audio_at];
  if (auto opened = open_decoder(video); !opened) return opened;
  for (;;) {
    const int error = av_read_frame(format, packet_);
    if (error == AVERROR_EOF) break;
    if (error < 0) return failure("A stretch of the recording cannot be read.");
    if (packet_->stream_index == audio_at) {
      if (auto copied = sound(*packet_, audio, run); !copied) return copied;
    } else if (packet_->stream_index == video_at) {
      const int sent = avcodec_send_packet(decoder_, packet_);
      av_packet_unref(packet_);
      if (sent < 0) return failure("A picture of the recording cannot be decoded.");
      if (auto out = decoded(video, audio, run); !out) return out;
    } else {
      av_packet_unref(packet_);
    }
  }
  avcodec_send_packet(decoder_, nullptr);
  if (auto out = decoded(video, audio, run); !out) return out;
  starts_ += std::max(Ticks{0}, end_of(run) - begin_of(run));
  return {};
}

Result<void> ClipCoder::decoded(const AVStream& video, const AVStream& audio, const Run& run) {
  while (avcodec_receive_frame(decoder_, frame_) >= 0) {
    const auto at = ticks_of(frame_->best_effort_timestamp, video.time_base);
    const bool inside = at >= begin_of(run) && at < end_of(run);
    Result<void> done;
    if (inside && encoder_ == nullptr) done = open_encoder(*frame_, video, audio);
    if (inside && done) done = take(*frame_, at, starts_ + at - begin_of(run));
    av_frame_unref(frame_);
    if (!done) return done;
  }
  return {};
}

Result<void> ClipCoder::take(const AVFrame& frame, Ticks shows, Ticks at) {
  const auto length = to_ticks(cut_.until - cut_.from);
  if (!go_on_(static_cast<int>(
          std::min<std::int64_t>(99, at.count() * 100 / std::max<std::int64_t>(1, length.count())))))
    return stopped_work();
  // H.264 decodes to three planes, of which colour may have half the width and height: cutting moves the
  // beginning of each.
  const auto* form = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  const std::uint8_t* planes[4] = {};
  for (int plane = 0; plane < form->nb_components; ++plane) {
    const int down = plane == 0 ? 0 : form->log2_chroma_h;
    const int across = plane == 0 ? 0 : form->log2_chroma_w;
    planes[plane] = frame.data[plane] + (top_ >> down) * frame.linesize[plane] +
                    (left_ >> across) * form->comp[plane].step;
  }
  if (av_frame_make_writable(scaled_) < 0) return failure("Out of memory.");
  sws_scale(scaler_, planes, frame.linesize, 0, kept_.height, scaled_->data, scaled_->linesize);
  if (captions_) {
    if (auto drawn = captions_->burn(*scaled_, to_milliseconds(shows)); !drawn) return drawn;
  }
  last_ = std::max(at, last_ + Ticks{1});
  scaled_->pts = last_.count();
  if (avcodec_send_frame(encoder_, scaled_) < 0) return failure("The clip's picture cannot be coded.");
  return encoded();
}

Result<void> ClipCoder::encoded() {
  for (;;) {
    const int error = avcodec_receive_packet(encoder_, packet_);
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return {};
    if (error < 0) return failure("The clip's picture cannot be coded.");
    if (auto written = output_.write(*packet_, MovieOutput::Stream::kVideo, kTickBase); !written)
      return written;
  }
}

Result<void> ClipCoder::sound(AVPacket& packet, const AVStream& audio, const Run& run) {
  const auto at = ticks_of(packet.pts, audio.time_base);
  // Sound before the first kept picture is outside of the cut, but for the frame that reaches into it.
  const Ticks reach{av_rescale_q(packet.duration, audio.time_base, kTickBase)};
  if (at + reach <= begin_of(run) || at >= end_of(run)) {
    av_packet_unref(&packet);
    return {};
  }
  const auto moved = std::max(Ticks{0}, starts_ + at - begin_of(run));
  packet.pts = packet.dts = av_rescale_q(moved.count(), kTickBase, audio.time_base);
  if (encoder_ == nullptr) {
    waiting_.push_back(av_packet_clone(&packet));
    av_packet_unref(&packet);
    return {};
  }
  return output_.write(packet, MovieOutput::Stream::kAudio, audio.time_base);
}

Result<Ticks> ClipCoder::finish() {
  if (encoder_ == nullptr)
    return fail(Kind::kNotFound, "not-recorded", "No picture was recorded in this stretch.");
  avcodec_send_frame(encoder_, nullptr);
  if (auto out = encoded(); !out) return std::unexpected(out.error());
  return starts_;
}

}  // namespace nigiwai::media
