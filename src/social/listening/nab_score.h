// For tests: how well spikes are found, as the Numenta Anomaly Benchmark scores it with its standard profile.
//
// Source: A. Lavin, S. Ahmad, "Evaluating Real-time Anomaly Detection Algorithms", ICMLA 2015, section II,
// and the NAB scoring rules (github.com/numenta/NAB, nab/sweeper.py, nab/scorer.py, config/profiles.json). A
// window earns what its best flag earns: nearly 1 at its left edge, falling along a sigmoid to 0 at its right
// edge; a window without one costs 1. A flag outside costs 0.11 by the same sigmoid of its distance behind
// the last window, all of it when it lies three widths behind or when no window came before. Rows of
// probation are not looked at.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace nigiwai::social {

struct NabWindow {  // rows, both inclusive
  std::size_t first;
  std::size_t last;
};

struct NabScore {
  double raw = 0;
  std::size_t windows = 0;
  std::size_t found = 0;
  std::size_t false_alarms = 0;

  // 100 for every window at its left edge and no false alarm, 0 for never a flag.
  double standard() const {
    const auto perfect = static_cast<double>(windows);
    return windows == 0 ? 0 : 100 * (raw + perfect) / (2 * perfect);
  }
  NabScore& operator+=(const NabScore& other) {
    raw += other.raw;
    windows += other.windows;
    found += other.found;
    false_alarms += other.false_alarms;
    return *this;
  }
};

inline constexpr double kNabFalseAlarm = 0.11;
inline constexpr double kNabMissed = 1;

inline double nab_sigmoid(double place) { return place > 3 ? -1 : 2 / (1 + std::exp(5 * place)) - 1; }

inline std::size_t nab_probation(std::size_t rows) {
  return std::min(static_cast<std::size_t>(std::floor(0.15 * static_cast<double>(rows))), std::size_t{750});
}

// `flags` are rows of a series of `rows`; `windows` are in order and do not overlap.
inline NabScore nab_score(std::size_t rows, std::span<const NabWindow> windows,
                          std::span<const std::size_t> flags) {
  NabScore score{.windows = windows.size()};
  std::vector<double> best(windows.size(), -kNabMissed);
  std::vector<bool> found(windows.size(), false);
  for (const auto row : flags) {
    if (row < nab_probation(rows)) continue;
    double place = 4;  // behind the last window, in its widths; past 3 is nowhere near one
    bool inside = false;
    for (std::size_t at = 0; at < windows.size() && windows[at].first <= row; ++at) {
      const auto& window = windows[at];
      const auto width = static_cast<double>(window.last - window.first + 1);
      if (row <= window.last) {
        const auto earned =
            nab_sigmoid(-static_cast<double>(window.last - row + 1) / width) / nab_sigmoid(-1);
        best[at] = std::max(best[at], earned);
        found[at] = inside = true;
      } else {
        place = static_cast<double>(row - window.last) / (width - 1);
      }
    }
    if (inside) continue;
    ++score.false_alarms;
    score.raw += kNabFalseAlarm * nab_sigmoid(place);
  }
  for (std::size_t at = 0; at < windows.size(); ++at) {
    score.raw += best[at];
    score.found += found[at] ? 1u : 0u;
  }
  return score;
}

}  // namespace nigiwai::social
