#pragma once

#include <span>

#include "store/migrations.h"

namespace nigiwai::http {

// The tables of http.
std::span<const store::Migration> migrations();

}  // namespace nigiwai::http
