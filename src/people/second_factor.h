// The second factor of the staff: an authenticator app, and codes on paper for when the phone is lost.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "base/sealing.h"
#include "store/writer.h"

namespace nigiwai::people {

// Codes on paper; each opens one session.
inline constexpr int kRecoveryCodes = 10;

// Whether signing in needs a code.
bool has_second_factor(store::Database& database, const std::string& staff);
std::int64_t recovery_codes_left(store::Database& database, const std::string& staff);

// How secrets of apps stand in the database: sealed, so that a copy of it alone opens nothing.
struct Secrets {
  const SecretBox& box;
  Random& random;
};

// A new secret (raw bytes), in place of one that was never confirmed. Refuses with conflict while one is in
// force.
Result<std::string> begin_second_factor(store::Transaction& transaction, const Secrets& secrets,
                                        const std::string& staff);

// Puts it in force with its first code; answers the recovery codes, told once.
Result<std::vector<std::string>> confirm_second_factor(store::Transaction& transaction,
                                                       const Secrets& secrets, const std::string& staff,
                                                       const std::string& code);

// Takes `code` (of the app, or one of the paper's), once. Fine without a code for who has no second factor.
// Refusals, all unauthorized: code-needed, code-wrong, code-used. A secret that the server's key does not
// open is unavailable: codes on paper still work, and an owner can take the second factor off.
Result<void> take_code(store::Transaction& transaction, const SecretBox& box, const std::string& staff,
                       const std::string& code);

std::vector<std::string> new_recovery_codes(store::Transaction& transaction, Random& random,
                                            const std::string& staff);

// At start: seals what stood in the database as it was, from before it was sealed. The caller compacts the
// database when there was any, because old pages keep what was there.
struct SealedNow {
  std::int64_t sealed = 0;
  std::int64_t closed = 0;  // that this server's key does not open
};
SealedNow seal_second_factors(store::Transaction& transaction, const Secrets& secrets);

// False when there was none.
bool remove_second_factor(store::Transaction& transaction, const std::string& staff);

}  // namespace nigiwai::people
