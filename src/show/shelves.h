// The shop's questions about shows, answered from their rows.
#pragma once

#include "shop/products/shelves.h"

namespace nigiwai::show {

class ShowShelves final : public shop::Shelves {
 public:
  std::vector<std::string> live_shows_with(store::Database& db, const std::string& product) override;
  bool on_shelf(store::Database& db, const std::string& show, const std::string& product) override;
  bool is_public(store::Database& db, const std::string& show) override;
};

}  // namespace nigiwai::show
