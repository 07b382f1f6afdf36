// Directing a show by its cue sheet: the command cue.start, and what the timeline tells of it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "timeline/commands.h"

namespace nigiwai::show {

// A cue that was started, with its title as it was then.
struct CueStart {
  std::string cue;
  std::string title;
  Milliseconds at{0};
  std::int64_t seq = 0;
  bool operator==(const CueStart&) const = default;
};

// In the order in which they were started. A director may reach back in time, but not behind the cue before:
// such a start counts from there.
std::vector<CueStart> cue_starts(store::Database& db, const std::string& show);
// The cue on air, if any was started.
std::optional<CueStart> current_cue(store::Database& db, const std::string& show);

// How long each start lasted: until the next, the last until `now`. By index.
std::vector<Milliseconds> lasted(std::span<const CueStart> starts, Milliseconds now);

// cue.start {cue} → cue.started {cue, title, product?}, for the staff. conflict "state" unless the show is on
// air, and "already-running" for the cue that is: of two directors who press at once, the second skips none.
Result<timeline::NewEvent> decide_cue_start(store::Transaction& transaction, const timeline::Command& command,
                                            const timeline::ShowTimes& times, Milliseconds at);
void add_cue_commands(timeline::Commands& commands);

}  // namespace nigiwai::show
