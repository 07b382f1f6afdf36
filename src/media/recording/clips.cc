#include "media/recording/clips.h"

#include "media/cmaf/packager.h"
#include "media/recording/clip_coder.h"
#include "media/recording/movie_reader.h"
#include "media/recording/movies.h"
#include "media/recording/runs.h"

namespace nigiwai::media {
namespace {

Result<Ticks> copy_runs(const Recording& recording, std::span<const Run> runs, MovieOutput& output,
                        const std::function<bool(int)>& go_on) {
  Ticks starts{0};
  for (const Run& run : runs) {
    auto input = RunInput::open(recording, run);
    if (!input) return std::unexpected(input.error());
    if (auto copied = output.copy(**input, run, starts, [&] { return go_on(0); }); !copied)
      return std::unexpected(copied.error());
    starts += run.duration;
  }
  return starts;
}

Result<Ticks> code_runs(const Recording& recording, std::span<const Run> runs, const ClipCut& cut,
                        MovieOutput& output, const std::function<bool(int)>& go_on) {
  ClipCoder coder(cut, output, go_on);
  for (const Run& run : runs) {
    auto input = RunInput::open(recording, run);
    if (!input) return std::unexpected(input.error());
    if (auto coded = coder.code(**input, run); !coded) return std::unexpected(coded.error());
  }
  return coder.finish();
}

// Reads the clip as anybody would: what it is, and its first picture as the poster.
Result<void> look_at(const std::filesystem::path& file, CutClip& made) {
  auto reader = MovieReader::open(file);
  if (!reader) return std::unexpected(reader.error());
  made.width = (*reader)->video().width;
  made.height = (*reader)->video().height;
  for (;;) {
    auto packet = (*reader)->next();
    if (!packet) return std::unexpected(packet.error());
    if (!*packet) return fail(Kind::kInternal, "movie", "The clip has no picture.");
    if ((*packet)->track != Track::kVideo || !(*packet)->key) continue;
    return write_poster((*reader)->video(), *(*packet)->data,
                        std::filesystem::path(file).replace_extension(".jpg"));
  }
}

}  // namespace

Result<CutClip> make_clip(const Recording& recording, const ClipCut& cut, const std::filesystem::path& file,
                          const std::function<bool(int percent)>& go_on) {
  const bool copies = cut.form == ClipForm::kKeyFrames;
  // Pictures stand in the order of decoding: one from before the end may come in the part after it.
  const auto reach = copies ? Ticks{0} : kPartTarget;
  const auto parts = recording.parts_between(to_ticks(cut.from), to_ticks(cut.until) + reach);
  if (!parts) return std::unexpected(parts.error());
  if (parts->empty()) return fail(Kind::kNotFound, "not-recorded", "Nothing was recorded in this stretch.");
  const auto runs = runs_of(recording, *parts);
  if (!runs) return std::unexpected(runs.error());
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error)
    return fail(Kind::kUnavailable, "movie", "The folder of the clips cannot be made: " + error.message());

  const auto fresh = std::filesystem::path(file).replace_extension(".made.mp4");
  MovieOutput output(file.string() + ".new", {.title = cut.title, .comment = cut.label});
  const auto length =
      copies ? copy_runs(recording, *runs, output, go_on) : code_runs(recording, *runs, cut, output, go_on);
  if (!length) return std::unexpected(length.error());
  if (auto finished = output.finish(fresh); !finished) return std::unexpected(finished.error());

  const auto first = to_milliseconds(runs->front().at);
  CutClip made{.from = copies ? first : std::max(cut.from, first),
               .length = to_milliseconds(*length),
               .bytes = std::filesystem::file_size(fresh, error)};
  // The poster is named after the clip, and the clip appears last.
  auto looked = look_at(fresh, made);
  const auto poster = std::filesystem::path(fresh).replace_extension(".jpg");
  if (looked) std::filesystem::rename(poster, std::filesystem::path(file).replace_extension(".jpg"), error);
  if (looked && !error) std::filesystem::rename(fresh, file, error);
  if (looked && !error) return made;
  std::error_code ignored;
  for (const auto& left : {fresh, poster, std::filesystem::path(file).replace_extension(".jpg")})
    std::filesystem::remove(left, ignored);
  if (!looked) return std::unexpected(looked.error());
  return fail(Kind::kUnavailable, "movie", "The clip cannot be named: " + error.message());
}

}  // namespace nigiwai::media
