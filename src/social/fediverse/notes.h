// What our actors said, and to whom it goes.
#pragma once

#include <vector>

#include "base/random.h"
#include "social/fediverse/documents.h"
#include "store/writer.h"

namespace nigiwai::social::fediverse {

// Notes on a page of an outbox.
inline constexpr std::int64_t kNotesOnPage = 20;
inline constexpr std::size_t kMostSaid = 5'000;  // characters, as most servers show at most

std::optional<OwnNote> find_note(store::Database& db, const std::string& id);
bool was_note(store::Database& db, const std::string& id);  // deleted meanwhile
// Newest first, behind `before` where it is set.
std::vector<OwnNote> notes_of(store::Database& db, const std::string& actor,
                              std::optional<std::int64_t> before, std::int64_t limit);
std::int64_t count_notes(store::Database& db, const std::string& actor);
std::int64_t count_followers(store::Database& db, const std::string& actor);

struct Reactions {
  std::int64_t likes = 0;
  std::int64_t boosts = 0;
  std::int64_t replies = 0;
};
Reactions reactions_to(store::Database& db, const std::string& note);

// Keeps what is said (with an id and a time of its own) and queues it for its followers, and for
// `also` where that is an inbox. The note that stands already where its actor has said so of the same.
OwnNote say(store::Transaction& transaction, Random& random, const Documents& documents, OwnNote note,
            const std::string& also = "");
// Changes what was said; nothing happens when it is the same.
void say_anew(store::Transaction& transaction, const Documents& documents, const std::string& id,
              const std::string& text, const std::string& picture);
// Takes it back. False when there is no such note (any more).
bool unsay(store::Transaction& transaction, const Documents& documents, const std::string& id,
           const std::string& also = "");

}  // namespace nigiwai::social::fediverse
