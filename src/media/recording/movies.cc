#include "media/recording/movies.h"

#include <fmt/format.h>

#include "media/recording/runs.h"

namespace nigiwai::media {
namespace {

struct Plan {
  RecordedMovie movie;
  std::vector<Run> runs;
};

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

Result<void> write_movie(const Recording& recording, const Plan& plan, const std::function<bool()>& go_on) {
  const auto path = recording.directory() / plan.movie.file;
  MovieOutput output(path.string() + ".new");
  Ticks starts{0};
  for (const Run& run : plan.runs) {
    auto input = RunInput::open(recording, run);
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
