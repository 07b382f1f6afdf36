// The tables of this room.
#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::social {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::social
