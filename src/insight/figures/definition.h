// The figures by name, and how each is defined: what is counted, over what.
//
// Where the field uses several definitions, one is ours and the others are chosen by their names. A
// definition that changes gets a new version.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "insight/visits/sums.h"

namespace nigiwai::insight {

// What is counted beside the sums, from orders and from the curve.
enum class Extra : std::uint8_t {
  kNet,         // paid less refunds and cancellations, minor units
  kInfluenced,  // placed elsewhere after the product was seen here, minor units; as the next two
  kInfluenced14,
  kInfluenced90,
  kTogetherOrders,  // orders of two or more products
  kPeakViewers,     // most people at once, over ten seconds; live alone
  kLengthMs,        // of the show; live alone
  kCount
};
inline constexpr auto kExtras = static_cast<std::size_t>(Extra::kCount);

// Up to how long after the product was seen an order counts; nothing for what is not influence.
constexpr std::optional<std::int64_t> influence_window(Extra extra) {
  constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
  switch (extra) {
    case Extra::kInfluenced14:
      return 14 * kDayMs;
    case Extra::kInfluenced:
      return 30 * kDayMs;
    case Extra::kInfluenced90:
      return 90 * kDayMs;
    default:
      return std::nullopt;
  }
}

// One half of one show, or of several.
struct Tally {
  Sums sums{};
  std::array<std::optional<std::int64_t>, kExtras> extras{};  // nothing where the half has none
};

// A sum or an extra.
struct Term {
  constexpr Term(Sum sum) : sum(sum) {}  // NOLINT: reads as what it is in the table
  constexpr Term(Extra extra) : extra(extra) {}
  std::optional<Sum> sum{};
  std::optional<Extra> extra{};
};
std::optional<std::int64_t> value_of(const Tally& tally, const Term& term);

enum class Group : std::uint8_t { kMedia, kCommunity, kSales };
std::string_view to_text(Group group);  // "media", "community", "sales"
enum class Unit : std::uint8_t { kPeople, kTimes, kMilliseconds, kMoney, kRate };
std::string_view to_text(Unit unit);  // "people", "times", "ms", "money", "rate"

struct Definition {
  std::string_view figure;
  std::string_view name;  // of the definition; that of the figure where there is one alone
  Group group;
  Unit unit;
  Term numerator;
  std::optional<Term> denominator;
  std::int64_t scale;  // value = numerator × scale / denominator
  int version;
  std::string_view japanese;  // one sentence, beside the figure wherever it stands
  std::string_view english;
};

// All of them; the first of a figure's is ours.
std::span<const Definition> definitions();
// Null for what is none. An empty `name` is ours.
const Definition* definition_of(std::string_view figure, std::string_view name = {});
const Definition* definition_called(std::string_view name);

}  // namespace nigiwai::insight
