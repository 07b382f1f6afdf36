#include "media/ingest/browser/picture.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace nigiwai::media::ingest::browser {
namespace {

// A frame may come a little early for its second.
constexpr Microseconds kKeyJitter{20'000};

std::unexpected<Problem> unusable() {
  return fail(Kind::kInvalid, "broken-stream",
              "The browser sends a picture that cannot be decoded. Close the page and open it again.");
}

}  // namespace

Result<std::unique_ptr<PictureTranscoder>> PictureTranscoder::open(const AVCodecParameters& coded) {
  const AVCodec* codec = avcodec_find_decoder_by_name(coded.codec_id == AV_CODEC_ID_VP8 ? "vp8" : "vp9");
  CHECK(codec != nullptr, "FFmpeg's own decoders of VP8 and VP9 are always there");
  std::unique_ptr<PictureTranscoder> made(new PictureTranscoder);
  made->decoder_.reset(avcodec_alloc_context3(codec));
  if (avcodec_parameters_to_context(made->decoder_.get(), &coded) < 0) return unusable();
  // Threads would hold frames back.
  made->decoder_->thread_count = 1;
  made->decoder_->flags |= AV_CODEC_FLAG_LOW_DELAY;
  made->decoder_->max_pixels = std::int64_t{kLongestSide} * kLongestSide;
  if (avcodec_open2(made->decoder_.get(), codec, nullptr) < 0) return unusable();
  made->frame_.reset(av_frame_alloc());
  made->coded_.reset(av_packet_alloc());
  return made;
}

Result<void> PictureTranscoder::take(const AVPacket& packet, Microseconds pts, Feed& feed) {
  bool decoded = avcodec_send_packet(decoder_.get(), &packet) >= 0;
  while (decoded && avcodec_receive_frame(decoder_.get(), frame_.get()) >= 0) {
    undecodable_ = 0;
    auto encoded = encode(*frame_, pts, feed);
    av_frame_unref(frame_.get());
    if (!encoded) return encoded;
  }
  if (!decoded && ++undecodable_ > kMostUndecodable) return unusable();
  return {};
}

Result<void> PictureTranscoder::open_encoder(int width, int height) {
  const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
  if (codec == nullptr) {
    return fail(Kind::kUnsupported, "codec",
                "This server cannot encode H.264: its FFmpeg is built without x264.");
  }
  encoder_.reset(avcodec_alloc_context3(codec));
  auto& encoder = *encoder_;
  encoder.width = width;
  encoder.height = height;
  encoder.pix_fmt = AV_PIX_FMT_YUV420P;
  encoder.time_base = {1, 1'000'000};
  encoder.framerate = {30, 1};
  encoder.gop_size = 300;  // key frames are asked for
  encoder.max_b_frames = 0;
  encoder.rc_max_rate = kMostBitsPerSecond;
  encoder.rc_buffer_size = kMostBitsPerSecond;
  encoder.thread_count = 2;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "preset", "ultrafast", 0);
  av_dict_set(&options, "tune", "zerolatency", 0);
  av_dict_set(&options, "profile", "baseline", 0);
  av_dict_set(&options, "crf", "23", 0);
  av_dict_set(&options, "forced-idr", "1", 0);
  const int opened = avcodec_open2(&encoder, codec, &options);
  av_dict_free(&options);
  if (opened < 0) return unusable();
  last_key_.reset();
  return {};
}

Result<void> PictureTranscoder::encode(AVFrame& frame, Microseconds pts, Feed& feed) {
  if (last_ && pts <= *last_) return {};
  last_ = pts;
  if (frame.format != AV_PIX_FMT_YUV420P && frame.format != AV_PIX_FMT_YUVJ420P) {
    return fail(Kind::kUnsupported, "codec", "The browser sends a colour format that players do not show.");
  }
  const auto [shorter, longer] = std::minmax(frame.width, frame.height);
  if (longer > kLongestSide || shorter < kShortestSide) {
    return fail(Kind::kUnsupported, "picture-size",
                fmt::format("The picture is {} × {}; at most {} pixels a side can be shown.", frame.width,
                            frame.height, kLongestSide));
  }
  // 4:2:0 has one colour for two by two: an odd last row or column is left out.
  frame.width &= ~1;
  frame.height &= ~1;
  if (!encoder_ || encoder_->width != frame.width || encoder_->height != frame.height) {
    if (auto opened = open_encoder(frame.width, frame.height); !opened) return opened;
  }
  const bool key = !last_key_ || pts - *last_key_ >= kKeyEvery - kKeyJitter;
  if (key) last_key_ = pts;
  frame.format = AV_PIX_FMT_YUV420P;
  frame.pts = pts.count();
  frame.pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
  if (avcodec_send_frame(encoder_.get(), &frame) < 0) return unusable();
  while (avcodec_receive_packet(encoder_.get(), coded_.get()) >= 0) {
    const auto nals = split_annex_b(View(coded_->data, static_cast<std::size_t>(coded_->size)));
    auto taken = h264_.take(nals);
    const Microseconds time{coded_->pts};
    av_packet_unref(coded_.get());
    if (!taken) return std::unexpected(taken.error());
    if (const auto form = h264_.new_form()) feed.video_form(*form);
    if (taken->data) {
      feed.packet({.track = Track::kVideo,
                   .dts = time,
                   .pts = time,
                   .key = taken->key,
                   .data = std::move(taken->data)});
    }
  }
  return {};
}

}  // namespace nigiwai::media::ingest::browser
