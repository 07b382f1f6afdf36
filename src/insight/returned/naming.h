// What a group of those who came is called.
#pragma once

#include <boost/json/value.hpp>

#include "insight/returned/cause.h"
#include "store/database.h"

namespace nigiwai::insight {

// A member of the staff, the words of a post, a site; null for what has no name, or is gone.
boost::json::value name_of(store::Database& journal, const Because& because);

}  // namespace nigiwai::insight
