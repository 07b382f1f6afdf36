// Bans: who may not talk, why, and until when.
//
// A ban is of a person, not of an address: it holds for every viewer token of theirs (all devices of a
// member), over reconnects and shows. Whoever takes a new viewer token without signing in is a new person;
// how often tokens are given out is limited by address (people/routes.h). What a ban takes away is talking:
// watching, saving and buying stay.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/caller.h"
#include "store/writer.h"
#include "timeline/event.h"

namespace nigiwai::talk {

inline constexpr std::int64_t kLongestBanMinutes = 366 * 24 * 60;  // longer is for good, until it is lifted
inline constexpr std::size_t kMostBanReasonCharacters = 100;

struct Ban {
  std::int64_t id = 0;
  std::string viewer{};
  std::string name{};  // as they are called now
  std::string show{};
  std::string reason{};
  std::string banned_by{};  // handle
  WallTime banned_at{};
  std::optional<WallTime> until{};
  std::optional<WallTime> lifted_at{};
};

// The ban in force for this viewer or any other of the same person; the longest.
std::optional<Ban> ban_of(store::Database& database, const std::string& viewer, WallTime now);
// {"reason", "until"} as the person is told it; null without a ban.
boost::json::value told(const std::optional<Ban>& ban);

struct NewBan {
  std::string viewer;
  std::string show;
  std::string reason;
  std::optional<std::int64_t> minutes{};
};
// Replaces what was in force for the person. Notes it in the audit log.
Ban put_ban(store::Transaction& transaction, const NewBan& wanted, const http::Caller& by);
// Lifts every ban in force of this person; false when there was none.
bool lift_ban(store::Transaction& transaction, const std::string& viewer, const http::Caller& by);

// Newest first; those in force first of all.
std::vector<Ban> bans(store::Database& database, WallTime now, std::int64_t limit);
std::optional<Ban> ban_with(store::Database& database, std::int64_t id);

// All viewers of the person that this viewer is.
std::vector<std::string> viewers_of(store::Database& database, const std::string& viewer);
// The viewer behind a pseudonym of this show, among those who have talked in it.
std::optional<std::string> talker(store::Database& database, const std::string& show,
                                  const std::string& pseudonym);

// What the person's players are told, one event for each of their viewers.
std::vector<timeline::NewEvent> notices(store::Database& database, const std::string& show,
                                        const std::string& viewer, const std::optional<Ban>& ban);

}  // namespace nigiwai::talk
