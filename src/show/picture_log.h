// Writes into a show's timeline what becomes of its picture and its recording.
#pragma once

#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::show {

enum class PictureNote { kStarted, kLost, kRecordingStopped, kRecordingResumed };

// Called by media from any thread; returns at once, and the writer does the rest. `at` is the moment of the
// show that media knows, clamped to its clock. A note is dropped when the show is not on air, or says what is
// known already.
class PictureLog {
 public:
  // Both outlive this, and this outlives whoever notes.
  PictureLog(store::WriterCore& writer, timeline::Journal& journal);

  // `why` is the sentence of a recording that stopped, for staff.
  void note(const std::string& show, PictureNote what, Milliseconds at, const std::string& why = "");

 private:
  struct Note {
    std::string show;
    PictureNote what;
    Milliseconds at;
    std::string why;
  };
  using Notes = store::Batch<Note, bool>;
  bool write(store::Transaction& transaction, const Note& note);

  timeline::Journal& journal_;
  Notes notes_;
};

}  // namespace nigiwai::show
