// What the command line does with figures.
#pragma once

#include <string>

#include "base/result.h"

namespace nigiwai::server {

enum class Rebuild { kReplace, kCheck };

// Makes the figures again from the journal's beginning and says whether they are what was kept, to the last
// unit; kReplace then puts the new ones in their place, which no server may use meanwhile. kCheck changes
// nothing and runs while serving; it fails where something differs.
Result<void> rebuild(const std::string& data, Rebuild how);

}  // namespace nigiwai::server
