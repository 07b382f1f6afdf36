#include "media/ingest/browser/container.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

#include "media/ingest/aac.h"
#include "media/ingest/browser/av_handles.h"
#include "media/ingest/browser/picture.h"
#include "media/ingest/browser/sound.h"
#include "media/ingest/h264.h"

namespace nigiwai::media::ingest::browser {
namespace {

constexpr int kReadSize = 32'768;
// Damage makes single reads fail. So many in a row are no damage.
constexpr int kMostFailures = 100;
// Further from the beginning than any show lasts, near enough to calculate with.
constexpr std::int64_t kFurthest_us = std::int64_t{1} << 50;

struct Input {
  const ByteSource& source;
  std::size_t without_frame = 0;
  std::size_t most = kMostHead;
  bool ended = false;
};

int read_input(void* opaque, std::uint8_t* to, int size) {
  auto& input = *static_cast<Input*>(opaque);
  // libavformat asks again after an end; the source has said it once and for all.
  if (input.ended || input.without_frame > input.most) return AVERROR_EOF;
  const std::size_t count = input.source({to, static_cast<std::size_t>(size)});
  input.without_frame += count;
  input.ended = count == 0;
  return input.ended ? AVERROR_EOF : static_cast<int>(count);
}

// A recording refers to nothing outside of itself.
int open_nothing(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

std::unexpected<Problem> no_recording() {
  return fail(
      Kind::kUnsupported, "container",
      "The browser sent something that is no recording of a camera. Close the page and open it again.");
}

std::unexpected<Problem> other_codec(AVCodecID id) {
  return fail(Kind::kUnsupported, "codec",
              fmt::format("The browser sends {}, which cannot be shown. Use a current Chrome or Safari.",
                          avcodec_get_name(id)));
}

View bytes_of(const std::uint8_t* data, std::size_t size) {
  return data == nullptr ? View() : View(data, size);
}

// Sends each packet to what reads its track.
class Tracks {
 public:
  Tracks(const Recording& recording, Feed& feed, Places& places)
      : recording_(recording), feed_(feed), places_(places) {}

  // Reads the forms that the head of the recording tells, so that they are known before the first frame.
  Result<void> begin(const AVFormatContext& format) {
    for (unsigned i = 0; i < format.nb_streams; ++i) {
      if (auto known = learn(*format.streams[i]); !known) return known;
    }
    return {};
  }

  Result<void> take(const AVStream& stream, const AVPacket& packet) {
    if (stream.index != video_ && stream.index != audio_) {
      if (auto known = learn(stream); !known) return known;
    }
    if (packet.size <= 0 || (stream.index != video_ && stream.index != audio_)) return {};
    if (static_cast<std::size_t>(packet.size) > kMostPicture) return no_recording();
    const auto pts = time_of(packet.pts, stream), dts = time_of(packet.dts, stream);
    if (!pts && !dts) return {};
    const Microseconds shown = pts.value_or(dts.value_or(Microseconds{0}));
    return stream.index == video_ ? video(packet, shown, std::min(dts.value_or(shown), shown))
                                  : audio(packet, shown);
  }

 private:
  Result<void> learn(const AVStream& stream) {
    const AVCodecParameters& codec = *stream.codecpar;
    if (codec.codec_type == AVMEDIA_TYPE_VIDEO && video_ < 0) {
      video_ = stream.index;
      if (codec.codec_id == AV_CODEC_ID_H264)
        return configure(bytes_of(codec.extradata, static_cast<std::size_t>(codec.extradata_size)));
      if (codec.codec_id == AV_CODEC_ID_VP8 || codec.codec_id == AV_CODEC_ID_VP9) return open_picture(codec);
      return other_codec(codec.codec_id);
    }
    if (codec.codec_type == AVMEDIA_TYPE_AUDIO && audio_ < 0) {
      audio_ = stream.index;
      if (codec.codec_id == AV_CODEC_ID_OPUS) {
        auto opened = SoundTranscoder::open(codec);
        if (!opened) return std::unexpected(opened.error());
        sound_ = *std::move(opened);
        feed_.audio_form(sound_->form());
        return {};
      }
      if (codec.codec_id != AV_CODEC_ID_AAC) return other_codec(codec.codec_id);
      const auto form = audio_form(bytes_of(codec.extradata, static_cast<std::size_t>(codec.extradata_size)));
      if (!form) return std::unexpected(form.error());
      feed_.audio_form(*form);
    }
    return {};
  }

  Result<void> open_picture(const AVCodecParameters& codec) {
    place_ = places_.take();
    if (!place_) {
      return fail(
          Kind::kTooMany, "too-many-transcodes",
          "This browser records no H.264, and the server converts as many pictures as it can already. "
          "Use a current Chrome or Safari, or wait until another show ends.");
    }
    auto opened = PictureTranscoder::open(codec);
    if (!opened) return std::unexpected(opened.error());
    picture_ = *std::move(opened);
    return {};
  }

  // Chrome's Matroska and all MP4 say the parameter sets in front, as an AVCDecoderConfigurationRecord; other
  // recorders have them in the frames alone, as Annex B.
  Result<void> configure(View extradata) {
    if (extradata.empty()) return {};
    if (extradata[0] == 1) {
      const auto size = h264_.configure(extradata);
      if (!size) return std::unexpected(size.error());
      length_size_ = *size;
      return {};
    }
    const auto taken = h264_.take(split_annex_b(extradata));
    return taken ? Result<void>{} : std::unexpected(taken.error());
  }

  Result<void> video(const AVPacket& packet, Microseconds pts, Microseconds dts) {
    if (picture_) return picture_->take(packet, pts, feed_);
    std::size_t renewed = 0;
    if (const auto* extradata = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &renewed)) {
      if (auto known = configure(bytes_of(extradata, renewed)); !known) return known;
    }
    const View data(packet.data, static_cast<std::size_t>(packet.size));
    const auto nals =
        length_size_ == 0 ? Result<std::vector<View>>(split_annex_b(data)) : split_avcc(data, length_size_);
    if (!nals) return std::unexpected(nals.error());
    auto frame = h264_.take(*nals);
    if (!frame) return std::unexpected(frame.error());
    if (const auto form = h264_.new_form()) feed_.video_form(*form);
    if (!frame->data || !h264_.has_form()) return {};
    feed_.packet(
        {.track = Track::kVideo, .dts = dts, .pts = pts, .key = frame->key, .data = std::move(frame->data)});
    return {};
  }

  Result<void> audio(const AVPacket& packet, Microseconds pts) {
    if (sound_) return sound_->take(packet, pts, feed_);
    feed_.packet({.track = Track::kAudio,
                  .dts = pts,
                  .pts = pts,
                  .key = true,
                  .data = std::make_shared<const Bytes>(packet.data, packet.data + packet.size)});
    return {};
  }

  std::optional<Microseconds> time_of(std::int64_t stamp, const AVStream& stream) const {
    if (stamp == AV_NOPTS_VALUE) return std::nullopt;
    const auto time = av_rescale_q(stamp, stream.time_base, {1, 1'000'000});
    if (time > kFurthest_us || time < -kFurthest_us) return std::nullopt;
    return recording_.begins + Microseconds{time};
  }

  const Recording& recording_;
  Feed& feed_;
  Places& places_;
  std::optional<Places::Place> place_;
  std::unique_ptr<PictureTranscoder> picture_;
  std::unique_ptr<SoundTranscoder> sound_;
  H264Track h264_;
  int length_size_ = 0;  // 0: Annex B
  int video_ = -1;
  int audio_ = -1;
};

}  // namespace

Result<Container> container_of(std::string_view mime) {
  const auto type = mime.substr(0, mime.find(';'));
  if (type == "video/webm" || type == "video/x-matroska") return Container::kMatroska;
  if (type == "video/mp4") return Container::kMp4;
  return fail(Kind::kUnsupported, "container", "A recording is video/webm, video/x-matroska or video/mp4.",
              "/mime");
}

Result<void> demux(const Recording& recording, const ByteSource& source, Feed& feed,
                   Places& picture_transcoders) {
  // libavformat would fill the log with a line for every damaged packet.
  static const bool quiet = (av_log_set_level(AV_LOG_QUIET), true);
  static_cast<void>(quiet);
  Input input{.source = source};
  auto* buffer = static_cast<std::uint8_t*>(av_malloc(kReadSize));
  const IoHandle io(avio_alloc_context(buffer, kReadSize, 0, &input, read_input, nullptr, nullptr));
  AVFormatContext* context = avformat_alloc_context();
  context->pb = io.get();
  // Packets come as they were recorded; our own readers know what to do with them and wait for nothing.
  context->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_NOBUFFER;
  context->io_open = open_nothing;
  context->max_streams = kMostTracks;
  const char* name = recording.container == Container::kMatroska ? "matroska" : "mov";
  const int opened = avformat_open_input(&context, nullptr, av_find_input_format(name), nullptr);
  // A recording that is ended before its head is whole is no fault: the page began another.
  if (opened < 0) return input.ended ? Result<void>{} : no_recording();  // the context is freed
  const FormatHandle close(context);

  Tracks tracks(recording, feed, picture_transcoders);
  if (auto begun = tracks.begin(*context); !begun) return begun;
  const PacketHandle packet(av_packet_alloc());
  int failures = 0;
  while (true) {
    const int read = av_read_frame(context, packet.get());
    if (read < 0) {
      if (input.ended) break;
      // What libavformat takes for the end while more comes is a recording that lies about itself.
      if (read == AVERROR_EOF || avio_feof(io.get()) != 0 || ++failures > kMostFailures)
        return no_recording();
      continue;
    }
    failures = 0;
    if (input.ended && (packet->flags & AV_PKT_FLAG_CORRUPT) != 0)
      break;  // the last one, cut off with the recording
    input.without_frame = 0;
    input.most = kMostWithoutFrame;
    const auto taken = tracks.take(*context->streams[packet->stream_index], *packet);
    av_packet_unref(packet.get());
    if (!taken) return taken;
  }
  return {};
}

}  // namespace nigiwai::media::ingest::browser
