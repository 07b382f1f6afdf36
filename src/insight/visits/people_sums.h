// As whom somebody counts who did certain things at a show, in each half and together. Pure.
#pragma once

#include "insight/visits/book.h"

namespace nigiwai::insight {

using CountsAs = std::array<std::array<bool, kPeopleSums>, kHalves>;

CountsAs people_of(const std::array<std::uint16_t, 2>& did, bool returning);

}  // namespace nigiwai::insight
