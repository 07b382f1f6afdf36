#include "insight/patterns/questions.h"

#include <algorithm>
#include <cmath>

#include "base/time.h"

namespace nigiwai::insight {
namespace {

// Less of a column left after the adjustment, and it cannot be told from trend and cast.
constexpr double kTangledBelow = 0.1;

// 1 for the shows of a level, less their share; 0 for those of which it is not known.
LevelColumn column_of(const Sorting& sorting, std::size_t level) {
  LevelColumn made;
  std::size_t known = 0;
  for (const auto& levels : sorting.levels_of) {
    known += levels.empty() ? 0 : 1;
    made.shows += static_cast<std::size_t>(std::ranges::count(levels, level));
  }
  made.share = known == 0 ? 0 : static_cast<double>(made.shows) / static_cast<double>(known);
  for (const auto& levels : sorting.levels_of) {
    const double here = std::ranges::find(levels, level) != levels.end() ? 1 : 0;
    made.column.push_back(levels.empty() ? 0 : here - made.share);
  }
  return made;
}

bool has_two_sides(const LevelColumn& level, std::size_t known) {
  return level.shows >= kLeastOfLevel && known - level.shows >= kLeastOfLevel;
}

// The standard normal deviate below which `share` lies (Abramowitz and Stegun 26.2.23, within 0.0005).
double normal_score(double share) {
  const auto lower = std::min(share, 1 - share);
  const auto t = std::sqrt(-2 * std::log(lower));
  const auto score =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return share < 0.5 ? -score : score;
}

// Normal scores of the measure's ranks (van der Waerden), alike for alike shows; 0 where it is not known.
Column scores_of(const Sorting& sorting) {
  std::vector<double> known;
  for (const auto& measure : sorting.measures)
    if (measure) known.push_back(*measure);
  std::ranges::sort(known);
  Column scores;
  for (const auto& measure : sorting.measures) {
    if (!measure) {
      scores.push_back(0);
      continue;
    }
    const auto same = std::ranges::equal_range(known, *measure);
    const auto rank =
        static_cast<double>((same.begin() - known.begin()) + (same.end() - known.begin()) + 1) / 2;
    scores.push_back(normal_score(rank / static_cast<double>(known.size() + 1)));
  }
  return scores;
}

bool can_be_told(const Basis& basis, const Column& column) {
  const auto rest = basis.rest_of(column);
  return product(rest, rest) > kTangledBelow * product(column, column);
}

std::vector<Column> trend_of(std::span<const PastShow> shows) {
  if (shows.empty()) return {};
  const auto first = to_ms(shows.front().live_at);
  const auto whole = static_cast<double>(std::max<std::int64_t>(1, to_ms(shows.back().live_at) - first));
  Column since, squared;
  for (const auto& show : shows) {
    since.push_back(static_cast<double>(to_ms(show.live_at) - first) / whole);
    squared.push_back(since.back() * since.back());
  }
  return {Column(shows.size(), 1.0), std::move(since), std::move(squared)};
}

std::vector<Column> cast_of(const Sorting& cast) {
  std::vector<LevelColumn> people;
  for (std::size_t level = 0; level < cast.levels.size(); ++level) {
    auto person = column_of(cast, level);
    if (has_two_sides(person, cast.known())) people.push_back(std::move(person));
  }
  std::ranges::sort(people, std::ranges::greater(), &LevelColumn::shows);
  if (people.size() > kMostAdjustedFor) people.resize(kMostAdjustedFor);
  std::vector<Column> columns;
  for (auto& person : people) columns.push_back(std::move(person.column));
  return columns;
}

Question question_of(Sorting sorting, const Basis& basis) {
  Question asked{.sorting = std::move(sorting)};
  asked.of_cast = asked.sorting.factor == Factor::kCast;
  const auto known = asked.sorting.known();
  asked.levels.resize(asked.sorting.levels.size());
  if (known < kLeastShows) {
    asked.unjudged = known == 0 ? Unjudged::kNotKept : Unjudged::kTooFewShows;
    return asked;
  }
  bool two_sides = false;
  for (std::size_t level = 0; level < asked.levels.size(); ++level) {
    auto made = column_of(asked.sorting, level);
    if (!has_two_sides(made, known)) continue;
    two_sides = true;
    if (!can_be_told(basis, made.column)) continue;
    if (!asked.sorting.ordered) {
      asked.contrasts.push_back(made.column);
      asked.contrast_levels.push_back(level);
    }
    asked.levels[level] = std::move(made);
  }
  if (asked.sorting.ordered && two_sides) {
    auto scores = scores_of(asked.sorting);
    if (can_be_told(basis, scores)) asked.contrasts.push_back(std::move(scores));
  }
  if (asked.contrasts.empty()) asked.unjudged = two_sides ? Unjudged::kTangled : Unjudged::kOneLevel;
  return asked;
}

}  // namespace

std::string_view to_text(Unjudged why) {
  switch (why) {
    case Unjudged::kNotKept:
      return "not_kept";
    case Unjudged::kTooFewShows:
      return "too_few_shows";
    case Unjudged::kOneLevel:
      return "one_level";
    case Unjudged::kTangled:
      break;
  }
  return "tangled";
}

Questions questions_of(std::span<const PastShow> shows) {
  Questions questions{.trend = trend_of(shows), .cast = cast_of(sorted_by(Factor::kCast, shows))};
  Basis trend, trend_and_cast;
  for (const auto& column : questions.trend) trend.add(column), trend_and_cast.add(column);
  for (const auto& column : questions.cast) trend_and_cast.add(column);
  for (const auto factor : kFactors) {
    questions.items.push_back(
        question_of(sorted_by(factor, shows), factor == Factor::kCast ? trend : trend_and_cast));
  }
  return questions;
}

}  // namespace nigiwai::insight
