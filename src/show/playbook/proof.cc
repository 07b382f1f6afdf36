#include "show/playbook/proof.h"

#include <algorithm>

namespace nigiwai::show {

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::kNoShows:
      return "no-shows";
    case Verdict::kNotBegun:
      return "not-begun";
    case Verdict::kReached:
      return "reached";
    case Verdict::kOnCourse:
      return "on-course";
    case Verdict::kBehind:
      return "behind";
    case Verdict::kProved:
      return "proved";
    case Verdict::kPartly:
      return "partly";
    case Verdict::kMissed:
      return "missed";
  }
  return "";
}

Verdict verdict_of(const Progress& progress, std::span<const Measured> figures) {
  const auto reached = std::ranges::count_if(figures, &Measured::reached);
  const bool all = static_cast<std::size_t>(reached) == figures.size();
  if (progress.shows == 0) return Verdict::kNoShows;
  if (progress.ended) return all ? Verdict::kProved : reached > 0 ? Verdict::kPartly : Verdict::kMissed;
  if (progress.held == 0) return Verdict::kNotBegun;
  if (all) return Verdict::kReached;
  return std::ranges::any_of(figures, &Measured::behind) ? Verdict::kBehind : Verdict::kOnCourse;
}

double due_with_shows(const Progress& progress) {
  if (progress.ended) return 1;
  if (progress.shows == 0) return 0;
  return static_cast<double>(progress.held) / static_cast<double>(progress.shows);
}

double due_afterwards(const Progress& progress, const Course& course) {
  if (progress.ended || course.until <= course.from) return due_with_shows(progress);
  const auto gone = static_cast<double>((course.now - course.from).count());
  const auto whole = static_cast<double>((course.until - course.from).count());
  return std::min(due_with_shows(progress), std::clamp(gone / whole, 0.0, 1.0));
}

}  // namespace nigiwai::show
