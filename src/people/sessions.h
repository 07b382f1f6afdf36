// Sessions: a staff member signed in on one device, by a token known by its hash.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::people {

// A session that is used does not end; one that is not used ends after this long.
inline constexpr std::chrono::hours kSessionLife{30 * 24};
// Its end is moved once a day of use at most, so that reading stays reading.
inline constexpr std::chrono::hours kSessionMovedAfter{24};
// Devices of one person; past it the oldest session ends.
inline constexpr int kMostSessions = 50;

struct NewSession {
  std::string token;  // told once
  http::Caller staff;
  WallTime expires_at;
};

struct FoundSession {
  http::Caller staff;
  WallTime expires_at;
  bool to_be_moved(WallTime now) const { return expires_at - now < kSessionLife - kSessionMovedAfter; }
};

NewSession open_session(store::Transaction& transaction, Random& random, const http::Caller& staff);
// unauthorized when it is unknown or has ended.
Result<FoundSession> session_with(store::Database& database, const std::string& token_hash, WallTime now);
// Its end is kSessionLife from now, when it has not ended meanwhile.
void move_session(store::Transaction& transaction, const std::string& token_hash);
void end_session(store::Transaction& transaction, const std::string& token_hash);

// Who would sign in with this mail address (clean), and the hash that their password must have.
struct SignIn {
  http::Caller staff;
  std::string password_hash;
};
std::optional<SignIn> sign_in_of(store::Database& database, const std::string& email);

}  // namespace nigiwai::people
