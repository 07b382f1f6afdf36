// What a report's findings and next steps are chosen from, beside its figures.
#pragma once

#include "insight/reports/rows.h"

namespace nigiwai::insight {

struct BestProduct {
  std::string title{};
  std::int64_t amount = 0;  // ordered, minor units
  std::int64_t buyers = 0;
};

// The minute on air in which most was ordered.
struct BestMoment {
  std::string show{};   // title; empty in the report of that show alone
  std::int64_t at = 0;  // ms of the show
  std::int64_t orders = 0;
  std::int64_t watching = 0;
  std::string product{};  // title of what was pinned then; empty for nothing
};

struct FoundPattern {
  Said sentence{};
  Said suggestion{};
};

// What the reviews of these shows want to be tried, and nobody said yet whether it helped.
struct OpenTry {
  std::string text{};
  std::string show{};  // title
};

struct Material {
  ReportOf of = ReportOf::kShow;
  bool over = true;
  std::string currency{"JPY"};
  std::vector<ReportRow> rows{};
  std::optional<BestProduct> product{};
  std::optional<BestMoment> moment{};
  std::int64_t asked = 0;  // questions
  std::int64_t unanswered = 0;
  std::vector<OpenTry> tries{};
  std::optional<FoundPattern> pattern{};
};

// All but the pattern, which somebody else finds.
Material material_of(store::Database& kept, store::Database& journal, const Subject& subject, WallTime now);

}  // namespace nigiwai::insight
