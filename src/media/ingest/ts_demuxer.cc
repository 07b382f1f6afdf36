#include "media/ingest/ts_demuxer.h"

extern "C" {
#include <libavformat/avformat.h>
}

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

#include "media/ingest/pes_reader.h"

namespace nigiwai::media::ingest {
namespace {

constexpr std::size_t kReadSize = 32768;
// The first tables come within a second; a tenth of that in bytes is already enough at 1 Mbit/s.
constexpr std::int64_t kProbeSize = 200'000;
// Damage makes single reads fail. So many in a row are no damage.
constexpr int kMaxFailures = 1'000;

struct Input {
  const TsSource& source;
  std::size_t without_frame = 0;
  bool ended = false;
};

int read_input(void* opaque, std::uint8_t* to, int size) {
  auto& input = *static_cast<Input*>(opaque);
  // libavformat asks again after an end; the source has said it once and for all.
  if (input.ended || input.without_frame > kMaxWithoutFrame) return AVERROR_EOF;
  const std::size_t count = input.source({to, static_cast<std::size_t>(size)});
  input.without_frame += count;
  input.ended = count == 0;
  return input.ended ? AVERROR_EOF : static_cast<int>(count);
}

struct Close {
  void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
  void operator()(AVIOContext* io) const {
    av_freep(&io->buffer);
    avio_context_free(&io);
  }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};

std::string codec_name(AVCodecID id) {
  if (id == AV_CODEC_ID_HEVC) return "HEVC (H.265)";
  if (id == AV_CODEC_ID_AAC_LATM) return "AAC in LATM form";
  std::string name = avcodec_get_name(id);
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

std::optional<std::uint64_t> stamp(std::int64_t time) {
  if (time == AV_NOPTS_VALUE) return std::nullopt;
  return static_cast<std::uint64_t>(time) & ((std::uint64_t{1} << 33) - 1);
}

// Sends each packet to the reader of its track; other tracks than the first of each kind are left out.
class Tracks {
 public:
  explicit Tracks(Feed& feed) : reader_(feed) {}

  Result<void> take(const AVStream& stream, const AVPacket& packet) {
    const Pes pes{.pts = stamp(packet.pts),
                  .dts = stamp(packet.dts),
                  .payload = {packet.data, static_cast<std::size_t>(packet.size)},
                  .damaged = (packet.flags & AV_PKT_FLAG_CORRUPT) != 0};
    const AVCodecParameters& codec = *stream.codecpar;
    if (codec.codec_id == AV_CODEC_ID_NONE) return {};
    if (codec.codec_type == AVMEDIA_TYPE_VIDEO && chosen(video_, stream.index)) {
      if (codec.codec_id != AV_CODEC_ID_H264) {
        return fail(Kind::kUnsupported, "codec",
                    fmt::format("The encoder sends {}. Choose H.264 as the video codec.",
                                codec_name(codec.codec_id)));
      }
      return reader_.video(pes);
    }
    if (codec.codec_type == AVMEDIA_TYPE_AUDIO && chosen(audio_, stream.index)) {
      if (codec.codec_id != AV_CODEC_ID_AAC) {
        return fail(
            Kind::kUnsupported, "codec",
            fmt::format("The encoder sends {}. Choose AAC as the audio codec.", codec_name(codec.codec_id)));
      }
      return reader_.audio(pes);
    }
    return {};
  }

 private:
  static bool chosen(int& track, int index) {
    if (track < 0) track = index;
    return track == index;
  }

  PesReader reader_;
  int video_ = -1;
  int audio_ = -1;
};

std::unexpected<Problem> not_ts() {
  return fail(
      Kind::kUnsupported, "container",
      "The encoder sends something that is no MPEG transport stream with a picture. Choose MPEG-TS as the "
      "format.");
}

}  // namespace

Result<void> demux_ts(const TsSource& source, Feed& feed) {
  // libavformat would fill the log with a line for every damaged packet.
  static const bool quiet = (av_log_set_level(AV_LOG_FATAL), true);
  static_cast<void>(quiet);
  Input input{.source = source};
  auto* buffer = static_cast<std::uint8_t*>(av_malloc(kReadSize));
  const std::unique_ptr<AVIOContext, Close> io(
      avio_alloc_context(buffer, kReadSize, 0, &input, read_input, nullptr, nullptr));
  AVFormatContext* context = avformat_alloc_context();
  context->pb = io.get();
  // Packets come as they were sent: our own readers know what to do with them, wait for nothing, and unwrap
  // the time stamps of both tracks on one line.
  context->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_NOBUFFER;
  context->correct_ts_overflow = 0;
  context->probesize = kProbeSize;
  context->max_probe_packets = 1;
  context->max_streams = kMaxTracks;
  AVDictionary* options = nullptr;
  av_dict_set_int(&options, "max_packet_size", kMaxPicture, 0);
  av_dict_set(&options, "merge_pmt_versions", "1", 0);
  const int opened = avformat_open_input(&context, nullptr, av_find_input_format("mpegts"), &options);
  av_dict_free(&options);
  if (opened < 0) return not_ts();  // the context is freed
  const std::unique_ptr<AVFormatContext, Close> close(context);

  Tracks tracks(feed);
  const std::unique_ptr<AVPacket, Close> packet(av_packet_alloc());
  int failures = 0;
  while (true) {
    const int read = av_read_frame(context, packet.get());
    if (read == AVERROR_EOF || (read < 0 && avio_feof(io.get()) != 0)) break;
    if (read < 0) {
      if (++failures > kMaxFailures) return not_ts();
      continue;
    }
    failures = 0;
    input.without_frame = 0;
    const auto taken = tracks.take(*context->streams[packet->stream_index], *packet);
    av_packet_unref(packet.get());
    if (!taken) return taken;
  }
  if (input.without_frame > kMaxWithoutFrame) return not_ts();
  return {};
}

}  // namespace nigiwai::media::ingest
