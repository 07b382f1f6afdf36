// `nigiwai mentions …`: listening from the command line.
#pragma once

#include <string>

#include "base/result.h"
#include "social/listening/spike_table.h"

namespace nigiwai::server {

// "-" is standard input. Needs no data folder.
Result<void> find_spikes(const std::string& file, social::SpikesAs what);

}  // namespace nigiwai::server
