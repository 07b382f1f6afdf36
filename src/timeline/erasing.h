// What people wrote: all of one person's for their export, and its erasure.
#pragma once

#include <boost/json/array.hpp>
#include <span>
#include <string>

#include "timeline/journal.h"

namespace nigiwai::timeline {

// [{"show", "at", "kind", "text", "name", "written_at"}] of these viewers, oldest first.
json::array texts_of(store::Database& database, std::span<const std::string> viewers);

// Takes every text and name of these viewers from the journal, for good; the events stay, so that every count
// stays. Nobody sees such a line or question again, and everyone who has one on their screen is told by
// `chat.erased {seqs}` in its show.
void erase_texts(store::Transaction& transaction, Journal& journal, std::span<const std::string> viewers);

}  // namespace nigiwai::timeline
