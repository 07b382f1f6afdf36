// Finds the moments at which people suddenly speak of something: spikes in counts per bucket, as they stream
// in.
//
//   SpikeDetector detector(std::chrono::minutes(5));
//   for (const auto& [start, count] : buckets)
//     if (detector.observe(start, count).flagged) tell(start);
//
// One pass, a few hundred numbers of memory, no training and no look at what comes later. Each bucket is held
// against what is expected at this time of the day (a slow level times a profile of the day, both learnt as
// it goes and both deaf to the spikes themselves), at three scales: the bucket, half an hour, two hours. At
// each the excess, in Poisson deviations, is turned into its surprise, -ln P(an excess of this series is
// larger), by the tail that this very series has shown so far: its 99.5 % quantile, and beyond it a Pareto
// tail by Hill's estimator (B. M. Hill, Annals of Statistics 3, 1975). So a series that bursts every day
// needs more to surprise than one that never does, and one bar serves all. What counts is the mean surprise
// of the three scales: a spike is one that is steep and that lasts.
//
// It refuses to be a forecast: it knows no weeks and no holidays, and says nothing of a fall.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>

namespace nigiwai::social {

// The bar. In nats: with independent scales, one bucket in e^5 = 148 would reach it by chance; since they go
// together and an event is told once, it is about one false alarm in eight days. It stands inside the range
// that leaving out one labelled series at a time finds good, on the lenient side, because a spike that is
// missed costs more than a false alarm (spikes_labelled_test.cc prints both).
inline constexpr double kSpikeSurprise = 5.0;
// Nothing is flagged before the profile of the day has been seen twice.
inline constexpr std::chrono::hours kSpikeLearning{48};
// What comes within this time of a flag belongs to the same event.
inline constexpr std::chrono::hours kSpikeEvent{12};

// Of the tail of a series: that of Poisson counts, which no series is more regular than for long.
inline constexpr double kLeastTailBound = 2.6;

struct SpikeVerdict {
  // In [0,1): surprise / (surprise + the bar), so 0.5 and more is flagged. Of a bucket that is no news (it
  // belongs to an event already flagged, or the series is still being learnt) half of it, so always below.
  double score = 0;
  bool flagged = false;
  double expected = 0;  // the count that was expected of this bucket
};

class SpikeDetector {
 public:
  // `bucket`: the width of one; from a second to a day. `bar`: another one, to compare.
  explicit SpikeDetector(std::chrono::seconds bucket, double bar = kSpikeSurprise);

  // `start` must be later than the last one's; buckets may be missing. `count` is finite and not negative.
  SpikeVerdict observe(std::chrono::sys_seconds start, double count);

 private:
  static constexpr std::size_t kSlots = 48;  // half hours of the day

  // What the excess of this series at one scale has been like.
  struct Tail {
    double bound = kLeastTailBound;  // its quantile kBeyond from above
    double exceeded = 0;             // how often it was passed, forgotten slowly
    double log_excess = 0;           // the sum of ln(excess / bound) then
    double surprise(double excess) const;
    void learn(double excess, double seen, double forget);
  };
  struct Bucket {
    std::chrono::sys_seconds start;
    double count;
    double expected;
  };

  double season_at(std::chrono::sys_seconds start) const;
  double excess_over(std::chrono::seconds span) const;
  void learn(std::chrono::sys_seconds start, double count, double season, double expected);
  void close_slot();

  std::chrono::seconds bucket_;
  double bar_;
  double per_day_;  // buckets
  double seen_ = 0;
  double level_ = 0;
  std::array<double, kSlots> profile_;  // of the day, around 1
  std::size_t slot_ = 0;                // the half hour that is being summed, with its sum
  double slot_sum_ = 0;
  double slot_buckets_ = 0;
  std::deque<Bucket> recent_;  // of the longest scale
  std::array<Tail, 3> tails_;
  std::chrono::sys_seconds first_{};
  std::chrono::sys_seconds flagged_{};
  bool any_flagged_ = false;
};

}  // namespace nigiwai::social
