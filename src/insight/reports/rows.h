// The figures that a report tells, each against what was before and its target.
#pragma once

#include "insight/figures/figures.h"
#include "insight/patterns/words.h"
#include "insight/reports/subject.h"

namespace nigiwai::insight {

struct ReportRow {
  std::string_view figure{};
  Group group = Group::kSales;
  Unit unit = Unit::kTimes;
  Said name{};
  Said definition{};
  std::optional<double> value{};  // nothing where there is nothing to divide by, as the next three
  std::optional<double> live{};   // nothing of a small group, too
  std::optional<double> archive{};
  std::optional<double> before{};
  std::optional<double> target{};
  std::int64_t people = 0;  // those behind the value; fewer than kLeastGroup are not broken down
  std::int64_t people_before = 0;
  bool small() const;
  std::optional<double> absolute() const;  // value − before
  std::optional<double> relative() const;  // of before; nothing of a before of nothing
  std::optional<double> reached() const;   // value ÷ target
};

// In the order of a report, group by group. Figures with a target alone stand at the end of their group.
std::vector<ReportRow> report_rows(store::Database& kept, store::Database& journal, const Subject& subject,
                                   WallTime now);
json::object to_json(const ReportRow& row);

// Null for a figure that is none of a report's.
const ReportRow* row_of(std::span<const ReportRow> rows, std::string_view figure);

}  // namespace nigiwai::insight
