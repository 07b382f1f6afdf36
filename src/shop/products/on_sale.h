// When a product opens, and who may have it before: whoever was granted early access (campaigns do that).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/writer.h"

namespace nigiwai::shop {

// Early access to a product, as one looks at it who is meant by it.
struct EarlyAccess {
  std::string show{};  // for what is bought from this show alone; empty from anywhere
  bool operator==(const EarlyAccess&) const = default;
};

// Whether it may be ordered or kept now, from `show` (empty outside of one). Pure. A product without a time is
// open; from its time on it is open to all.
bool may_buy(std::optional<WallTime> on_sale_from, WallTime now, const std::string& show,
             std::span<const EarlyAccess> granted);

// To everybody (`person` empty) or one person, as people::person_of knows them. Granted again it is as it was.
struct EarlyAccessGrant {
  std::string product{};
  std::string person{};
  std::string show{};
};
void grant_early_access(store::Transaction& transaction, const EarlyAccessGrant& grant);

// What the person of this viewer was granted of a product, and everybody; of everybody alone without a viewer.
std::vector<EarlyAccess> early_access(store::Database& db, const std::string& viewer,
                                      const std::string& product);
// Products that are not open yet and that this viewer may have from this show.
std::vector<std::string> open_early(store::Database& db, const std::string& viewer, const std::string& show,
                                    WallTime now);

// A line of an order, a hold, a cart.
struct OnSaleAsked {
  std::string sku{};
  std::string product{};
  std::string title{};
  std::optional<WallTime> on_sale_from{};
  std::string show{};
  std::string viewer{};
  std::string field{};  // that names it
};
// conflict "not-on-sale" {sku, product, title, on_sale_from}. Asks the database only of what has not opened.
std::optional<Problem> not_on_sale(store::Database& db, const OnSaleAsked& asked, WallTime now);

}  // namespace nigiwai::shop
