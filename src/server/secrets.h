// The key of what is sealed in the database, and the database brought to being sealed with it.
#pragma once

#include "base/clock.h"
#include "base/sealing.h"
#include "store/database.h"

namespace nigiwai::server {

// Opens the key file, makes it at the first start, and seals what older versions kept as it was; before
// anything is served. Says in the log what the key does not open.
Result<std::unique_ptr<const SecretBox>> open_secrets(const std::string& key_path, store::Database& database,
                                                      const Clock& clock, Random& random);

}  // namespace nigiwai::server
