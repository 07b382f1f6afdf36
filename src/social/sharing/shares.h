// Share links and arrivals as rows: making, coming by, verifying, taking out.
#pragma once

#include <vector>

#include "base/random.h"
#include "people/holdings.h"
#include "show/fans/fans.h"
#include "social/sharing/share_link.h"
#include "social/sharing/share_rules.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::social {

// Of one sharer: more is a program's.
inline constexpr std::int64_t kMostLinksOfOne = 2'000;
// Events of the journal read in one turn of the writer: some milliseconds.
inline constexpr std::int64_t kEventsATurn = 2'000;

// Fills in where the target leads; not-found unless everybody may see it.
Result<void> find_target(store::Database& db, ShareTarget& target);

struct MadeLink {
  ShareLink link;
  bool fresh = false;  // otherwise this sharer had shared the same before
};
// not-found for what the public may not know of; too-many past kMostLinksOfOne. Fills in where a clip leads.
// A viewer's first link to something is told as link.made, where it leads.
Result<MadeLink> make_link(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                           ShareTarget target, const http::Caller& by);
// The link of a post on one account (posts/): its own, whatever else was shared. not-found as above.
struct PostSource {
  std::string post{};
  std::string account{};
  std::string staff{};  // handle of whose account it is, or else of who wrote the post
};
Result<ShareLink> make_post_link(store::Transaction& transaction, Random& random, ShareTarget target,
                                 const PostSource& source);
// The link of a block on one site's pages (blocks/): the same for the same target. too-many past
// kMostBlockLinks; not-found as above.
inline constexpr std::int64_t kMostBlockLinks = 2'000;  // of one block on one site
struct BlockSource {
  std::string block{};  // its key
  std::string site{};
};
Result<ShareLink> make_block_link(store::Transaction& transaction, Random& random, ShareTarget target,
                                  const BlockSource& source);
Result<ShareLink> link_with(store::Database& db, const std::string& code);
void count_click(store::Transaction& transaction, const ShareLink& link, Clicker who);

enum class ArrivalKind { kArrival, kOwn, kFlood };
// A viewer came by a link from a network (share_rules.h, flood_network) that `source` stands for: once each.
ArrivalKind arrive(store::Transaction& transaction, const ShareLink& link, const std::string& viewer,
                   const std::string& source);
// The viewer's page stood in view (share_rules.h); not-found when it did not come by this link.
Result<void> stay(store::Transaction& transaction, const ShareLink& link, const std::string& viewer);

// Reads some of the journal for what verifies arrivals; answers whether more waits.
bool read_some_shares(store::Transaction& transaction);

// Takes a link's arrivals out of every count, or gives them back (an empty reason).
void exclude(store::Transaction& transaction, const ShareLink& link, const std::string& reason,
             const http::Caller& by);
// All links of the same sharer, or of the same block on the same site, `link` among them.
std::vector<ShareLink> links_of_sharer(store::Database& db, const ShareLink& link);

// Whom links of `sharer` (a viewer's person) brought: people, each once.
struct BroughtCount {
  std::int64_t arrivals = 0;
  std::int64_t verified = 0;
};
BroughtCount brought_by(store::Database& db, const std::string& person, WallTime since, WallTime until,
                        const std::string& show);

// What a person calls themselves; empty once they were erased.
std::string name_of(store::Database& db, const std::string& person);

// For the fans' levels.
class SharedArrivals final : public show::VerifiedArrivals {
 public:
  std::int64_t of(store::Database& db, const std::string& person, WallTime since) const override;
  void each(store::Database& db, const Place& place, const Each& tell) const override;
};

// What a person shared and came by, for the export of their data. Nothing in it is words of theirs.
people::Holding holding();

}  // namespace nigiwai::social
