// The shelf of a show as it was spoken: price and stock of each product by moment, beside what they are now.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <vector>

#include "show/shows.h"

namespace nigiwai::show {

// So many stretches of a show's length are told apart, at least a second each.
inline constexpr std::int64_t kMostShelfSteps = 500;

// What one of a product's values came to.
struct ShelfChange {
  Milliseconds at{0};
  std::string what;  // "price", or the SKU whose stock it is
  std::int64_t value = 0;
  std::int64_t order = 0;  // among those of one value and moment
};
// What a product cost and what was left of all its SKUs from `at` on; nothing for what is not known.
struct ShelfStep {
  Milliseconds at{0};
  std::optional<std::int64_t> price{};
  std::optional<std::int64_t> left{};
  bool operator==(const ShelfStep&) const = default;
};
// Folds changes by `at` (those from before the show at 0): one step for each moment at which something became
// another, the first at 0. `left` is known once every SKU's is. Pure.
std::vector<ShelfStep> shelf_steps(std::vector<ShelfChange> changes, const std::vector<std::string>& skus);

// GET /api/shows/{id}/shelf: {"items": [{"product", "now": {"price", "left"}, "then": [{"at", "price",
// "left"}…]}]}; with `at` only the step in force there. conflict "state" before the show was on air.
Result<boost::json::object> shelf_history(store::Database& db, const std::string& show,
                                          const http::Caller& caller, std::optional<Milliseconds> at,
                                          WallTime now);

}  // namespace nigiwai::show
