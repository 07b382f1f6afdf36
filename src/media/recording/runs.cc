#include "media/recording/runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "media/cmaf/packager.h"

extern "C" {
#include <libavformat/avformat.h>
}

namespace nigiwai::media {
namespace {

std::unexpected<Problem> failure(const char* doing) {
  return fail(Kind::kUnavailable, "movie", fmt::format("{} the movie failed; is the disk full?", doing));
}

}  // namespace

std::unexpected<Problem> stopped_work() {
  return fail(Kind::kUnavailable, "stopping", "The server is shutting down.");
}

Result<Bytes> read_all(const FileRange& range) {
  Bytes bytes(range.size);
  std::ifstream file(range.path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(range.offset));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!file) return fail(Kind::kInternal, "disk", "The recording cannot be read.");
  return bytes;
}

Result<std::vector<Run>> runs_of(const Recording& recording, std::span<const IndexRecord> parts) {
  std::vector<Run> runs;
  Bytes form;
  for (const auto& part : parts) {
    const bool new_init = runs.empty() || runs.back().init != part.init;
    if (new_init) {
      const auto init = recording.init(Rendition::kAv, part.init);
      if (!init) return fail(Kind::kInternal, "disk", "The recording lacks an initialisation segment.");
      auto bytes = read_all(*init);
      if (!bytes) return std::unexpected(bytes.error());
      if (!runs.empty() && *bytes != form) {
        return fail(Kind::kConflict, "form-changed",
                    "The picture or the sound changed its form in this stretch; choose one side of it.");
      }
      form = *std::move(bytes);
    }
    if (new_init || part.discontinuity ||
        runs.back().bytes.offset + runs.back().bytes.size != part.av_offset) {
      runs.push_back(
          {.init = part.init,
           .at = part.at,
           .duration = part.duration,
           .bytes = {
               .path = recording.directory() / kAvFile, .offset = part.av_offset, .size = part.av_size}});
    } else {
      runs.back().bytes.size += part.av_size;
      runs.back().duration += part.duration;
    }
  }
  return runs;
}

Result<std::unique_ptr<RunInput>> RunInput::open(Bytes init, const FileRange& range) {
  std::unique_ptr<RunInput> input(new RunInput);
  input->head_ = std::move(init);
  input->left_ = range.size;
  input->file_.open(range.path, std::ios::binary);
  input->file_.seekg(static_cast<std::streamoff>(range.offset));
  constexpr int kBuffer = 64 * 1024;
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
  input->io_ = avio_alloc_context(buffer, kBuffer, 0, input.get(), &RunInput::read, nullptr, nullptr);
  input->format_ = avformat_alloc_context();
  input->format_->pb = input->io_;
  if (!input->file_ ||
      avformat_open_input(&input->format_, nullptr, av_find_input_format("mov"), nullptr) < 0 ||
      avformat_find_stream_info(input->format_, nullptr) < 0) {
    return fail(Kind::kInternal, "movie", "A stretch of the recording cannot be read.");
  }
  return input;
}

Result<std::unique_ptr<RunInput>> RunInput::open(const Recording& recording, const Run& run) {
  const auto range = recording.init(Rendition::kAv, run.init);
  if (!range) return fail(Kind::kInternal, "disk", "The recording lacks an initialisation segment.");
  auto init = read_all(*range);
  if (!init) return std::unexpected(init.error());
  return open(*std::move(init), run.bytes);
}

RunInput::~RunInput() {
  avformat_close_input(&format_);
  if (io_ != nullptr) av_freep(&io_->buffer);
  avio_context_free(&io_);
}

int RunInput::read(void* self, std::uint8_t* into, int size) {
  auto& input = *static_cast<RunInput*>(self);
  const auto room = static_cast<std::size_t>(size);
  if (input.head_read_ < input.head_.size()) {
    const auto count = std::min(room, input.head_.size() - input.head_read_);
    std::copy_n(input.head_.begin() + static_cast<std::ptrdiff_t>(input.head_read_), count, into);
    input.head_read_ += count;
    return static_cast<int>(count);
  }
  const auto count = std::min<std::uint64_t>(room, input.left_);
  if (count == 0) return AVERROR_EOF;
  input.file_.read(reinterpret_cast<char*>(into), static_cast<std::streamsize>(count));
  if (!input.file_) return AVERROR(EIO);
  input.left_ -= count;
  return static_cast<int>(count);
}

