// Questions of shows as the inbox lists them: read where they stand, never copied.
#pragma once

#include "social/inbox/inbox_items.h"
#include "talk/question.h"

namespace nigiwai::social {

// Of shows that went on air so long ago: what was asked in older ones belongs to the archive.
inline constexpr std::chrono::days kQuestionsListed{30};

struct InboxQuestion {
  talk::Question question{};
  std::string title{};       // of its show
  std::string show_state{};  // "live", "archived"
  WallTime asked_at{};
};

// In the order of being asked, as items(); "aside" has none. Hidden ones, held ones and those of which
// nothing is left are in none.
std::vector<InboxQuestion> inbox_questions(store::Database& db, const ItemsAsked& asked,
                                           const std::optional<ItemPlace>& after, WallTime now,
                                           std::int64_t limit);
std::int64_t waiting_questions(store::Database& db, WallTime now);
// not-found for one that the inbox does not list.
Result<InboxQuestion> find_inbox_question(store::Database& db, const std::string& show, std::int64_t seq,
                                          WallTime now);

}  // namespace nigiwai::social
