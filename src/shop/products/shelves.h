// What the shop asks the shows above it. Implemented by show/, called with the asker's own connection.
#pragma once

#include <string>
#include <vector>

#include "store/database.h"

namespace nigiwai::shop {

class Shelves {
 public:
  virtual ~Shelves() = default;
  // Shows on air now with the product on their shelf.
  virtual std::vector<std::string> live_shows_with(store::Database& db, const std::string& product) = 0;
  virtual bool on_shelf(store::Database& db, const std::string& show, const std::string& product) = 0;
  // Whether the public may know of the show, and so order from it.
  virtual bool is_public(store::Database& db, const std::string& show) = 0;
};

}  // namespace nigiwai::shop
