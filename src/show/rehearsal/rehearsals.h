// Rehearsals of a show, as rows: the same pipeline, console and pages, on a timeline of its own that staff
// alone see.
//
// A rehearsal has what its show has prepared (cast, shelf, cue sheet, offers, polls), each a copy, so that
// rehearsing uses nothing up. It sells nothing. Its id is as long as a key, because its picture is fetched
// under it.
#pragma once

#include <optional>
#include <string>

#include "show/shows.h"

namespace nigiwai::show {

// Of one show: a team rehearses a few times.
inline constexpr std::int64_t kMostRehearsals = 50;
// Past shows to choose a crowd from, the latest.
inline constexpr std::int64_t kMostCrowds = 50;

struct Rehearsal {
  std::string of{};     // the show
  std::string crowd{};  // the past show whose crowd plays into it; empty for none
  WallTime made_at{};
  std::string made_by{};  // handle
};
std::optional<Rehearsal> rehearsal_of(store::Database& db, const std::string& show);

struct RehearsalParts {  // all outlive the call
  timeline::Journal& journal;
  Random& random;
};
// Refuses a show that is over, or is a rehearsal itself (conflict "state"), the one after kMostRehearsals
// ("too-many"), and a crowd of a show that is not past ("/crowd").
Result<Show> make_rehearsal(store::Transaction& transaction, const RehearsalParts& parts,
                            const std::string& of, const std::string& crowd, const http::Caller& by);

// `rehearsal` of a rehearsal's snapshot: {"of", "title", "crowd": {"show", "title", "watching"} or null};
// `watching` is how many watched it at this moment.
json::object rehearsal_json(store::Database& db, const std::string& show, Milliseconds clock);

// GET /api/shows/{id}/rehearsals: newest first, each with the points of its score once it is over.
json::object rehearsals_json(store::Database& db, const std::string& of);
// What somebody practised: the newest rehearsals that are over with them in the cast, {"id", "title",
// "live_at", "points"}.
inline constexpr std::int64_t kMostPractised = 50;
json::array practised_by(store::Database& db, const std::string& handle);
// GET /api/crowds: past shows somebody talked in, the latest first.
json::object crowds_json(store::Database& db);

}  // namespace nigiwai::show
