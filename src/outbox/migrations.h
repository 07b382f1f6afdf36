// The tables of outbox/, from schema/.
#pragma once

#include "store/migrations.h"

namespace nigiwai::outbox {

std::span<const store::Migration> migrations();

}  // namespace nigiwai::outbox
