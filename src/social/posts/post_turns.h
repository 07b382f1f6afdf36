// What the publisher does inside the writer's transaction: what is due is taken, and what became of it noted.
//
// A post is marked as going before a network is asked. Whoever finds it so after a crash says it again with
// the same key: at least once, and twice only on a network that knows no keys (post.h, knows_repeats), which
// is then told beside it.
#pragma once

#include "social/posts/posts.h"
#include "timeline/journal.h"

namespace nigiwai::social {

// One thing to ask a network.
struct PostErrand {
  enum class What { kPublish, kRemove, kCount };
  What what = What::kPublish;
  Post post{};
  PostChannel channel{};
  Saying saying{};  // of kPublish; its picture is still to be put where the network finds it
};

// What was going when the server stopped waits again.
void recover_posts(store::Transaction& transaction);
// Whether there may be something to take: any connection, so that the writer is only asked then.
bool is_any_due(store::Database& db, WallTime now);
// Sets off what its show's moment has come for, notes what is stale, and takes the next errand: what is to be
// said before what is to be taken off, before counts.
std::optional<PostErrand> take_errand(store::Transaction& transaction, timeline::Journal& journal,
                                      Random& random, const WordingParts& parts);

void settle_published(store::Transaction& transaction, timeline::Journal& journal, const PostErrand& errand,
                      const Result<Published>& outcome);
void settle_removed(store::Transaction& transaction, timeline::Journal& journal, const PostErrand& errand,
                    const Result<void>& outcome);
void settle_counts(store::Transaction& transaction, const PostErrand& errand,
                   const Result<SayingCounts>& outcome);
// The server stops before the network answered: that try does not count.
void put_back(store::Transaction& transaction, const PostErrand& errand);

}  // namespace nigiwai::social
