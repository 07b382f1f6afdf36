// Words from the room: lines of chat that staff chose, as rows. The words stay beside their event, so that a
// line that is hidden, withdrawn or erased is in no block any more.
#pragma once

#include <boost/json/array.hpp>

#include "http/router.h"
#include "people/holdings.h"
#include "social/blocks/block.h"
#include "store/writer.h"
#include "timeline/event.h"

namespace nigiwai::social {

inline constexpr std::int64_t kMostLinesOfShow = 200;    // more is the chat itself
inline constexpr std::int64_t kMostLinesPicked = 5'000;  // of all shows; older ones can be let go
inline constexpr std::int64_t kMostCandidates = 50;      // in one page
inline constexpr std::int64_t kLinesLookedThrough =
    5'000;  // for one page: past it the page goes on from there

// The line as everybody may read it, or nothing.
std::optional<timeline::Event> public_line(store::Database& db, std::int64_t event);

struct LinePick {
  std::string show{};
  std::int64_t seq = 0;
  std::optional<std::string> product{};  // nothing: the one that was pinned then; "": the show alone
};
// Chooses a line; choosing it again changes its product. invalid for a show or line that the public cannot
// read, for what no viewer wrote, and for an unknown product; too-many past the limits. Answers its id.
Result<std::int64_t> pick_line(store::Transaction& transaction, const LinePick& pick, const http::Caller& by);
Result<void> drop_line(store::Transaction& transaction, std::int64_t id, const http::Caller& by);

// What a block of words shows, the newest choice first: {"text", "name", "by", "show": {"id", "title"}, "at",
// "to"}. `secret` makes the pseudonym `by`.
boost::json::array shown_lines(store::Database& db, const Block& block, const std::string& secret);

// What was chosen, for staff, the newest first: {"id", "seq", "text", "name", "show", "at", "product",
// "shown", "picked_by", "picked_at"}; `show` "" for all. One that is gone has no text.
boost::json::object picked_lines(store::Database& db, const std::string& show, const http::PageAsked& page);
// Lines of viewers in a show that could be chosen, in order, with `text` in them: {"seq", "at", "text",
// "name", "product", "picked"}. invalid for a show that is not public.
struct CandidatesAsked {
  std::string show{};
  std::string text{};
  std::int64_t after = 0;  // seq
};
Result<boost::json::object> line_candidates(store::Database& db, const CandidatesAsked& asked);

// Lets go of what was chosen of an erased person; the export says which of their lines were.
people::Holding picked_holding();

}  // namespace nigiwai::social
