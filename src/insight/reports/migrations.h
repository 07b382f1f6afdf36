// The tables of this room, which stand in the shop's database.
#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::insight::reports {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::insight::reports
