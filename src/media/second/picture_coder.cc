#include "media/second/picture_coder.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "media/ingest/browser/av_handles.h"
#include "media/ingest/h264.h"
#include "media/second/picture_size.h"

extern "C" {
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

namespace nigiwai::media::second {
namespace {

using ingest::browser::CodecHandle;
using ingest::browser::FrameHandle;
using ingest::browser::PacketHandle;

// About a fifth of a core at 30 pictures a second; docs/operating.md has what was measured.
constexpr const char* kPreset = "superfast";
// Key frames are asked for; x264 sets none of its own within any segment.
constexpr int kKeysAreAskedFor = 100'000;
// What an encoder that reorders its pictures mostly does, where its parameters do not say.
constexpr int kReordered = 2;
constexpr double kUsualRate = 30;
constexpr double kHighestRate = 120;

struct ScalerFree {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

std::unexpected<Problem> failure(const char* detail) { return fail(Kind::kInternal, "second", detail); }

class X264Coder final : public PictureCoder {
 public:
  X264Coder() : decoded_(av_frame_alloc()), scaled_(av_frame_alloc()), packet_(av_packet_alloc()) {}

  Result<void> begin(const VideoForm& form, double rate) override {
    source_ = form;
    rate_ = rate > 1 ? std::min(rate, kHighestRate) : kUsualRate;
    decoder_.reset();
    encoder_.reset();
    pending_ = 0;
    waiting_.clear();
    return {};
  }

  void decode(const VideoSample& sample, Ticks shown) override {
    if (!decoder_ && !open_decoder(sample.composition > Ticks{0})) return;
    if (av_new_packet(packet_.get(), static_cast<int>(sample.data->size())) < 0) return;
    std::ranges::copy(*sample.data, packet_->data);
    packet_->pts = shown.count();
    packet_->dts = AV_NOPTS_VALUE;
    if (sample.key) packet_->flags |= AV_PKT_FLAG_KEY;
    int sent = avcodec_send_packet(decoder_.get(), packet_.get());
    if (sent == AVERROR(EAGAIN)) {
      // It wants to be emptied first.
      gather();
      sent = avcodec_send_packet(decoder_.get(), packet_.get());
    }
    av_packet_unref(packet_.get());
    if (sent >= 0) ++pending_;
  }

  std::optional<Ticks> next() override {
    av_frame_unref(decoded_.get());
    if (waiting_.empty()) gather();
    if (waiting_.empty()) return std::nullopt;
    decoded_ = std::move(waiting_.front());
    waiting_.pop_front();
    return Ticks{decoded_->best_effort_timestamp};
  }

  int pending() const override { return pending_; }

  void drain() override {
    if (!decoder_) return;
    avcodec_send_packet(decoder_.get(), nullptr);
    gather();
    avcodec_flush_buffers(decoder_.get());
    pending_ = 0;
  }

  Result<CodedPicture> code(bool key) override {
    const AVFrame& frame = *decoded_;
    if (frame.width < 2 || frame.height < 2) return failure("The picture cannot be decoded.");
    if (!encoder_ || frame.width != from_.width || frame.height != from_.height || frame.format != format_) {
      if (auto opened = open_encoder(frame); !opened) return std::unexpected(opened.error());
      key = true;
    }
    if (av_frame_make_writable(scaled_.get()) < 0) return failure("Out of memory.");
    sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, scaled_->data, scaled_->linesize);
    // x264 tells the rate from these; a time line that jumps is its affair no more than ours.
    const std::int64_t shown = frame.best_effort_timestamp;
    scaled_->pts = last_shown_ && shown > *last_shown_ && shown - *last_shown_ < Ticks::period::den
                       ? last_pts_ + (shown - *last_shown_)
                       : last_pts_ + static_cast<std::int64_t>(Ticks::period::den / rate_);
    last_shown_ = shown;
    last_pts_ = scaled_->pts;
    scaled_->pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    if (avcodec_send_frame(encoder_.get(), scaled_.get()) < 0 ||
        avcodec_receive_packet(encoder_.get(), packet_.get()) < 0)
      return failure("The picture cannot be coded.");
    const auto nals =
        ingest::split_annex_b(ingest::View(packet_->data, static_cast<std::size_t>(packet_->size)));
    auto taken = h264_.take(nals);
    av_packet_unref(packet_.get());
    if (!taken) return std::unexpected(taken.error());
    if (const auto form = h264_.new_form()) form_ = *form;
    if (!taken->data || form_.width == 0) return failure("x264 made no picture.");
    return CodedPicture{.key = taken->key, .data = std::move(taken->data)};
  }

  const VideoForm& form() const override { return form_; }

 private:
  bool open_decoder(bool reorders) {
    const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    decoder_.reset(codec == nullptr ? nullptr : avcodec_alloc_context3(codec));
    if (!decoder_) return false;
    auto& decoder = *decoder_;
    decoder.extradata =
        static_cast<std::uint8_t*>(av_mallocz(source_.config.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    std::ranges::copy(source_.config, decoder.extradata);
    decoder.extradata_size = static_cast<int>(source_.config.size());
    decoder.pkt_timebase = {1, static_cast<int>(Ticks::period::den)};
    decoder.thread_count = 1;  // threads would hold pictures back
    decoder.has_b_frames = reorders ? kReordered : 0;
    if (avcodec_open2(&decoder, codec, nullptr) >= 0) return true;
    decoder_.reset();
    return false;
  }

  Result<void> open_encoder(const AVFrame& frame) {
    const auto size = second_size({.width = frame.width, .height = frame.height});
    if (!size) return failure("The picture is no larger than the second rendition's.");
    const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
    if (codec == nullptr)
      return fail(Kind::kUnsupported, "codec",
                  "This server cannot encode H.264: its FFmpeg is built without x264.");
    from_ = {.width = frame.width, .height = frame.height};
    format_ = frame.format;
    encoder_.reset(avcodec_alloc_context3(codec));
    auto& encoder = *encoder_;
    encoder.width = size->width;
    encoder.height = size->height;
    encoder.pix_fmt = AV_PIX_FMT_YUV420P;
    encoder.time_base = {1, static_cast<int>(Ticks::period::den)};
    encoder.framerate = {static_cast<int>(std::lround(rate_ * 1000)), 1000};
    encoder.gop_size = kKeysAreAskedFor;
    encoder.max_b_frames = 0;
    encoder.bit_rate = kBitsPerSecond;
    encoder.rc_max_rate = kMostBitsPerSecond;
    encoder.rc_buffer_size = static_cast<int>(kBufferBits);
    encoder.color_range = frame.color_range;
    encoder.colorspace = frame.colorspace;
    encoder.color_primaries = frame.color_primaries;
    encoder.color_trc = frame.color_trc;
    encoder.sample_aspect_ratio = frame.sample_aspect_ratio;
    encoder.thread_count = 1;  // the broadcast's own
    encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "preset", kPreset, 0);
    av_dict_set(&options, "tune", "zerolatency", 0);
    av_dict_set(&options, "profile", "main", 0);
    av_dict_set(&options, "forced-idr", "1", 0);
    av_dict_set(&options, "sc_threshold", "0", 0);
    const int opened = avcodec_open2(&encoder, codec, &options);
    av_dict_free(&options);
    if (opened < 0) return failure("The picture cannot be coded.");
    const auto sets = h264_.take(ingest::split_annex_b(
        ingest::View(encoder.extradata, static_cast<std::size_t>(encoder.extradata_size))));
    if (!sets) return std::unexpected(sets.error());

    scaled_.reset(av_frame_alloc());
    scaled_->format = AV_PIX_FMT_YUV420P;
    scaled_->width = size->width;
    scaled_->height = size->height;
    if (av_frame_get_buffer(scaled_.get(), 0) < 0) return failure("Out of memory.");
    scaler_.reset(sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format),
                                 size->width, size->height, AV_PIX_FMT_YUV420P, SWS_FAST_BILINEAR, nullptr,
                                 nullptr, nullptr));
    if (!scaler_) return failure("The picture's format is not known.");
    return {};
  }

  // What the decoder has ready.
  void gather() {
    if (!decoder_) return;
    for (;;) {
      FrameHandle frame(av_frame_alloc());
      if (avcodec_receive_frame(decoder_.get(), frame.get()) < 0) return;
      pending_ = std::max(0, pending_ - 1);
      waiting_.push_back(std::move(frame));
    }
  }

  VideoForm source_;
  double rate_ = kUsualRate;
  CodecHandle decoder_;
  CodecHandle encoder_;
  std::unique_ptr<SwsContext, ScalerFree> scaler_;
  FrameHandle decoded_;
  FrameHandle scaled_;
  PacketHandle packet_;
  std::deque<FrameHandle> waiting_;
  PictureSize from_;
  int format_ = -1;
  int pending_ = 0;
  std::optional<std::int64_t> last_shown_;
  std::int64_t last_pts_ = 0;
  ingest::H264Track h264_;
  VideoForm form_;
};

}  // namespace

std::unique_ptr<PictureCoder> make_picture_coder() { return std::make_unique<X264Coder>(); }

}  // namespace nigiwai::media::second
