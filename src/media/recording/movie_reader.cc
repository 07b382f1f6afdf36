#include "media/recording/movie_reader.h"

#include <fmt/format.h>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace nigiwai::media {
namespace {

std::string reason(int error) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(error, text, sizeof text);
  return text;
}

Bytes extradata(const AVCodecParameters& parameters) {
  if (parameters.extradata_size <= 0) return {};
  return {parameters.extradata, parameters.extradata + parameters.extradata_size};
}

Microseconds microseconds(std::int64_t time, AVRational base) {
  return Microseconds{av_rescale_q(time, base, AVRational{1, 1'000'000})};
}

}  // namespace

Result<std::unique_ptr<MovieReader>> MovieReader::open(const std::filesystem::path& path) {
  const auto refuse = [](std::string detail) {
    return fail(Kind::kUnsupported, "unsupported-movie", std::move(detail));
  };
  std::unique_ptr<MovieReader> reader(new MovieReader);
  const AVInputFormat* mov = av_find_input_format("mov");
  if (const int error = avformat_open_input(&reader->format_, path.c_str(), mov, nullptr); error < 0) {
    return refuse(fmt::format("The file cannot be read as MP4 or MOV ({}).", reason(error)));
  }
  if (const int error = avformat_find_stream_info(reader->format_, nullptr); error < 0) {
    return refuse(fmt::format("The file's tracks cannot be read ({}).", reason(error)));
  }
  reader->packet_ = av_packet_alloc();
  reader->video_index_ = av_find_best_stream(reader->format_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  reader->audio_index_ = av_find_best_stream(reader->format_, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (reader->video_index_ < 0) return refuse("The file has no video track; a recording needs one in H.264.");
  const AVCodecParameters& video = *reader->format_->streams[reader->video_index_]->codecpar;
  if (video.codec_id != AV_CODEC_ID_H264) {
    return refuse(
        fmt::format("The video is {}; convert it to H.264 first.", avcodec_get_name(video.codec_id)));
  }
  reader->video_ = {.config = extradata(video), .width = video.width, .height = video.height};
  if (reader->audio_index_ >= 0) {
    const AVCodecParameters& audio = *reader->format_->streams[reader->audio_index_]->codecpar;
    if (audio.codec_id != AV_CODEC_ID_AAC) {
      return refuse(
          fmt::format("The sound is {}; convert it to AAC first.", avcodec_get_name(audio.codec_id)));
    }
    reader->audio_ = AudioForm{.config = extradata(audio),
                               .sample_rate = audio.sample_rate,
                               .channels = audio.ch_layout.nb_channels};
  }
  return reader;
}

MovieReader::~MovieReader() {
  av_packet_free(&packet_);
  avformat_close_input(&format_);
}

Result<std::optional<Packet>> MovieReader::next() {
  for (;;) {
    const int error = av_read_frame(format_, packet_);
    if (error == AVERROR_EOF) return std::nullopt;
    if (error < 0) {
      return fail(Kind::kInvalid, "damaged-movie", fmt::format("The file is damaged ({}).", reason(error)));
    }
    const int index = packet_->stream_index;
    if ((index != video_index_ && index != audio_index_) || packet_->size <= 0 ||
        packet_->pts == AV_NOPTS_VALUE) {
      av_packet_unref(packet_);
      continue;
    }
    const AVRational base = format_->streams[index]->time_base;
    Packet packet;
    packet.track = index == video_index_ ? Track::kVideo : Track::kAudio;
    packet.pts = microseconds(packet_->pts, base);
    packet.dts = packet_->dts == AV_NOPTS_VALUE ? packet.pts : microseconds(packet_->dts, base);
    packet.key = packet.track == Track::kAudio || (packet_->flags & AV_PKT_FLAG_KEY) != 0;
    packet.data = std::make_shared<const Bytes>(packet_->data, packet_->data + packet_->size);
    av_packet_unref(packet_);
    return packet;
  }
}

}  // namespace nigiwai::media
