// What the figures are made of, as CSV for a spreadsheet or another tool. Viewers stand under a pseudonym of
// each show.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "insight/figures/show_choice.h"

namespace nigiwai::insight {

// Rows of one answer: some 20 MB, which a spreadsheet opens. More are asked for in stretches of time.
inline constexpr std::int64_t kMostExported = 200'000;

struct ExportTable {
  std::string_view name;
  std::string_view columns;  // after show and title, as the CSV's first line has them
  const char* sql;           // of the shows ?1 (a JSON array), ?2 rows at most: the show, then the columns
  int viewer = -1;           // the column that is a viewer
};
std::span<const ExportTable> export_tables();
// Null for what is none.
const ExportTable* export_table(std::string_view name);

// conflict "limit-reached" for more than kMostExported rows.
Result<std::string> exported(store::Database& kept, const ExportTable& table,
                             std::span<const ChosenShow> shows, const std::string& secret);

}  // namespace nigiwai::insight
