// Searching in shows: chapters, products and lines, each with the moment to go to.
#pragma once

#include <boost/json/object.hpp>

#include "show/views.h"

namespace nigiwai::show {

// A first page has so many of each kind that is few, so that lines are in sight as well.
inline constexpr std::size_t kMostFoundOfKind = 20;
// Matches looked at for one page: where most of them are hidden or foreign, the page ends earlier and `next`
// goes on.
inline constexpr std::int64_t kMostLookedAt = 2'000;
// Over all shows, the newest matches alone say which shows are named, and so many shows are.
inline constexpr std::int64_t kNewestMatches = 400;
inline constexpr std::size_t kMostShowsFound = 20;
// Shows whose captions are looked through where nothing else of them was found, the newest: some ms each.
inline constexpr int kMostSpokenLookedThrough = 50;
inline constexpr std::size_t kMostFoundOfShow = 5;

struct MomentQuestion {
  std::string q;
  std::string cursor{};
  std::int64_t limit = 50;
};
// Reads ?q= &cursor= &limit=; refuses an empty or too long q, naming it.
Result<MomentQuestion> moment_question(const http::Request& request);

// GET /api/shows/{id}/search: {"items": [{"kind": "chapter"|"product"|"staff"|"line", "at", …}], "next"}. On
// the first page chapters and products come first, by their moment, then the staff's lines; then everybody's,
// in order of their acceptance. Lines are those that the view may see now: none that is hidden from it, and
// none that was erased.
//
// `at` is null for a product that was never shown. Every word of `q` is in what was found, in any width, case
// and kana.
Result<json::object> search_show(store::Database& db, const std::string& show, const MomentQuestion& question,
                                 const http::Caller& caller);

// GET /api/search: the shows on air and archived in which something was found, newest first, each with its
// first moments: {"items": [{"show": {"id", "title", "state", "live_at", "length_ms", "poster"}, "moments",
// "more"}], "next"}.
Result<json::object> search_shows(store::Database& db, const MomentQuestion& question,
                                  const http::Caller& caller, Broadcasting& broadcasting);

}  // namespace nigiwai::show
