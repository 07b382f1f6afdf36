// The staff over HTTP: invitations, accounts, their sessions and second factors, one's own account, the audit
// log.
#pragma once

#include <functional>
#include <string>

#include "http/router.h"
#include "people/accounts.h"
#include "people/people.h"

namespace nigiwai::people {

// An owner invites a team in one go, with a mail each; no more than that, because mails go out in the shop's
// name.
inline const http::Rate kInvitations{"invitations", 40, Milliseconds(30'000)};
// A team joins behind one address, each with a look before; the token cannot be guessed.
inline const http::Rate kAcceptances{"attempts to accept an invitation from one address", 100,
                                     Milliseconds(5'000)};
// Asked again before what matters, by somebody who may have found an open session.
inline const http::Rate kOwnPassword{"attempts with one's own password", 10, Milliseconds(30'000)};

struct StaffParts {  // all outlive the server
  People& people;
  http::RateLimits& limits;
  std::function<std::string(store::Database&)> shop_name;
  std::string origin;  // of the shop's pages, for links
  std::vector<std::string> origins;
  bool secure_cookies = false;
};

class StaffRoutes {
 public:
  explicit StaffRoutes(StaffParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router; after people::Routes

 private:
  using Answer = Task<http::Response>;
  void add_invitations(http::Router& router);
  void add_accounts(http::Router& router);
  void add_own(http::Router& router);

  Answer list_invitations(http::Request& request);
  Answer post_invitation(http::Request& request);
  Answer delete_invitation(http::Request& request);
  Answer look_at_invitation(http::Request& request);
  Answer accept_invitation(http::Request& request);

  Answer list_accounts(http::Request& request);
  Answer patch_account(http::Request& request);
  Answer withdraw_account(http::Request& request);
  Answer reactivate_account(http::Request& request);
  Answer list_sessions_of(http::Request& request);
  Answer end_sessions_of(http::Request& request);
  Answer end_session_of(http::Request& request);
  Answer reset_second_factor(http::Request& request);
  Answer get_audit(http::Request& request);

  Answer get_own(http::Request& request);
  Answer list_own_sessions(http::Request& request);
  Answer end_own_session(http::Request& request);
  Answer end_own_other_sessions(http::Request& request);
  Answer put_password(http::Request& request);
  Answer begin_factor(http::Request& request);
  Answer confirm_factor(http::Request& request);
  Answer end_factor(http::Request& request);
  Answer renew_recovery_codes(http::Request& request);

  // Writes with the account of {handle} at hand; 200 with the account afterwards.
  using Change = std::function<Result<void>(store::Transaction&, const Account&)>;
  Answer change_account(std::string handle, Change change);
  // Whether this is the caller's own password; invalid, naming `field`, when it is not.
  Task<Result<void>> check_own_password(std::string staff, std::string password, std::string field);

  StaffParts parts_;
};

}  // namespace nigiwai::people
