#include "insight/patterns/basis.h"

#include <cmath>

namespace nigiwai::insight {
namespace {

constexpr double kNextToNothing = 1e-9;  // of a column's own square

}  // namespace

double product(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t at = 0; at < a.size(); ++at) sum += a[at] * b[at];
  return sum;
}

Column Basis::rest_of(Column column) const {
  for (const auto& each : columns_) {
    const auto part = product(each, column);
    for (std::size_t at = 0; at < column.size(); ++at) column[at] -= part * each[at];
  }
  return column;
}

void Basis::add(Column column) {
  const auto whole = product(column, column);
  auto rest = rest_of(std::move(column));
  const auto left = product(rest, rest);
  if (left <= kNextToNothing * whole) return;
  const auto length = std::sqrt(left);
  for (auto& value : rest) value /= length;
  columns_.push_back(std::move(rest));
}

}  // namespace nigiwai::insight
