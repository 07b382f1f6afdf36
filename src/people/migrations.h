// The tables of people/, from schema/.
#pragma once

#include "store/migrations.h"

namespace nigiwai::people {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::people
