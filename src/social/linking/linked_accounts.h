// Members' accounts on networks: linked by a code that the member says to us from there, so that what they
// say to us counts for what is recommended to them. Unlinking stops it at once.
#pragma once

#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "people/holdings.h"
#include "store/writer.h"

namespace nigiwai::social {

namespace json = boost::json;

inline constexpr std::chrono::hours kCodeLasts{24};
inline constexpr std::int64_t kMostLinked =
    10;  // accounts of one member: a few networks, a second account on some
// Items of the inbox read in one turn of the writer: some milliseconds.
inline constexpr std::int64_t kItemsATurn = 200;
// Products looked for in what a linked person says: those of the newest shows.
inline constexpr std::int64_t kShowsSpokenOf = 20;
inline constexpr std::int64_t kProductsSpokenOf = 300;

// "NW-" and eight letters or digits; nothing where a text holds none. Case does not matter (pure).
std::optional<std::string> code_in(std::string_view text);

struct LinkingCode {
  std::string code{};
  WallTime until{};
};
// A fresh one, in place of what waited. forbidden for a viewer who is no member; too-many past kMostLinked.
Result<LinkingCode> start_linking(store::Transaction& transaction, Random& random, const std::string& viewer);
// Forgets the account, and the code that waits. not-found when it is not theirs.
Result<void> unlink(store::Transaction& transaction, const std::string& viewer, const std::string& id);
// {"member", "items": [{"id", "network", "author", "linked_at"}], "waiting": {"code", "until"}|null}.
json::object linked_json(store::Database& db, const std::string& viewer, WallTime now);

// Reads some of the inbox: links whoever said a code, and notes what linked people say of products as their
// taste. Answers whether more waits.
bool read_some_linking(store::Transaction& transaction, Random& random);

// For the export and the erasure of one's own data.
people::Holding linked_holding();

}  // namespace nigiwai::social
