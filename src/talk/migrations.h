#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::talk {

// The tables of talk.
std::span<const store::Migration> migrations();

}  // namespace nigiwai::talk
