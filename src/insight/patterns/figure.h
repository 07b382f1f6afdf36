// The figures that success is read from, and the scale on which each is compared. Pure.
//
// Money and counts are compared as logarithms (log(1 + x)), rates as logits of a count that has a handful of
// the team's usual viewers added, so that three viewers do not weigh like three hundred. What lies further
// than kFarOut robust deviations from the middle is brought back to there: one show of a lifetime makes no
// pattern.
#pragma once

#include <span>
#include <string_view>

#include "insight/patterns/history.h"

namespace nigiwai::insight {

inline constexpr double kFarOut = 3;
inline constexpr double kUsualViewersAdded = 10;

enum class FigureUnit { kNumber, kMoney, kMilliseconds, kShare };
enum class FigureScale { kLog, kLogit };

struct FigureKind {
  std::string_view name;
  FigureUnit unit;
  FigureScale scale;
  std::string_view definition;
};
std::span<const FigureKind> figure_kinds();
std::optional<std::size_t> figure_called(std::string_view name);

// A figure of every show on its scale.
struct Measured {
  std::vector<std::optional<double>>
      values{};  // nothing where there is none, of the archive of a young show, say
  // The variance that a show has for its few buyers alone, 0 where that does not matter: of ten viewers one
  // buys or none, and the show is not to blame.
  std::vector<double> noise{};
  std::size_t known() const;
};
Measured measured(std::size_t figure, std::span<const PastShow> shows);
// Back from the scale: minor units, milliseconds, a count, or a share of 1; never below 0.
double in_unit(const FigureKind& figure, double on_scale);

}  // namespace nigiwai::insight
