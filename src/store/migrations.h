// The schema grows by migrations: each room's schema/NNNN_what.sql files, applied once, in the order of the
// house.
#pragma once

#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace nigiwai::store {

struct Migration {
  std::string_view name;  // "shop/0001_products"
  std::string_view sql;
};

// Applies what is missing, each in a transaction of its own. Refuses a database that knows migrations which
// this program does not: it was written by a newer one.
Result<void> migrate(Database& database, const Clock& clock,
                     std::span<const std::span<const Migration>> rooms);

}  // namespace nigiwai::store
