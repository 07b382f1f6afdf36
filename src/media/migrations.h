// The tables of this room.
#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::media {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::media
