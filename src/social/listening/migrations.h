// The tables of mentions.db.
#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::social::mentions {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::social::mentions
