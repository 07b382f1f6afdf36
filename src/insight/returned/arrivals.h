// When each viewer of a show came.
#pragma once

#include "store/database.h"

namespace nigiwai::insight {

// Asked of viewers in the order of their numbers, as the table stands.
class Arrivals {
 public:
  Arrivals(store::Database& kept, std::int64_t show);
  // When they first played something, or else first did something, UTC ms; 0 for who never came.
  std::int64_t of(std::int64_t viewer);

 private:
  store::Rows rows_;
  bool more_ = false;
};

}  // namespace nigiwai::insight
