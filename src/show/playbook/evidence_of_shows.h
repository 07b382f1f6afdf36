// Evidence from the shop, its products and its shows (show/playbook_evidence.h).
#pragma once

#include "show/playbook/playbook_evidence.h"

namespace nigiwai::show {

// A show shorter than this was a try, and counts for no rhythm.
inline constexpr std::chrono::minutes kShortestShow{5};
// An opening, what is shown, and an end: fewer cues are no plan to follow.
inline constexpr std::int64_t kLeastCues = 3;
// Below this a share of answers says nothing.
inline constexpr std::int64_t kLeastQuestions = 10;
// Known this long before it began, a show was announced ahead.
inline constexpr std::chrono::hours kAhead{24};

// Of the shop's name and the legal pages about the seller and about privacy: those that are written.
Seen legal_pages(store::Database& db, const EvidenceAsked& asked);
// Products with a picture and pieces left.
Seen products_ready(store::Database& db, const EvidenceAsked& asked);
// Shows and proofs of concept with a target of sales and one of something else.
Seen targets_set(store::Database& db, const EvidenceAsked& asked);
// Proofs of concept with a show. Each has a hypothesis and an end.
Seen proof_made(store::Database& db, const EvidenceAsked& asked);
// Shows with a time, a cast and a shelf.
Seen show_prepared(store::Database& db, const EvidenceAsked& asked);
// Rehearsals that went through the whole cue sheet of at least kLeastCues.
Seen rehearsal_held(store::Database& db, const EvidenceAsked& asked);
// Shows whose plan has a concept and says what they are for.
Seen plans_made(store::Database& db, const EvidenceAsked& asked);
// Shows that went on air with a cue sheet of at least kLeastCues.
Seen cue_sheet_made(store::Database& db, const EvidenceAsked& asked);
// How many tenths of the questions of the last three shows with any were answered; none of fewer than
// kLeastQuestions.
Seen questions_answered(store::Database& db, const EvidenceAsked& asked);
Seen shows_on_air(store::Database& db, const EvidenceAsked& asked);
// The most shows of at least kShortestShow within 30 days.
Seen shows_in_month(store::Database& db, const EvidenceAsked& asked);
// The longest run of weeks with at least two such shows.
Seen steady_weeks(store::Database& db, const EvidenceAsked& asked);
// How many of the latest shows, counted back from the newest, stood with their time at least kAhead before
// it.
Seen announced_ahead(store::Database& db, const EvidenceAsked& asked);
// Shows that went on air after mails had gone out to followers a day and an hour before (announcing/).
Seen announcements_sent(store::Database& db, const EvidenceAsked& asked);
// The most reminders that people wanted of one show.
Seen reminders_wanted(store::Database& db, const EvidenceAsked& asked);
// Recorded shows that somebody viewed afterwards.
Seen archive_watched(store::Database& db, const EvidenceAsked& asked);
// Our pages in other sites, orders told by other shops, and feeds of products: those of the three that there
// are.
Seen connected_outside(store::Database& db, const EvidenceAsked& asked);

}  // namespace nigiwai::show