MovieOutput::MovieOutput(std::filesystem::path path, MovieLabels labels)
    : path_(std::move(path)), labels_(std::move(labels)), packet_(av_packet_alloc()) {}

MovieOutput::~MovieOutput() {
  av_packet_free(&packet_);
  if (format_ != nullptr && format_->pb != nullptr) avio_closep(&format_->pb);
  avformat_free_context(format_);
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);  // gone already when it was finished and renamed
}

Result<void> MovieOutput::begin(const AVCodecParameters& video, const AVRational& video_base,
                                const AVCodecParameters& audio, const AVRational& audio_base) {
  if (avformat_alloc_output_context2(&format_, nullptr, "mp4", path_.c_str()) < 0) return failure("opening");
  for (const auto& [parameters, base] : {std::pair(&video, &video_base), std::pair(&audio, &audio_base)}) {
    AVStream* stream = avformat_new_stream(format_, nullptr);
    if (stream == nullptr || avcodec_parameters_copy(stream->codecpar, parameters) < 0)
      return failure("opening");
    stream->codecpar->codec_tag = 0;
    stream->time_base = *base;
  }
  if (!labels_.title.empty()) av_dict_set(&format_->metadata, "title", labels_.title.c_str(), 0);
  if (!labels_.comment.empty()) av_dict_set(&format_->metadata, "comment", labels_.comment.c_str(), 0);
  if (avio_open(&format_->pb, path_.c_str(), AVIO_FLAG_WRITE) < 0) return failure("opening");
  AVDictionary* options = nullptr;
  av_dict_set(&options, "movflags", "+faststart", 0);
  const int error = avformat_write_header(format_, &options);
  av_dict_free(&options);
  return error < 0 ? Result<void>(failure("beginning")) : Result<void>{};
}

Result<void> MovieOutput::write(AVPacket& packet, Stream stream, const AVRational& base) {
  const auto index = static_cast<std::size_t>(stream);
  av_packet_rescale_ts(&packet, base, format_->streams[index]->time_base);
  // Where runs meet, sound may overlap by less than a frame.
  packet.dts = std::max(packet.dts, last_dts_[index] + 1);
  packet.pts = std::max(packet.pts, packet.dts);
  last_dts_[index] = packet.dts;
  packet.stream_index = static_cast<int>(index);
  packet.pos = -1;
  return av_interleaved_write_frame(format_, &packet) < 0 ? Result<void>(failure("writing")) : Result<void>{};
}

Result<void> MovieOutput::copy(RunInput& input, const Run& run, Ticks starts,
                               const std::function<bool()>& go_on) {
  if (!begun()) {
    const int video = av_find_best_stream(input.format(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const int audio = av_find_best_stream(input.format(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (video < 0 || audio < 0) return failure("opening");
    const auto& [picture, sound] = std::pair(input.format()->streams[video], input.format()->streams[audio]);
    if (auto opened = begin(*picture->codecpar, picture->time_base, *sound->codecpar, sound->time_base);
        !opened)
      return opened;
  }
  const Ticks moved = starts - (run.at + kDecodeOrigin);
  for (int count = 0;; ++count) {
    if (count % 256 == 0 && !go_on()) return stopped_work();
    const int error = av_read_frame(input.format(), packet_);
    if (error == AVERROR_EOF) return {};
    if (error < 0) return failure("reading");
    const AVStream& from = *input.format()->streams[packet_->stream_index];
    const auto stream = from.codecpar->codec_type == AVMEDIA_TYPE_VIDEO ? Stream::kVideo : Stream::kAudio;
    const std::int64_t offset = av_rescale_q(moved.count(), AVRational{1, 90'000}, from.time_base);
    packet_->dts += offset;
    packet_->pts += offset;
    if (auto written = write(*packet_, stream, from.time_base); !written) return written;
  }
}

Result<void> MovieOutput::finish(const std::filesystem::path& as) {
  if (av_write_trailer(format_) < 0) return failure("writing");
  if (avio_closep(&format_->pb) < 0) return failure("writing");
  std::error_code error;
  std::filesystem::rename(path_, as, error);
  if (error) return failure("naming");
  return {};
}

}  // namespace nigiwai::media
