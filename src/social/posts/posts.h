// Posts as rows: writing, approving, setting off, taking back.
#pragma once

#include "base/random.h"
#include "http/caller.h"
#include "social/channels/channels.h"
#include "social/posts/post.h"
#include "store/writer.h"

namespace nigiwai::social {

// What a network would be told, for one account of a post.
struct Wording {
  ChannelAccount account{};  // without secrets
  std::string whole{};       // words, disclosure, link
  std::size_t length = 0;    // as the network counts it
  std::size_t most = 0;
  std::optional<Problem> problem{};  // why it cannot be said there; its field is that of the body
};
struct WordingParts {
  const Channels& channels;
  const std::string& origin;
};
// `link` is a code, or empty for one that is still to be made.
Wording word(store::Database& db, const WordingParts& parts, const PostDraft& post,
             const std::string& account, const std::string& code);
// What stands beside what one of the staff says (Japan's rule of 2023-10-01); empty for the shop's own voice.
std::string disclosure_of(store::Database& db, const std::string& staff, std::string_view language);

// invalid for a target, picture, show or account that is not there, and for what a network does not take;
// limit-reached (kMostUnpublished).
Result<Post> write_post(store::Transaction& transaction, Random& random, const WordingParts& parts,
                        const PostDraft& wanted, const http::Caller& by);
// Written anew, it is a draft again. not-found; changed-meanwhile; state once it has begun.
Result<Post> rewrite_post(store::Transaction& transaction, const WordingParts& parts, const std::string& id,
                          const PostDraft& wanted, std::optional<std::int64_t> expected,
                          const http::Caller& by);
// forbidden ("second-person") where the shop wants another person than who wrote it; state unless a draft.
Result<Post> approve_post(store::Transaction& transaction, const WordingParts& parts, const std::string& id,
                          std::optional<std::int64_t> expected, const http::Caller& by);
// A draft again; state once it has begun.
Result<Post> withdraw_approval(store::Transaction& transaction, const std::string& id);
// Sets an approved post off now, whatever it waits for; state.
Result<Post> publish_now(store::Transaction& transaction, const std::string& id);
// Tries anew, at once, where it failed or waits for another try; state where nothing does.
Result<Post> retry_post(store::Transaction& transaction, const std::string& id);
// Takes it off the networks that have it, and keeps the others from getting it.
Result<Post> remove_post(store::Transaction& transaction, const std::string& id);
// Asks the networks for counts at the next turn.
Result<Post> ask_for_counts(store::Transaction& transaction, const std::string& id);

Result<Post> find_post(store::Database& db, const std::string& id);

struct PostsAsked {
  std::optional<WallTime> from{};  // of posts that are due, went out or were made in a stretch
  std::optional<WallTime> until{};
  std::int64_t before = 0;  // a position; 0: the newest first
  std::int64_t limit = 50;
  bool removed = false;  // those too
};
std::vector<Post> posts(store::Database& db, const PostsAsked& asked);

bool needs_second_person(store::Database& db);
void set_second_person(store::Transaction& transaction, bool needed);

// One row of a post on an account, written whole.
void put_channel(store::Database& db, const std::string& post, const PostChannel& channel);

}  // namespace nigiwai::social
