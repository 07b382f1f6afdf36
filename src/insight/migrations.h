// The tables of insight.db.
#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::insight {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::insight
