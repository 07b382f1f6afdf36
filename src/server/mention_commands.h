// `nigiwai mentions …`: listening from the command line.
#pragma once

#include <string>

#include "base/result.h"
#include "social/listening/spike_table.h"

namespace nigiwai::server {

// "-" is standard input. Needs no data folder.
Result<void> find_spikes(const std::string& file, social::SpikesAs what);

struct MentionsToImport {
  std::string file;
  std::string network;  // of rows that name none; may be empty
  bool as_json = false;
};
// Brings an export in (social/listening/mention_file.h); the report goes to standard output. Also while a
// server uses the same folder, which then finds the spikes.
Result<void> import_mentions(const std::string& data, const MentionsToImport& mentions);

}  // namespace nigiwai::server
