// The figures that a proof of concept may have targets for, and a review looks back on: each a count over
// orders and what the journal tells of viewers (show/audience.h), never typed in. Live and archive are
// counted apart and together.
#pragma once

#include <span>

#include "show/playbook/proof.h"
#include "store/database.h"

namespace nigiwai::show {

enum class FigureGroup { kSales, kCommunity, kMedia };
std::string_view to_text(FigureGroup group);  // "sales", "community", "media"

enum class FigureUnit { kMoney, kOrders, kPeople };  // money in minor units of the shop's currency
std::string_view to_text(FigureUnit unit);           // "money", "orders", "people"

enum class FigureComes { kWithShows, kAfterwards };

struct FigureKind {
  std::string_view name;
  FigureGroup group;
  FigureUnit unit;
  FigureComes comes;
  std::string_view definition;  // one sentence, beside the figure wherever it stands
  int version = 1;              // of the definition
};
std::span<const FigureKind> figure_kinds();
// Null for a name that is none.
const FigureKind* figure_called(std::string_view name);

// Live: while its show was on air. A person who did something in both counts in each half and once together.
struct Counted {
  std::optional<std::int64_t> live{};  // nothing where a figure has only one half
  std::optional<std::int64_t> archive{};
  std::int64_t together = 0;
};

// What is counted over: what people did out of these shows until then. Followers and members count from
// `from` on, when the proof or the show began.
struct CountedOver {
  std::vector<std::string> shows{};
  WallTime from{};
  WallTime until{};
};
Counted count_figure(store::Database& db, const FigureKind& kind, const CountedOver& over);

}  // namespace nigiwai::show
