#include "media/recording/import.h"

#include <algorithm>
#include <optional>

#include "media/hls/live_window.h"
#include "media/recording/movie_reader.h"
#include "media/recording/movies.h"
#include "media/recording/recorder.h"

namespace nigiwai::media {
namespace {

// Records what the packager cuts; the window only gives out the numbers.
class ImportSink : public PartSink {
 public:
  ImportSink(Recorder& recorder, std::filesystem::path poster)
      : recorder_(recorder), poster_(std::move(poster)) {}

  void part(Part part) override {
    const Placed placed = numbers_.append(part);
    if (!failed_) {
      if (auto written = recorder_.append(part, placed); !written) failed_ = written.error();
    }
    if (part.ends_segment) numbers_.recorded(placed.msn);
    if (part.picture && (!has_poster_ || (!late_poster_ && part.at >= Ticks{90'000}))) {
      has_poster_ = write_poster(part.init->video, *part.picture, poster_).has_value();
      late_poster_ = part.at >= Ticks{90'000};
    }
    imported_.duration = std::max(imported_.duration, to_milliseconds(part.at + part.duration));
    imported_.width = part.init->video.width;
    imported_.height = part.init->video.height;
  }
  void segment_cut() override { numbers_.cut(); }

  const std::optional<Problem>& failed() const { return failed_; }
  const ImportedRecording& imported() const { return imported_; }

 private:
  Recorder& recorder_;
  std::filesystem::path poster_;
  LiveWindow numbers_{WallTime{}};
  std::optional<Problem> failed_;
  bool has_poster_ = false;
  bool late_poster_ = false;
  ImportedRecording imported_;
};

Result<ImportedRecording> cut_movie(MovieReader& reader, Recorder& recorder,
                                    const std::filesystem::path& directory) {
  ImportSink sink(recorder, directory / "poster.jpg");
  Packager packager(sink, WallTime{});
  if (auto taken = packager.video_form(reader.video()); !taken) return std::unexpected(taken.error());
  if (reader.audio()) {
    if (auto taken = packager.audio_form(*reader.audio()); !taken) return std::unexpected(taken.error());
  }
  std::optional<Microseconds> delay;  // between decoding and showing the first picture
  for (;;) {
    auto packet = reader.next();
    if (!packet) return std::unexpected(packet.error());
    if (!*packet) break;
    if (!delay && (*packet)->track == Track::kVideo && (*packet)->key)
      delay = (*packet)->pts - (*packet)->dts;
    // Each frame arrives when it is due, so that `at` is the movie's time and nothing ever drifts.
    const auto due = std::chrono::floor<Milliseconds>((*packet)->dts + delay.value_or(Microseconds{0}));
    packager.packet(**packet, WallTime{due});
    if (sink.failed()) return std::unexpected(*sink.failed());
  }
  packager.finish();
  if (sink.failed()) return std::unexpected(*sink.failed());
  if (sink.imported().duration <= Milliseconds{0}) {
    return fail(Kind::kUnsupported, "unsupported-movie", "The file has no key frame to begin with.");
  }
  if (auto synced = recorder.sync(); !synced) return std::unexpected(synced.error());
  return sink.imported();
}

}  // namespace

Result<ImportedRecording> import_recording(Disk& disk, const std::filesystem::path& movie,
                                           const std::filesystem::path& directory) {
  if (Recording::open(disk, directory)) {
    return fail(Kind::kConflict, "recorded-already", "This show has a recording; import into another show.");
  }
  auto reader = MovieReader::open(movie);
  if (!reader) return std::unexpected(reader.error());
  auto recorder = Recorder::open(disk, directory);
  if (!recorder) return std::unexpected(recorder.error());
  auto imported = cut_movie(**reader, **recorder, directory);
  if (!imported) {
    recorder->reset();
    std::error_code ignored;
    for (const char* name : {kIndexFile, kAvFile, kAudioFile, "poster.jpg"})
      std::filesystem::remove(directory / name, ignored);
  }
  return imported;
}

}  // namespace nigiwai::media
