// The first owner: on the command line, or through the one-time link printed while there is none.
//
// Both work on a connection of their own, in one short transaction, with the password hashed before it
// begins: `nigiwai owner` may run while the server is serving.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "people/passwords.h"
#include "people/staff.h"
#include "store/database.h"

namespace nigiwai::people {

struct OwnerAsked {
  std::string email;
  std::string password;
  std::string name{};  // empty: see OwnerToPut
};

// Checks what was asked for, hashes the password (on this thread), and puts the owner. An owner who was there
// gets the new password, and their sessions end: a serving process sees it and closes their sockets
// (People::look_at_others).
Result<void> make_owner(store::Database& database, const Clock& clock, Random& random,
                        const OwnerAsked& asked, PasswordCost cost = {});

// A new token for POST /api/setup, ending the one before; nothing when there is an owner already.
Result<std::optional<std::string>> make_setup_token(store::Database& database, const Clock& clock,
                                                    Random& random);

// Refuses with setup-done once there is an owner, and with forbidden for another token than the last one
// made.
Result<void> check_setup_token(store::Database& database, const std::string& token);

// Both checked: `owner` is clean and has a display name or none.
Result<OwnerToPut> check_owner(const OwnerAsked& asked);

}  // namespace nigiwai::people
