// Who watched and talked in which show, live and afterwards: a projection of the journal, kept behind it.
//
// The journal holds every report of every player; counting people over it would read millions of rows
// whenever a page asks. So the journal is read once, some events a turn of the writer, into one row for each
// show, viewer and half (live or archive). The rows and how far was read commit together; emptying the table
// and reading from 0 gives the same rows.
#pragma once

#include "store/writer.h"

namespace nigiwai::show {

// A play of at least 3 s is a view (KPI: view).
inline constexpr Milliseconds kViewLeast{3'000};
// A player reports every 10 s and on leaving: what those who watched live still send this long after the end
// is of the live show.
inline constexpr Milliseconds kStragglers{30'000};
// Events read in one turn of the writer: some milliseconds.
inline constexpr std::int64_t kEventsATurn = 2'000;

// Reads some of the journal; answers whether more waits.
bool read_some_audience(store::Transaction& transaction);

}  // namespace nigiwai::show
