// Stretches of a recording as libavformat reads them, and the MP4 that is written from them: what movies and
// clips are made with.
#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "media/packet.h"
#include "media/recording/recording.h"

struct AVCodecParameters;
struct AVFormatContext;
struct AVIOContext;
struct AVPacket;
struct AVRational;

namespace nigiwai::media {

// Parts that one initialisation segment fits and no discontinuity parts: their decode times run on.
struct Run {
  std::uint32_t init = 0;
  Ticks at{0};
  Ticks duration{0};
  FileRange bytes;
};
// The runs of parts that stand in a row. Fails with "form-changed" where the form of the picture or the sound
// changes among them.
Result<std::vector<Run>> runs_of(const Recording& recording, std::span<const IndexRecord> parts);

Result<Bytes> read_all(const FileRange& range);

// Gives libavformat the initialisation segment and then the run's bytes.
class RunInput {
 public:
  static Result<std::unique_ptr<RunInput>> open(Bytes init, const FileRange& range);
  // The run's own initialisation segment, read from the recording.
  static Result<std::unique_ptr<RunInput>> open(const Recording& recording, const Run& run);
  ~RunInput();
  RunInput(const RunInput&) = delete;
  RunInput& operator=(const RunInput&) = delete;
  AVFormatContext* format() { return format_; }

 private:
  RunInput() = default;
  static int read(void* self, std::uint8_t* into, int size);
  Bytes head_;
  std::size_t head_read_ = 0;
  std::uint64_t left_ = 0;
  std::ifstream file_;
  AVIOContext* io_ = nullptr;
  AVFormatContext* format_ = nullptr;
};

// What players and editors show of a file by itself; empty for none.
struct MovieLabels {
  std::string title{};
  std::string comment{};
};

// A progressive MP4 (index in front) of one picture and one sound. Written under another name, and there as a
// whole once it is finished; gone again when it is not.
class MovieOutput {
 public:
  enum class Stream { kVideo = 0, kAudio = 1 };

  explicit MovieOutput(std::filesystem::path path, MovieLabels labels = {});
  ~MovieOutput();
  MovieOutput(const MovieOutput&) = delete;
  MovieOutput& operator=(const MovieOutput&) = delete;

  // Before the first packet. Time stamps come in these time bases.
  Result<void> begin(const AVCodecParameters& video, const AVRational& video_base,
                     const AVCodecParameters& audio, const AVRational& audio_base);
  bool begun() const { return format_ != nullptr; }
  // Takes what is in the packet. Time stamps are in `base` and stand on the movie's own time.
  Result<void> write(AVPacket& packet, Stream stream, const AVRational& base);
  // Copies one run, beginning at `starts` in the movie; begins the movie with its form where it has not
  // begun. `go_on` is asked now and then; when it says false the work stops with "unavailable".
  Result<void> copy(RunInput& input, const Run& run, Ticks starts, const std::function<bool()>& go_on);
  Result<void> finish(const std::filesystem::path& as);

 private:
  std::filesystem::path path_;
  MovieLabels labels_;
  AVFormatContext* format_ = nullptr;
  AVPacket* packet_;
  std::array<std::int64_t, 2> last_dts_{INT64_MIN / 2, INT64_MIN / 2};
};

// The problem of a work that `go_on` ended.
std::unexpected<Problem> stopped_work();

}  // namespace nigiwai::media
