#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::timeline {

// The tables of the journal.
std::span<const store::Migration> migrations();

}  // namespace nigiwai::timeline
