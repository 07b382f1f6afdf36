// Products that a viewer saved.
#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "timeline/journal.h"

namespace nigiwai::shop {

// A list that a person still goes through; past it one must be taken off first.
inline constexpr std::int64_t kMostSaved = 500;

struct Saving {
  std::string viewer;
  std::string product;
  std::string show;
  Milliseconds at{0};
};

// Saves a product with its moment, and adds to the show's sum of saves there. One that is saved already keeps
// its first moment. Refuses with too-many past kMostSaved.
Result<void> save(store::Transaction& transaction, timeline::Journal& journal, const Saving& saving);

// Takes it off, and out of the sum. One that is not saved is no fault.
void unsave(store::Transaction& transaction, timeline::Journal& journal, const std::string& viewer,
            const std::string& product);

// `saved` of GET /api/viewers/me: [{"product", "show", "at", "saved_at"}], newest first.
boost::json::array saved_by(store::Database& db, const std::string& viewer);

}  // namespace nigiwai::shop
