#include "insight/patterns/fit.h"

#include <algorithm>
#include <cmath>

namespace nigiwai::insight {
namespace {

constexpr double kLeastOwn = 0.2;     // of a show's variance that is not chance, however little is seen
constexpr double kFarFromFit = 2;     // robust deviations, beyond which a show counts as if it stood there
constexpr double kAllTheSame = 1e-9;  // a variance below this is rounding

Column weighted(Column column, const Column& roots) {
  for (std::size_t show = 0; show < column.size(); ++show) column[show] *= roots[show];
  return column;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Shows that lie far from what is expected of them are brought nearer (Huber's pseudo-values).
void bring_in(Column& rest, const Measured& figure) {
  constexpr double kOfNormal = 1.4826;  // a normal deviation over the median one
  std::vector<double> known;
  for (std::size_t show = 0; show < rest.size(); ++show)
    if (figure.values[show]) known.push_back(std::abs(rest[show]));
  if (known.empty()) return;
  const auto reach = kFarFromFit * kOfNormal * median(std::move(known));
  if (reach <= 0) return;
  for (auto& value : rest) value = std::clamp(value, -reach, reach);
}

Adjusted adjusted_by(std::span<const std::vector<Column>* const> columns, const Measured& figure,
                     const Column& roots) {
  Adjusted adjusted;
  for (const auto* some : columns)
    for (const auto& column : *some) adjusted.basis.add(weighted(column, roots));
  double sum = 0;
  for (const auto& value : figure.values) sum += value.value_or(0);
  const auto known = static_cast<double>(figure.known());
  const auto mean = known > 0 ? sum / known : 0;
  Column whole;
  for (const auto& value : figure.values) whole.push_back(value ? *value - mean : 0);
  adjusted.rest = adjusted.basis.rest_of(weighted(std::move(whole), roots));
  bring_in(adjusted.rest, figure);
  adjusted.rest = adjusted.basis.rest_of(std::move(adjusted.rest));
  for (std::size_t show = 0; show < figure.values.size(); ++show)
    if (!figure.values[show]) adjusted.rest[show] = 0;
  adjusted.freedom = known - static_cast<double>(adjusted.basis.size()) - 1;
  return adjusted;
}

Column roots_of(const Measured& figure, const Adjusted& unweighted) {
  double noise = 0;
  for (std::size_t show = 0; show < figure.values.size(); ++show)
    noise += figure.values[show] ? figure.noise[show] : 0;
  const auto known = static_cast<double>(figure.known());
  const auto variance = product(unweighted.rest, unweighted.rest) / std::max(1.0, unweighted.freedom + 1);
  Column roots(figure.values.size(), 1.0);
  if (noise <= 0 || variance <= kAllTheSame) return roots;
  const auto own = std::max(variance - noise / known, kLeastOwn * variance);
  for (std::size_t show = 0; show < roots.size(); ++show)
    roots[show] = std::sqrt((own + noise / known) / (own + figure.noise[show]));
  return roots;
}

}  // namespace

Column Fit::rest_of(const Adjusted& adjusted, const Column& column) const {
  return adjusted.basis.rest_of(weighted(column, roots));
}

Fit fitted(const Questions& questions, const Measured& figure) {
  const std::vector<Column>* const trend[] = {&questions.trend};
  const std::vector<Column>* const all[] = {&questions.trend, &questions.cast};
  Fit fit{.roots = Column(figure.values.size(), 1.0)};
  fit.roots = roots_of(figure, adjusted_by(all, figure, fit.roots));
  fit.by_trend = adjusted_by(trend, figure, fit.roots);
  fit.by_trend_and_cast = adjusted_by(all, figure, fit.roots);
  const auto& rest = fit.by_trend_and_cast;
  fit.varies = figure.known() >= kLeastShows && rest.freedom >= 1 &&
               product(rest.rest, rest.rest) > kAllTheSame * rest.freedom;
  return fit;
}

}  // namespace nigiwai::insight
