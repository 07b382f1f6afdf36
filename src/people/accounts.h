// The accounts of those who can sign in (or could): their role, withdrawal, and invitations to become one.
//
// All of it runs inside the writer's transaction; the caller notes the change (People::note_change), which
// also ends what was open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "people/staff.h"

namespace nigiwai::people {

// A link in a mail that was read after the holidays still works; one that was forgotten does not for ever.
inline constexpr std::chrono::hours kInvitationLife{7 * 24};
// A link that has ended is told apart from one that never was for this long.
inline constexpr std::chrono::hours kInvitationKept{90 * 24};
// Open ones of a shop: more are a mistake or a script.
inline constexpr std::int64_t kMostInvitations = 200;

struct Account {
  Profile profile;
  std::string id;
  std::string email{};  // empty: a profile that cannot sign in
  std::optional<WallTime> withdrawn_at{};
  bool second_factor = false;
  std::optional<WallTime> seen_at{};  // the latest of their sessions
  std::int64_t sessions = 0;
};
json::object to_json(const Account& account);

// All, withdrawn ones included, in order of handle.
std::vector<Account> accounts(store::Database& database, WallTime now);
// not-found.
Result<Account> account_of(store::Database& database, const std::string& handle, WallTime now);

// Refuses with last-owner to leave the shop without an owner. Answers the role before.
Result<http::Role> set_role(store::Transaction& transaction, const Account& account, http::Role role);
// Ends their sessions and the invitations that stand for them. Refuses with last-owner, and with conflict
// when it is so already.
Result<void> withdraw(store::Transaction& transaction, const Account& account);
Result<void> reactivate(store::Transaction& transaction, const Account& account);

struct Invite {
  std::string name;
  http::Role role = http::Role::kPresenter;
  std::optional<std::string> email{};   // clean
  std::optional<std::string> handle{};  // of a profile that cannot sign in yet, or a new one
};

struct Invitation {
  std::string id;
  std::string handle;
  std::string name;
  std::optional<std::string> email;
  http::Role role;
  std::string invited_by;  // handle
  WallTime created_at;
  WallTime expires_at;
  std::optional<WallTime> used_at;
  std::optional<WallTime> withdrawn_at;
};
json::object to_json(const Invitation& invitation, WallTime now);

struct NewInvitation {
  Invitation invitation;
  std::string token;  // told once
};
// Refuses a mail address that has an account, and a handle whose owner can sign in already.
Result<NewInvitation> invite(store::Transaction& transaction, Random& random, const Invite& wanted,
                             const http::Caller& by);
// Newest first: those that are open or ended less than kInvitationKept ago.
std::vector<Invitation> invitations(store::Database& database);
Result<Invitation> withdraw_invitation(store::Transaction& transaction, const std::string& id);
// The invitation of this token, open. Refusals say which: not-found, invitation-used, invitation-withdrawn,
// invitation-expired.
Result<Invitation> open_invitation(store::Database& database, const std::string& token, WallTime now);

// Already checked and hashed.
struct Acceptance {
  std::string email;
  std::string name;
  std::string password_hash;
};
// Makes the account, or gives the profile its sign-in, and uses the invitation up.
Result<http::Caller> accept(store::Transaction& transaction, Random& random, const std::string& token,
                            const Acceptance& acceptance);

void forget_old_invitations(store::Transaction& transaction);

}  // namespace nigiwai::people
