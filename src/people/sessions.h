// Sessions: a staff member signed in on one device, by a token known by its hash.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::people {

// A session that is used does not end; one that is not used ends after this long.
inline constexpr std::chrono::hours kSessionLife{30 * 24};
// That it was used is written down this often at most, so that reading stays reading.
inline constexpr std::chrono::minutes kSessionMovedAfter{5};
// Devices of one person; past it the oldest session ends.
inline constexpr int kMostSessions = 50;

struct NewSession {
  std::string token;  // told once
  http::Caller staff;
  WallTime expires_at;
};

struct FoundSession {
  http::Caller staff;
  WallTime seen_at;
  bool to_be_moved(WallTime now) const { return now - seen_at > kSessionMovedAfter; }
};

// `device` is what the browser calls itself; cut to what is worth keeping.
NewSession open_session(store::Transaction& transaction, Random& random, const http::Caller& staff,
                        const std::string& device = "");
// unauthorized when it is unknown or has ended. The caller names its session by its public id.
Result<FoundSession> session_with(store::Database& database, const std::string& token_hash, WallTime now);
// Seen now, and its end is kSessionLife from now, when it has not ended meanwhile.
void move_session(store::Transaction& transaction, const std::string& token_hash);
void end_session(store::Transaction& transaction, const std::string& token_hash);

// A session as its owner sees it. The id is made from the token's hash and opens nothing.
struct SessionRow {
  std::string id;
  std::string device;
  WallTime created_at;
  WallTime seen_at;
  WallTime expires_at;
};
// Latest seen first.
std::vector<SessionRow> sessions_of(store::Database& database, const std::string& staff, WallTime now);
// False when they have no session with this public id.
bool end_session_of(store::Transaction& transaction, const std::string& staff, const std::string& id);
// All of theirs but the one named; how many that were.
std::int64_t end_sessions_of(store::Transaction& transaction, const std::string& staff,
                             const std::string& but_id = "");

// The public ids of all that have not ended.
std::set<std::string> open_sessions(store::Database& database, WallTime now);

// Who would sign in with this mail address (clean), and the hash that their password must have.
struct SignIn {
  http::Caller staff;
  std::string password_hash;
};
std::optional<SignIn> sign_in_of(store::Database& database, const std::string& email);

}  // namespace nigiwai::people
