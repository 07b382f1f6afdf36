// The cue sheet of a show as rows: commands and queries.
//
// Each cue has a version of its own, so that people who write different cues at once meet no conflict, and
// the same cue written twice refuses the second. Moving a cue changes its place alone. Once its show is over
// the sheet stays as it was: conflict "state".
#pragma once

#include "base/random.h"
#include "http/caller.h"
#include "show/cue.h"
#include "show/cue_order.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::show {

// Those who write need all of these; they outlive the call.
struct CueWriting {
  store::Transaction& transaction;
  Random& random;
  const http::Caller& by;
  const std::string& show;
};

// Where a new cue goes: behind a cue, first of all with "", or at the end with nothing.
using After = std::optional<std::string>;

// Refuses the cue after kMostCues ("too-many") and a product that is not on the show's shelf.
Result<Cue> add_cue(const CueWriting& writing, const CueText& text, const After& after);
// Writes the text as a whole. With `expected`, refuses when the cue is not at that version: conflict
// "changed-meanwhile" {present}, the cue as it is now or null when it is gone.
Result<Cue> change_cue(const CueWriting& writing, const std::string& cue, const CueText& text,
                       std::optional<std::int64_t> expected);
// The same of `expected`. Refuses the cue that is on air.
Result<void> remove_cue(const CueWriting& writing, const std::string& cue,
                        std::optional<std::int64_t> expected);
// Right behind another, or first with "".
Result<void> move_cue(const CueWriting& writing, const std::string& cue, const std::string& after);

// What a copy made, and what it left out.
struct Copied {
  std::size_t cues = 0;
  std::vector<std::string> not_on_shelf{};  // products, each once
};
// Adds all cues of the show `from` at the end. They come without products that are not on this show's shelf.
Result<Copied> copy_cues(const CueWriting& writing, const std::string& from);

// In order.
std::vector<Cue> cues_of(store::Database& db, const std::string& show);
Result<Cue> find_cue(store::Database& db, const std::string& show, const std::string& cue);

// GET /api/shows/{id}/cues: the cues with their planned starts and those that happened.
Result<json::object> sheet_json(store::Database& db, const std::string& show, WallTime now);

}  // namespace nigiwai::show
