#include "media/recording/movies.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>

#include "base/check.h"

extern "C" {
#include <libavformat/avformat.h>
}

namespace nigiwai::media {
namespace {

// Segments that one initialisation segment fits and no discontinuity parts: their decode times run on.
struct Run {
  std::uint32_t init = 0;
  Ticks at{0};
  Ticks duration{0};
  FileRange bytes;
};

struct Plan {
  RecordedMovie movie;
  std::vector<Run> runs;
};

Result<Bytes> read_all(const FileRange& range) {
  Bytes bytes(range.size);
  std::ifstream file(range.path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(range.offset));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!file) return fail(Kind::kInternal, "disk", "The recording cannot be read.");
  return bytes;
}

Result<std::vector<Plan>> plan(const Recording& recording) {
  const auto segments = recording.segments();
  if (!segments) return std::unexpected(segments.error());
  std::vector<Plan> plans;
  Bytes form;
  for (const auto& segment : *segments) {
    auto range = recording.segment(Rendition::kAv, segment.msn);
    if (!range) return fail(Kind::kInternal, "disk", "The recording's index cannot be read.");
    const bool new_init = plans.empty() || plans.back().runs.back().init != segment.init;
    if (new_init) {
      // After a restart of the server the same form comes under a new number.
      const auto init = recording.init(Rendition::kAv, segment.init);
      if (!init) return fail(Kind::kInternal, "disk", "The recording lacks an initialisation segment.");
      auto bytes = read_all(*init);
      if (!bytes) return std::unexpected(bytes.error());
      if (plans.empty() || *bytes != form) {
        const auto number = plans.size() + 1;
        plans.push_back(
            {.movie = {.file = number == 1 ? "recording.mp4" : fmt::format("recording-{}.mp4", number),
                       .at = segment.at},
             .runs = {}});
      }
      form = std::move(*bytes);
    }
    auto& runs = plans.back().runs;
    if (runs.empty() || new_init || segment.discontinuity ||
        runs.back().bytes.offset + runs.back().bytes.size != range->offset) {
      runs.push_back(
          {.init = segment.init, .at = segment.at, .duration = segment.duration, .bytes = std::move(*range)});
    } else {
      runs.back().bytes.size += range->size;
      runs.back().duration += segment.duration;
    }
    plans.back().movie.duration += segment.duration;
  }
  return plans;
}

// Gives libavformat the initialisation segment and then the run's bytes.
class RunInput {
 public:
  static Result<std::unique_ptr<RunInput>> open(Bytes init, const FileRange& range) {
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
  ~RunInput() {
    avformat_close_input(&format_);
    if (io_ != nullptr) av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
  RunInput(const RunInput&) = delete;
  RunInput& operator=(const RunInput&) = delete;
  AVFormatContext* format() { return format_; }

 private:
  RunInput() = default;
  static int read(void* self, std::uint8_t* into, int size) {
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
  Bytes head_;
  std::size_t head_read_ = 0;
  std::uint64_t left_ = 0;
  std::ifstream file_;
  AVIOContext* io_ = nullptr;
  AVFormatContext* format_ = nullptr;
};

class MovieOutput {
 public:
  explicit MovieOutput(std::filesystem::path path) : path_(std::move(path)) {}
  ~MovieOutput() {
    av_packet_free(&packet_);
    if (format_ != nullptr && format_->pb != nullptr) avio_closep(&format_->pb);
    avformat_free_context(format_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);  // gone already when it was finished and renamed
  }
  MovieOutput(const MovieOutput&) = delete;
  MovieOutput& operator=(const MovieOutput&) = delete;

  // Copies one run, beginning at `starts` in the movie.
  Result<void> copy(RunInput& input, const Run& run, Ticks starts, const std::function<bool()>& go_on) {
    if (format_ == nullptr) {
      if (auto begun = begin(*input.format()); !begun) return begun;
    }
    const Ticks moved = starts - (run.at + kDecodeOrigin);
    for (int count = 0;; ++count) {
      if (count % 256 == 0 && !go_on())
        return fail(Kind::kUnavailable, "stopping", "The server is shutting down.");
      const int error = av_read_frame(input.format(), packet_);
      if (error == AVERROR_EOF) return {};
      if (error < 0) return failure("reading");
      const AVStream& from = *input.format()->streams[packet_->stream_index];
      const auto stream = static_cast<std::size_t>(from.codecpar->codec_type == AVMEDIA_TYPE_VIDEO ? 0 : 1);
      const AVStream& to = *format_->streams[stream];
      const std::int64_t offset = av_rescale_q(moved.count(), AVRational{1, 90'000}, from.time_base);
      packet_->dts += offset;
      packet_->pts += offset;
      av_packet_rescale_ts(packet_, from.time_base, to.time_base);
      // Where runs meet, sound may overlap by less than a frame.
      packet_->dts = std::max(packet_->dts, last_dts_[stream] + 1);
      packet_->pts = std::max(packet_->pts, packet_->dts);
      last_dts_[stream] = packet_->dts;
      packet_->stream_index = static_cast<int>(stream);
      packet_->pos = -1;
      if (av_interleaved_write_frame(format_, packet_) < 0) return failure("writing");
    }
  }

  Result<void> finish(const std::filesystem::path& as) {
    if (av_write_trailer(format_) < 0) return failure("writing");
    if (avio_closep(&format_->pb) < 0) return failure("writing");
    std::error_code error;
    std::filesystem::rename(path_, as, error);
    if (error) return failure("naming");
    return {};
  }

 private:
  static std::unexpected<Problem> failure(const char* doing) {
    return fail(Kind::kUnavailable, "movie", fmt::format("{} the movie failed; is the disk full?", doing));
  }

  Result<void> begin(const AVFormatContext& input) {
    if (avformat_alloc_output_context2(&format_, nullptr, "mp4", path_.c_str()) < 0)
      return failure("opening");
    for (const auto type : {AVMEDIA_TYPE_VIDEO, AVMEDIA_TYPE_AUDIO}) {
      const int index = av_find_best_stream(const_cast<AVFormatContext*>(&input), type, -1, -1, nullptr, 0);
      AVStream* stream = avformat_new_stream(format_, nullptr);
      if (index < 0 || stream == nullptr) return failure("opening");
      const AVStream& from = *input.streams[index];
      if (avcodec_parameters_copy(stream->codecpar, from.codecpar) < 0) return failure("opening");
      stream->codecpar->codec_tag = 0;
      stream->time_base = from.time_base;
    }
    if (avio_open(&format_->pb, path_.c_str(), AVIO_FLAG_WRITE) < 0) return failure("opening");
    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", "+faststart", 0);
    const int error = avformat_write_header(format_, &options);
    av_dict_free(&options);
    return error < 0 ? Result<void>(failure("beginning")) : Result<void>{};
  }

  std::filesystem::path path_;
  AVFormatContext* format_ = nullptr;
  AVPacket* packet_ = av_packet_alloc();
  std::array<std::int64_t, 2> last_dts_{INT64_MIN / 2, INT64_MIN / 2};
};

Result<void> write_movie(const Recording& recording, const Plan& plan, const std::function<bool()>& go_on) {
  const auto path = recording.directory() / plan.movie.file;
  MovieOutput output(path.string() + ".new");
  Ticks starts{0};
  for (const Run& run : plan.runs) {
    const auto range = recording.init(Rendition::kAv, run.init);
    CHECK(range.has_value(), "the plan has seen it");
    auto init = read_all(*range);
    if (!init) return std::unexpected(init.error());
    auto input = RunInput::open(std::move(*init), run.bytes);
    if (!input) return std::unexpected(input.error());
    if (auto copied = output.copy(**input, run, starts, go_on); !copied) return copied;
    starts += run.duration;
  }
  return output.finish(path);
}

}  // namespace

Result<std::vector<RecordedMovie>> list_movies(const Recording& recording) {
  const auto plans = plan(recording);
  if (!plans) return std::unexpected(plans.error());
  std::vector<RecordedMovie> movies;
  for (const auto& one : *plans) movies.push_back(one.movie);
  return movies;
}

Result<std::vector<RecordedMovie>> write_movies(const Recording& recording,
                                                const std::function<bool()>& go_on) {
  const auto plans = plan(recording);
  if (!plans) return std::unexpected(plans.error());
  std::vector<RecordedMovie> movies;
  for (const auto& one : *plans) {
    if (auto written = write_movie(recording, one, go_on); !written) return std::unexpected(written.error());
    movies.push_back(one.movie);
  }
  return movies;
}

}  // namespace nigiwai::media
