// What other servers send, read: activities and actors in the compact JSON-LD that the fediverse writes.
// Pure.
//
// No JSON-LD processor: contexts of strangers are never fetched, the names are those of ActivityStreams 2.0
// and security/v1, a value may stand alone or in an array, an object by its id or whole. Everything is held
// to a limit, and what is longer is refused or cut.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::social::fediverse {

namespace json = boost::json;

inline constexpr std::size_t kMostActivity = 256 * 1024;  // Mastodon's limit is 1 MB; notes are some kB
inline constexpr std::size_t kMostActorDocument = 256 * 1024;
inline constexpr std::size_t kMostIdLength = 2048;
inline constexpr std::size_t kMostNoteText = 20'000;  // bytes of plain text that are kept
inline constexpr std::size_t kMostTags = 100;         // looked at, for mentions

struct Note {
  std::string id{};
  std::string author{};  // attributedTo
  std::string text{};    // plain
  std::string url{};
  std::string in_reply_to{};
  std::vector<std::string> mentions{};  // hrefs
  std::optional<WallTime> published{};
};

struct Activity {
  std::string id{};
  std::string type{};  // "Follow", "Undo", …
  std::string actor{};
  std::string object{};        // id of the object; empty where it stands whole without one
  std::string object_type{};   // where it stands whole
  std::string inner_object{};  // the object's object: of an Undo or Accept
  std::string inner_actor{};   // the object's actor
  std::optional<Note> note{};  // where the object is something said
};
// invalid when it is no activity, or one that cannot be told from others (no id, no actor).
Result<Activity> read_activity(std::string_view body);

struct ActorDocument {
  std::string id{};
  std::string name{};      // displayed; the username where there is none
  std::string username{};  // preferredUsername
  std::string url{};       // its page
  std::string inbox{};
  std::string shared_inbox{};
  std::string key_id{};
  std::string key_owner{};
  std::string key_pem{};
  bool is_actor() const { return !inbox.empty(); }
};
// Also a document that is a key alone (no inbox then, key_owner says whose).
Result<ActorDocument> read_actor(std::string_view body);

// An http(s) address with a host, without spaces, control characters, user or quotes.
bool is_address(std::string_view id);

}  // namespace nigiwai::social::fediverse
