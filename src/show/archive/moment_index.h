// What lines of shows are found by, kept behind the journal: writing a line costs the writer nothing more,
// and the index can be made anew at any time.
#pragma once

#include "store/writer.h"

namespace nigiwai::show {

// Events whose free text everyone may read and a search finds.
inline constexpr std::string_view kSearchedKinds = "'chat.posted', 'question.asked', 'question.answered'";

// Indexes some lines past those that are; answers whether more wait. Some milliseconds of the writer's time.
bool index_some_moments(store::Transaction& transaction);

// Takes from the index what was erased, and writes it anew without what was taken: before a compaction. About
// a second for each million lines.
void merge_moment_index(store::Database& db);

// Begins again from the first event.
void forget_moment_index(store::Database& db);

}  // namespace nigiwai::show
