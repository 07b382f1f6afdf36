// Which figures a report tells, by which names, and over what each is counted.
#pragma once

#include <span>

#include "insight/figures/definition.h"
#include "insight/patterns/words.h"

namespace nigiwai::insight {

// A figure of a report: one of the definitions, or the archive's half of one, or what the shop counts beside.
struct Reported {
  enum class From { kFigure, kArchive, kArchiveShare, kCounted };
  std::string_view figure;
  From from;
  std::string_view of;  // the definition behind it; empty where there is none
  Group group;
  Unit unit;
  Sum people;   // who stands behind it
  bool always;  // or only where it has a target
  std::string_view name_ja, name_en;
  std::string_view definition_ja, definition_en;  // empty: that of the definition behind it
};

std::span<const Reported> reported_figures();
Said name_of(const Reported& figure);
Said definition_of(const Reported& figure);

}  // namespace nigiwai::insight
