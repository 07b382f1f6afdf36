// The findings and next steps of a report, chosen by rules and told with the numbers they stand on. Pure.
//
// A rule speaks only where ten people at least stand behind what it says (kLeastGroup). The first three that
// have something to say are told, in this order.
// Findings: the figure that changed most against before (by a tenth at least) · the archive's share of sales
// (a twentieth at least) · the product that sold most · the minute on air with most orders (three at least) ·
// the target that is furthest from being reached, or that all are · a pattern found in past shows · how many
// took part.
// Next steps: the target missed most · what the reviews want to be tried (two at most) · questions that
// nobody answered · what a pattern suggests · the figure that fell most · an archive that sells little ·
// the product that sold most, once more.
#pragma once

#include "insight/reports/material.h"

namespace nigiwai::insight {

inline constexpr std::size_t kPoints = 3;        // what management remembers
inline constexpr double kLeastChange = 0.1;      // less is the weather
inline constexpr double kLeastArchive = 0.05;    // of sales
inline constexpr std::int64_t kLeastOrders = 3;  // in one minute

struct Point {
  std::string_view rule;  // "change", "archive", "product", "moment", "target", "pattern", "engagement",
                          // "try", "questions", "fall"
  Said text{};
};
std::vector<Point> findings_of(const Material& material);
std::vector<Point> steps_of(const Material& material);
json::array to_json(std::span<const Point> points);

}  // namespace nigiwai::insight
