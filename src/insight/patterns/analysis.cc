#include "insight/patterns/analysis.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nigiwai::insight {
namespace {

// A spread between levels that is expected before looking, of the figure's own.
constexpr double kExpectedSpread = 0.5;

// One figure of all shows, and what is told of it.
struct Asked {
  const FigureKind& kind;
  const Measured& measured;
  const Fit& fit;
  std::span<const PastShow> shows;
  double mean = 0;
  double spread = 0;
};

Effect effect_of(const Asked& asked, double on_scale) {
  const auto usual = in_unit(asked.kind, asked.mean);
  const auto absolute = in_unit(asked.kind, asked.mean + on_scale) - usual;
  return {.relative = usual > 0 ? absolute / usual : 0, .absolute = absolute};
}

// A level against the team's mean, by least squares on what the adjustment leaves.
Estimate estimate_of(const LevelColumn& level, const Fit& fit, const Adjusted& adjusted) {
  const auto column = fit.rest_of(adjusted, level.column);
  const auto square = product(column, column);
  if (square <= 0) return {.value = 0, .error = 1};
  const auto slope = product(column, adjusted.rest) / square;
  const auto left = std::max(0.0, product(adjusted.rest, adjusted.rest) - slope * slope * square);
  const auto error = std::sqrt(left / std::max(1.0, adjusted.freedom) / square);
  const auto beside = 1 - level.share;  // the rest of the shows are in the mean, too
  return {.value = slope * beside, .error = error * beside};
}

void give_evidence(LevelAnswer& answer, const Asked& asked, const Sorting& sorting, std::size_t level) {
  std::vector<std::size_t> there;
  for (std::size_t show = 0; show < asked.shows.size(); ++show) {
    const auto& levels = sorting.levels_of[show];
    if (asked.measured.values[show] && std::ranges::find(levels, level) != levels.end())
      there.push_back(show);
  }
  std::ranges::sort(there, std::ranges::greater(),
                    [&](auto show) { return std::pair(*asked.measured.values[show], show); });
  if (there.size() > kMostEvidence) there.resize(kMostEvidence);
  for (const auto show : there) {
    answer.evidence.push_back(asked.shows[show].id);
    if (*asked.measured.values[show] > asked.mean) ++answer.above;
  }
}

// The level that a finding names: the one that stands out, or of an ordered factor the best at the end to
// which its slope points.
std::size_t named_by(const Question& question, const Judgement& judgement, std::span<const std::size_t> told,
                     std::span<const Pooled> effects) {
  if (!question.sorting.ordered) {
    const auto level = question.contrast_levels[judgement.contrast];
    return static_cast<std::size_t>(std::ranges::find(told, level) - told.begin());
  }
  const auto best = std::ranges::max_element(effects, {}, [&](const Pooled& effect) {
    const auto at = static_cast<double>(&effect - effects.data());
    const auto upper = at - static_cast<double>(effects.size() - 1) / 2;
    return (judgement.upwards ? upper : -upper) > 0 ? effect.value : effect.value - 1e6;
  });
  return static_cast<std::size_t>(best - effects.begin());
}

FactorAnswer answer_of(const Asked& asked, const Question& question, const Judgement& judgement) {
  const auto& sorting = question.sorting;
  FactorAnswer answer{.factor = sorting.factor,
                      .ordered = sorting.ordered,
                      .unjudged = question.unjudged,
                      .known = sorting.known()};
  if (question.unjudged || !judgement.asked) return answer;
  const auto& adjusted = asked.fit.adjusted_for(question);
  std::vector<std::size_t> told;
  std::vector<Estimate> estimates;
  for (std::size_t level = 0; level < question.levels.size(); ++level) {
    if (!question.levels[level]) continue;
    told.push_back(level);
    estimates.push_back(estimate_of(*question.levels[level], asked.fit, adjusted));
  }
  if (told.empty()) return answer;
  const auto effects = pooled(estimates, kExpectedSpread * asked.spread);
  for (std::size_t at = 0; at < told.size(); ++at) {
    const auto shows = question.levels[told[at]]->shows;
    answer.levels.push_back({.key = sorting.levels[told[at]],
                             .shows = shows,
                             .others = answer.known - shows,
                             .effect = effect_of(asked, effects[at].value),
                             .low = effect_of(asked, effects[at].low),
                             .high = effect_of(asked, effects[at].high)});
    give_evidence(answer.levels.back(), asked, sorting, told[at]);
  }
  answer.adjusted = judgement.adjusted;
  answer.found = judgement.adjusted <= kChance;
  if (answer.found) answer.finding = named_by(question, judgement, told, effects);
  return answer;
}

struct Spread {
  double mean, deviation;
};
Spread spread_of(const Measured& figure) {
  const auto count = static_cast<double>(std::max<std::size_t>(1, figure.known()));
  double sum = 0, squares = 0;
  for (const auto& value : figure.values) sum += value.value_or(0);
  for (const auto& value : figure.values)
    if (value) squares += (*value - sum / count) * (*value - sum / count);
  return {.mean = sum / count, .deviation = std::sqrt(squares / count)};
}

FigureState state_of(std::size_t shows, double deviation) {
  if (shows == 0) return FigureState::kNoShows;
  if (shows < kLeastShows) return FigureState::kTooFewShows;
  return deviation < 1e-6 ? FigureState::kAllEqual : FigureState::kEnough;
}

}  // namespace

std::string_view to_text(FigureState state) {
  switch (state) {
    case FigureState::kNoShows:
      return "no_shows";
    case FigureState::kTooFewShows:
      return "too_few_shows";
    case FigureState::kAllEqual:
      return "all_equal";
    case FigureState::kEnough:
      break;
  }
  return "enough";
}

std::vector<FigureAnswer> analysed(std::span<const PastShow> shows) {
  const auto kinds = figure_kinds();
  const auto questions = questions_of(shows);
  std::vector<Measured> figures;
  std::vector<Fit> fits;
  for (std::size_t figure = 0; figure < kinds.size(); ++figure) {
    figures.push_back(measured(figure, shows));
    fits.push_back(fitted(questions, figures.back()));
  }
  const auto judged = judge(questions, fits);
  std::vector<FigureAnswer> answers;
  for (std::size_t figure = 0; figure < kinds.size(); ++figure) {
    auto& answer = answers.emplace_back();
    answer.known = figures[figure].known();
    const auto [mean, deviation] = spread_of(figures[figure]);
    answer.state = state_of(answer.known, fits[figure].varies ? deviation : 0);
    const Asked asked{kinds[figure], figures[figure], fits[figure], shows, mean, deviation};
    if (answer.known > 0) answer.usual = in_unit(asked.kind, mean);
    if (answer.state != FigureState::kEnough) continue;
    for (std::size_t at = 0; at < questions.items.size(); ++at)
      answer.factors.push_back(answer_of(asked, questions.items[at], judged[at][figure]));
  }
  return answers;
}

}  // namespace nigiwai::insight
