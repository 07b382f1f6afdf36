// The wall: mentions that staff chose, shown only while their authors permit it. The words stay in the inbox
// or in mentions.db; what is withdrawn, erased or forgotten there is on no wall any more.
#pragma once

#include <boost/json/array.hpp>

#include "base/random.h"
#include "http/caller.h"
#include "social/blocks/block.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::social {

inline constexpr std::int64_t kMostOnWall = 500;          // chosen ones; staff still know each
inline constexpr std::int64_t kMostPermissionNotes = 20;  // of one mention: a conversation goes on elsewhere
inline constexpr std::size_t kMostPermissionNote = 300;   // characters

enum class WallSource { kInbox, kListening };
std::string_view to_text(WallSource source);
std::optional<WallSource> wall_source(std::string_view text);

// What somebody said, as it stands in its source now.
struct SaidWords {
  std::string network{};
  std::string author{};
  std::string author_url{};  // may be empty
  std::string text{};
  std::string url{};  // of the original
  WallTime at{};
};
// `source`: the shop's database for the inbox, mentions.db for listening. Nothing once the words are gone.
std::optional<SaidWords> words_in(store::Database& source, WallSource which, const std::string& ref);
// Stands for these words: others are not permitted by it.
std::string fingerprint(const SaidWords& words);

struct PermissionNote {
  Permission permission = Permission::kNone;
  std::string note{};
  std::string by{};  // handle
  WallTime at{};
};
struct WallMention {
  std::int64_t position = 0;
  std::string id{};
  WallSource source = WallSource::kInbox;
  std::string ref{};
  std::string product{};
  Permission permission = Permission::kNone;
  std::string permitted{};  // fingerprint of the words that are
  std::string picked_by{};
  WallTime picked_at{};
  std::optional<SaidWords> words{};
};
// Whether everybody sees it: permitted, with the very words that were.
bool on_wall(const WallMention& mention);
// Permitted, and its author changed the words since.
bool is_changed(const WallMention& mention);

// Those of a product, or all with ""; the newest choice first. Inbox words are in them; with_listening() adds
// the others.
std::vector<WallMention> wall_mentions(store::Database& db, const std::string& product);
Result<std::vector<WallMention>> with_listening(std::vector<WallMention> mentions, store::Readers& listening);
Result<WallMention> wall_mention(store::Database& db, const std::string& id);  // not-found
std::vector<PermissionNote> permission_notes(store::Database& db, std::int64_t mention);

struct WallPick {
  WallSource source = WallSource::kInbox;
  std::string ref{};
  std::string product{};  // "" for none
};
// Chooses a mention whose words are `words`; choosing it again changes its product. invalid for one without
// words, author or address, and an unknown product; too-many. Answers its id.
Result<std::string> pick_mention(store::Transaction& transaction, Random& random, const WallPick& pick,
                                 const std::optional<SaidWords>& words, const http::Caller& by);
// Notes what its author said. conflict as may_become(), and "gone" without words; too-many notes.
Result<void> note_permission(store::Transaction& transaction, const WallMention& mention,
                             Permission permission, const std::string& note, const http::Caller& by);
// It and its notes go.
Result<void> drop_mention(store::Transaction& transaction, const std::string& id, const http::Caller& by);
// Lets go of those whose words are gone, with what was noted about their authors.
void forget_gone(store::Transaction& transaction, const std::vector<WallMention>& mentions);

// {"network", "author", "author_url", "text", "url", "at", "product", "to"}.
boost::json::array shown_wall(store::Database& db, const std::vector<WallMention>& mentions);
// For staff: the same with "id", "source", "ref", "permission", "changed", "gone", "shown", "notes", …
boost::json::object wall_json(store::Database& db, const WallMention& mention);

}  // namespace nigiwai::social
