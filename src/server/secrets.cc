#include "server/secrets.h"

#include "base/log.h"
#include "people/second_factor.h"
#include "store/compaction.h"
#include "store/writer.h"

namespace nigiwai::server {

Result<std::unique_ptr<const SecretBox>> open_secrets(const std::string& key_path, store::Database& database,
                                                      const Clock& clock, Random& random) {
  auto box = SecretBox::open(key_path, random);
  if (!box) return box;
  people::SealedNow now;
  try {
    database.script("BEGIN IMMEDIATE");
    store::Transaction transaction(database, clock.wall());
    now = people::seal_second_factors(transaction, {**box, random});
    database.script("COMMIT");
  } catch (const store::StoreFailure& failure) {
    return std::unexpected(failure.problem().because("sealing secrets in the database"));
  }
  if (now.closed > 0) {
    log_warn(
        "the server's key does not open what is sealed; put back the key file that belongs to this database, "
        "or take these second factors off",
        {{"second_factors", now.closed}});
  }
  if (now.sealed > 0) {
    log_info("secrets were sealed that stood open in the database", {{"second_factors", now.sealed}});
    // Old pages and the log still have them. A reader in another process may hold the log; then the next one
    // empties it.
    if (auto compacted = store::compact(database); !compacted) {
      log_warn("the database was not compacted", {{"why", compacted.error().detail}});
    }
  }
  return box;
}

}  // namespace nigiwai::server
