#include "show/picture_log.h"

#include <algorithm>

#include "base/log.h"
#include "show/marks.h"

namespace nigiwai::show {

PictureLog::PictureLog(store::WriterCore& writer, timeline::Journal& journal)
    : journal_(journal),
      notes_(writer, store::Lane::kRoom,
             [this](store::Transaction& transaction, std::span<const Note* const> notes) {
               std::vector<Result<bool>> outcomes;
               for (const auto* note : notes) outcomes.emplace_back(write(transaction, *note));
               return outcomes;
             }) {}

void PictureLog::note(const std::string& show, PictureNote what, Milliseconds at, const std::string& why) {
  notes_.submit({show, what, at, why}, [show](Result<bool> done) {
    if (!done)
      log_warn("what became of the picture was not written", {{"show", show}, {"why", done.error().detail}});
  });
}

bool PictureLog::write(store::Transaction& transaction, const Note& note) {
  const auto times = timeline::times_of(transaction.db(), note.show);
  if (!times || !times->live()) return false;
  const auto at = std::clamp(note.at, Milliseconds(0), show_clock(*times, transaction.now()));
  const auto append = [&](timeline::NewEvent event) {
    journal_.append(transaction, note.show, std::move(event), http::Caller{}, at);
    return true;
  };
  const bool away = away_since(marks_of(transaction.db(), note.show)).has_value();
  switch (note.what) {
    case PictureNote::kStarted:
      return away && append({.kind = "picture.started"});
    case PictureNote::kLost:
      return !away && append({.kind = "picture.lost"});
    case PictureNote::kRecordingStopped:
      return append(
          {.kind = "recording.stopped", .data = {{"why", note.why}}, .audience = timeline::Audience::kStaff});
    case PictureNote::kRecordingResumed:
      return append({.kind = "recording.resumed", .audience = timeline::Audience::kStaff});
  }
  return false;
}

}  // namespace nigiwai::show
