// The tables of this room.
#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::shop {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::shop
