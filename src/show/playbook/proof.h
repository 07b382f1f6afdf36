// A proof of concept: a few shows that are to show whether a hypothesis holds, by targets, until an end.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace nigiwai::show {

// A proof of concept is a small number of shows; the list of all is read on one page.
inline constexpr std::size_t kMostShowsInProof = 50;
inline constexpr std::size_t kMostProofs = 50;

struct Proof {
  std::string id{};
  std::string title{};
  std::string hypothesis{};
  WallTime ends_at{};  // what comes later does not count
  WallTime made_at{};
  std::int64_t version = 1;
  std::vector<std::string> shows{};
  struct Target {
    std::string figure{};  // show/proof_figures.h
    std::int64_t target = 0;
  };
  std::vector<Target> targets{};  // in the order of the figures
};

// How a figure stands against its target.
struct Measured {
  std::string figure{};
  std::int64_t value = 0;
  std::int64_t target = 1;
  double expected = 0;  // the share of the target that is due by now, 0 to 1
  bool reached() const { return value >= target; }
  // By a whole one at least: nobody is late for a fraction of an order.
  bool behind() const {
    return !reached() && value < static_cast<std::int64_t>(expected * static_cast<double>(target));
  }
};

enum class Verdict {
  kNoShows,   // none is chosen
  kNotBegun,  // none was on air yet
  kReached,   // every target is reached, before the end
  kOnCourse,  // none is behind
  kBehind,    // some are
  kProved,    // it ended, and every target was reached
  kPartly,    // it ended, and some were
  kMissed,    // it ended, and none was
};
std::string_view to_text(Verdict verdict);  // "no-shows", "not-begun", …

struct Progress {
  std::size_t shows = 0;  // chosen
  std::size_t held = 0;   // of them, on air or over
  bool ended = false;
};
Verdict verdict_of(const Progress& progress, std::span<const Measured> figures);

// What is due by now of a figure that comes with the shows: the share of the shows held. Of one that comes
// after them: the share of the time gone since the first, if that is less.
struct Course {
  WallTime from{};  // the first show, or when it was made
  WallTime until{};
  WallTime now{};
};
double due_with_shows(const Progress& progress);
double due_afterwards(const Progress& progress, const Course& course);

}  // namespace nigiwai::show
