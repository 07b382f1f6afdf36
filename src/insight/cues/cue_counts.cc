#include "insight/cues/cue_counts.h"

#include <algorithm>

#include "insight/visits/book.h"

namespace nigiwai::insight {
namespace {

// A thousand seconds, for what was watched in milliseconds.
constexpr double kThousandSecondsMs = 1'000'000;

// The stretches of a show between one start and the next, each with what is counted of it.
class Shared {
 public:
  explicit Shared(std::span<const show::CueStart> starts) : starts_(starts), sums_(starts.size() + 1) {}

  void add(const CueMoment& moment) {
    for (const auto half : {moment.half, Half::kTogether}) {
      auto& sums = of(running_at(moment.at), half);
      (moment.what == Done::kOrder  ? sums.orders
       : moment.what == Done::kSave ? sums.saves
                                    : sums.questions) += 1;
      sums.several += moment.several ? 1 : 0;
    }
  }

  // The last ten seconds of a show are as long as it went on; what was watched past its end is of the end.
  void add(const WatchedSlice& slice, std::int64_t length) {
    const auto from = slice.slice * kSliceMs;
    const auto until = from < length ? std::min(from + kSliceMs, length) : from + kSliceMs;
    std::int64_t given = 0;
    for (auto at = from; at < until;) {
      const auto index = running_at(at);
      const auto next = index < starts_.size() ? std::min(starts_[index].at.count(), until) : until;
      const auto so_far = slice.watched_ms * (next - from) / (until - from);
      for (const auto half : {slice.half, Half::kTogether}) of(index, half).watched_ms += so_far - given;
      given = so_far;
      at = next;
    }
  }

  const CueHalves& outside() const { return sums_.front(); }
  const CueHalves& of_start(std::size_t index) const { return sums_[index + 1]; }

 private:
  // 0 before the first start, else one more than the index of the start.
  std::size_t running_at(std::int64_t at) const {
    const auto next = std::ranges::upper_bound(starts_, Milliseconds(at), {}, &show::CueStart::at);
    return static_cast<std::size_t>(next - starts_.begin());
  }
  CueSums& of(std::size_t index, Half half) { return sums_[index][static_cast<std::size_t>(half)]; }

  std::span<const show::CueStart> starts_;
  std::vector<CueHalves> sums_;
};

std::vector<CountedCue> planned_cues(std::span<const show::Cue> sheet) {
  std::vector<CountedCue> cues;
  Milliseconds start{0};
  for (const auto& cue : sheet) {
    cues.push_back({.cue = cue.id, .text = cue.text, .planned = CueTime{start, cue.text.length}});
    start += cue.text.length;
  }
  return cues;
}

}  // namespace

void add(CueHalves& all, const CueHalves& more) {
  for (std::size_t half = 0; half < kHalves; ++half) {
    all[half].watched_ms += more[half].watched_ms;
    all[half].orders += more[half].orders;
    all[half].saves += more[half].saves;
    all[half].questions += more[half].questions;
    all[half].several += more[half].several;
  }
}

CountedCues count_cues(std::span<const show::Cue> sheet, std::span<const show::CueStart> starts,
                       const Happened& happened) {
  Shared shared(starts);
  for (const auto& moment : happened.moments) shared.add(moment);
  for (const auto& slice : happened.slices) shared.add(slice, happened.length.count());
  CountedCues counted{.cues = planned_cues(sheet), .outside = shared.outside()};
  const auto lengths = show::lasted(starts, happened.length);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    auto known = std::ranges::find(counted.cues, starts[i].cue, &CountedCue::cue);
    if (known == counted.cues.end()) {
      known =
          counted.cues.insert(counted.cues.end(), {.cue = starts[i].cue, .text = {.title = starts[i].title}});
    }
    if (!known->actual) known->actual = CueTime{.start = starts[i].at};
    known->actual->length += lengths[i];
    add(known->sums, shared.of_start(i));
  }
  return counted;
}

std::optional<double> per_thousand_seconds(std::int64_t count, std::int64_t watched_ms) {
  if (watched_ms <= 0) return std::nullopt;
  return static_cast<double>(count) * kThousandSecondsMs / static_cast<double>(watched_ms);
}

}  // namespace nigiwai::insight
