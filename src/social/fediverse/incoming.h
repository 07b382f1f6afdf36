// What an activity of another server, once its signature is known to be right, does here.
//
//   Follow → a follower, Accept is sent · Undo → taken back · Like, Announce of ours → counted
//   Create of an answer to ours, or naming one of ours → the inbox · Update → its text · Delete → it goes
//
// Each becomes an event for staff: `fediverse.followed`, `.unfollowed`, `.liked`, `.boosted`, `.replied`,
// `.mentioned`, `.withdrawn`; on the timeline of the show it is about, else on the shop's own. Whatever else
// comes is taken and ignored, as ActivityPub wants.
#pragma once

#include "base/random.h"
#include "social/fediverse/documents.h"
#include "social/fediverse/object.h"
#include "social/fediverse/remote.h"
#include "timeline/journal.h"

namespace nigiwai::social::fediverse {

// Followers of the shop together: each is a row, and a delivery to its server for what is said.
inline constexpr std::int64_t kMostFollowers = 1'000'000;
// Ids of activities are remembered for longer than a signature's window, so that none is taken twice.
inline constexpr std::chrono::hours kSeenKept{3 * 24};
// Activities of one remote actor in 24 hours: a person does not do more. Taking back is free.
inline constexpr std::int64_t kMostOfActorADay = 500;

struct TakingParts {  // all outlive whoever holds this
  timeline::Journal& journal;
  Random& random;
  Documents documents;
};

enum class Taken { kDone, kRepeated, kIgnored };
// Refuses: what says that it comes from somebody else (unauthorized), a server that is blocked (forbidden),
// more than the limits (too-many).
Result<Taken> take(store::Transaction& transaction, const TakingParts& parts, const Activity& activity,
                   const RemoteActor& from);
// The server of `actor` says that it is no more.
void take_leave(store::Transaction& transaction, const TakingParts& parts, const std::string& actor);
void forget_seen(store::Transaction& transaction);

}  // namespace nigiwai::social::fediverse
