// One figure of all shows, ready to be compared: what trend and cast explain of it is taken out, and shows
// count by how much they can tell. Pure.
//
// A show's weight is one over its variance: what its few buyers make by chance (Measured::noise), and what
// differs from show to show, estimated from this history. Everything here is multiplied by the root of the
// weights, so that what is left of the figure varies alike and may be dealt out anew among the shows.
#pragma once

#include "insight/patterns/figure.h"
#include "insight/patterns/questions.h"

namespace nigiwai::insight {

struct Adjusted {
  Basis basis{};
  Column rest{};       // of the figure; 0 where a show has none
  double freedom = 0;  // degrees left for one more column
};

struct Fit {
  Column roots{};  // of the weights, around 1
  Adjusted by_trend{};
  Adjusted by_trend_and_cast{};
  bool varies = false;
  const Adjusted& adjusted_for(const Question& question) const {
    return question.of_cast ? by_trend : by_trend_and_cast;
  }
  // A column over the shows, weighted, and free of what is adjusted for.
  Column rest_of(const Adjusted& adjusted, const Column& column) const;
};

Fit fitted(const Questions& questions, const Measured& figure);

}  // namespace nigiwai::insight
