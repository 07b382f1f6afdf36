// What the director tells the presenter during a show, without the audience: a note, and who has seen it
// when.
#pragma once

#include <boost/json/array.hpp>

#include "timeline/commands.h"

namespace nigiwai::talk {

inline constexpr std::size_t kMostNoteCharacters = 140;  // read at a glance, while speaking
// The newest of a show that a desk is shown when it opens.
inline constexpr std::int64_t kMostNotesShown = 30;

// Oldest first: [{"seq", "at", "text", "by": {"id", "name"}, "noted_at", "seen": [{"id", "name", "at"}]}].
// Staff only.
boost::json::array notes_json(store::Database& database, const std::string& show);

// presenter.note (directors) and presenter.acknowledge (presenters), each an event for the staff.
void add_note_commands(timeline::Commands& commands);

}  // namespace nigiwai::talk
