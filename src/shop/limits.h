// How many pieces of a product one person may have.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace nigiwai::shop {

inline constexpr std::int64_t kMostPerPerson = 1000;  // more is no limit

struct PersonLimit {
  std::int64_t limit = 0;
  std::int64_t already = 0;  // pieces in this person's orders that were not cancelled
  bool operator==(const PersonLimit&) const = default;
};
using PersonLimits = std::map<std::string, PersonLimit>;  // by product

// Those of `products` that have a limit. Without a viewer nothing was bought already.
PersonLimits limits(store::Database& db, const std::string& viewer, const std::vector<std::string>& products);

// Pieces of one order or hold, line by line.
struct WantedPieces {
  std::string sku;
  std::string product;
  std::int64_t quantity = 1;
};
// The refusal of the first line with which a person would have more than the limit: conflict
// "limit-per-person" {sku, limit, already}. Lines of one product count together. Pure.
std::optional<Problem> over_limit(const PersonLimits& limits, const std::vector<WantedPieces>& wanted);

}  // namespace nigiwai::shop
