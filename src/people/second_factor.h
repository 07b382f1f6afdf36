// The second factor of the staff: an authenticator app, and codes on paper for when the phone is lost.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "store/writer.h"

namespace nigiwai::people {

// Codes on paper; each opens one session.
inline constexpr int kRecoveryCodes = 10;

// Whether signing in needs a code.
bool has_second_factor(store::Database& database, const std::string& staff);
std::int64_t recovery_codes_left(store::Database& database, const std::string& staff);

// A new secret (raw bytes), in place of one that was never confirmed. Refuses with conflict while one is in
// force.
Result<std::string> begin_second_factor(store::Transaction& transaction, Random& random,
                                        const std::string& staff);

// Puts it in force with its first code; answers the recovery codes, told once.
Result<std::vector<std::string>> confirm_second_factor(store::Transaction& transaction, Random& random,
                                                       const std::string& staff, const std::string& code);

// Takes `code` (of the app, or one of the paper's), once. Fine without a code for who has no second factor.
// Refusals, all unauthorized: code-needed, code-wrong, code-used.
Result<void> take_code(store::Transaction& transaction, const std::string& staff, const std::string& code);

std::vector<std::string> new_recovery_codes(store::Transaction& transaction, Random& random,
                                            const std::string& staff);

// False when there was none.
bool remove_second_factor(store::Transaction& transaction, const std::string& staff);

}  // namespace nigiwai::people
