// The inbox as rows: finding items, and what staff do with them.
#pragma once

#include "base/random.h"
#include "http/caller.h"
#include "social/inbox/inbox_item.h"
#include "store/writer.h"

namespace nigiwai::social {

// not-found.
Result<InboxItem> find_item(store::Database& db, const std::string& id);

// What an inbox is asked for; empty members let everything through.
struct ItemsAsked {
  // "waiting" (open, claimed or being sent), "open", "claimed", "answered", "aside"
  std::string state{};
  std::string network{};  // "show": questions of shows
  std::string kind{};     // "reply", "mention", "question"
  std::string text{};     // in what was said, or in the author's name
  bool oldest_first = false;
};
// Where a page begins: behind the item of this time, source and position.
struct ItemPlace {
  std::int64_t at_ms = 0;
  int source = 0;  // 0 a channel, 1 a show
  std::int64_t position = 0;
};
// In order of coming in; items of one moment by position.
std::vector<InboxItem> items(store::Database& db, const ItemsAsked& asked,
                             const std::optional<ItemPlace>& after, WallTime now, std::int64_t limit);
std::int64_t waiting_items(store::Database& db);
// Those that have items, for the filter.
std::vector<std::string> item_networks(store::Database& db);

// Each notes in the audit log what was done, but for claims, which are no decision. Problems: not-found,
// those of inbox_item.h.
Result<void> claim_item(store::Transaction& transaction, const std::string& id, const http::Caller& by);
Result<void> release_item(store::Transaction& transaction, const std::string& id, const http::Caller& by);
Result<void> put_aside(store::Transaction& transaction, const std::string& id, const http::Caller& by,
                       const std::string& reason);
Result<void> reopen(store::Transaction& transaction, const std::string& id, const http::Caller& by);
// Makes the answer durable; it is sent afterwards (answer_sending.h). Answers its id.
Result<std::string> answer_item(store::Transaction& transaction, Random& random, const std::string& id,
                                const http::Caller& by, const std::string& text);
// Tries a failed answer anew. not-found; conflict "not-failed", and when its item may not be answered.
Result<std::string> try_again(store::Transaction& transaction, const std::string& answer,
                              const http::Caller& by);

// Takes name and words of everything that an author said to us there; how many. The counts stay.
std::int64_t erase_inbox_author(store::Transaction& transaction, const std::string& network,
                                const std::string& author);

}  // namespace nigiwai::social
