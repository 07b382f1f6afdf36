// A consistent copy of one database, also while a server writes to it.
#pragma once

#include <string>

#include "base/result.h"

namespace nigiwai::server {

// Written beside and renamed, so that `file` is a whole copy or what it was.
Result<void> copy_database(const std::string& from, const std::string& file);

}  // namespace nigiwai::server
