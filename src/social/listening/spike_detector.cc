#include "social/listening/spike_detector.h"

#include <algorithm>
#include <cmath>

namespace nigiwai::social {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// Steep, lasting, and a conversation.
constexpr std::array kScales{seconds(0), seconds(minutes(30)), seconds(hours(2))};  // 0: the bucket alone
// How often an excess passes the bound of its tail, once or twice a day in 5-minute buckets.
constexpr double kBeyond = 0.005;
// Level and profile follow within a week, the tail within two.
constexpr double kLevelDays = 7;
constexpr double kProfileDays = 7;
constexpr double kTailDays = 14;
// A count teaches the level at most this much, a half hour the profile: spikes must not raise what is
// expected.
constexpr double kMostOfExpected = 4;
constexpr double kMostOfSlot = 5;
// Fewer are never expected, so that a first mention after silence is no miracle.
constexpr double kLeastExpected = 0.3;
constexpr double kLeastLevel = 0.2;
// Before it has seen ten excesses, a tail is taken to fall with the square.
constexpr double kPriorExceeded = 10;
constexpr double kPriorLog = 5;
constexpr double kMostLog = 3;  // of one excess, so that a single giant does not make all others small

seconds time_of_day(sys_seconds at) { return at - std::chrono::floor<days>(at); }

}  // namespace

SpikeDetector::SpikeDetector(seconds bucket, double bar)
    : bucket_(std::clamp<seconds>(bucket, seconds(1), days(1))),
      bar_(bar),
      per_day_(static_cast<double>(seconds(days(1)).count()) / static_cast<double>(bucket_.count())) {
  profile_.fill(1);
}

double SpikeDetector::Tail::surprise(double excess) const {
  const double at_bound = -std::log(kBeyond);
  if (excess <= bound) return at_bound * excess / bound;
  const double steepness = (exceeded + kPriorExceeded) / (log_excess + kPriorLog);
  return at_bound + steepness * std::log(excess / bound);
}

void SpikeDetector::Tail::learn(double excess, double seen, double forget) {
  // A quantile by stochastic approximation: up by what is beyond, down by what is not.
  const double step = bound * std::max(5 / (seen + 20), 0.02);
  if (excess > bound) {
    log_excess += std::min(std::log(excess / bound), kMostLog);
    exceeded += 1;
    bound += step * (1 - kBeyond);
  } else {
    bound = std::max(kLeastTailBound, bound - step * kBeyond);
  }
  exceeded *= 1 - forget;
  log_excess *= 1 - forget;
}

// The profile between the middles of two half hours.
double SpikeDetector::season_at(sys_seconds start) const {
  const double place = static_cast<double>(time_of_day(start).count()) / seconds(minutes(30)).count();
  const auto slot = static_cast<std::size_t>(place) % kSlots;
  const double off = place - static_cast<double>(slot) - 0.5;
  const auto beside = (slot + (off < 0 ? kSlots - 1 : 1)) % kSlots;
  return profile_[slot] * (1 - std::abs(off)) + profile_[beside] * std::abs(off);
}

// How far the newest buckets of `span` stand above what was expected of them, in deviations.
double SpikeDetector::excess_over(seconds span) const {
  double count = 0;
  double expected = 0;
  for (auto each = recent_.rbegin(); each != recent_.rend(); ++each) {
    if (each != recent_.rbegin() && each->start <= recent_.back().start - span) break;
    count += each->count;
    expected += each->expected;
  }
  return std::max(0.0, (count - expected) / std::sqrt(expected + 1));
}

SpikeVerdict SpikeDetector::observe(sys_seconds start, double count) {
  if (seen_ == 0) {
    first_ = start;
    level_ = count;
  }
  const double season = season_at(start);
  const double expected = std::max(level_ * season, kLeastExpected);
  recent_.push_back({start, count, expected});
  while (recent_.front().start <= start - kScales.back()) recent_.pop_front();
  seen_ += 1;

  double surprise = 0;
  for (std::size_t scale = 0; scale < kScales.size(); ++scale) {
    const double excess = excess_over(kScales[scale]);
    surprise += tails_[scale].surprise(excess) / static_cast<double>(kScales.size());
    tails_[scale].learn(excess, seen_, 1 / (kTailDays * per_day_));
  }
  learn(start, count, season, expected);

  SpikeVerdict verdict{.score = surprise / (surprise + bar_), .expected = expected};
  const bool news = start - first_ >= kSpikeLearning && (!any_flagged_ || start - flagged_ > kSpikeEvent);
  if (!news) {
    verdict.score /= 2;
  } else if (surprise >= bar_) {
    verdict.flagged = true;
    any_flagged_ = true;
    flagged_ = start;
  }
  return verdict;
}

void SpikeDetector::learn(sys_seconds start, double count, double season, double expected) {
  const double believed = std::min(count, kMostOfExpected * expected + 4);
  const auto rate = [&](double over_days) { return std::max(1 / (seen_ + 1), 1 / (over_days * per_day_)); };
  level_ += rate(kLevelDays) * (believed / std::max(season, 0.1) - level_);
  level_ = std::max(level_, kLeastLevel);
  const auto slot = static_cast<std::size_t>(time_of_day(start) / minutes(30));
  if (slot != slot_) close_slot();
  slot_ = slot;
  slot_sum_ += believed;
  slot_buckets_ += 1;
}

// A half hour is over: the profile learns what share of the level it was.
void SpikeDetector::close_slot() {
  if (slot_buckets_ > 0) {
    const double share = std::min(slot_sum_ / slot_buckets_ / level_, kMostOfSlot);
    profile_[slot_] += (share - profile_[slot_]) / kProfileDays;
    double mean = 0;
    for (const double each : profile_) mean += each / static_cast<double>(kSlots);
    for (double& each : profile_) each /= mean;
  }
  slot_sum_ = 0;
  slot_buckets_ = 0;
}

}  // namespace nigiwai::social
