// The journal: writing events, inside the writer's transaction.
#pragma once

#include <map>

#include "store/writer.h"
#include "timeline/event.h"
#include "timeline/show_clock.h"

namespace nigiwai::timeline {

class Journal {
 public:
  // The listener is told on the writer's thread after each commit; it must outlive the writer.
  explicit Journal(EventListener& listener) : listener_(listener) {}

  // Writes `event` at `at`, as the next seq of `show` ("" for the shop's own timeline), and tells the
  // listener once it is durable.
  SharedEvent append(store::Transaction& transaction, const std::string& show, NewEvent event,
                     const http::Caller& by, Milliseconds at);
  // At the show clock, by the server itself.
  SharedEvent append(store::Transaction& transaction, const std::string& show, NewEvent event);

  // Appends many events in one go: the row of each show is read and written once for all of them. Until
  // finish() nothing else may be appended to those shows, nor their times be read; without it the seqs are
  // not taken.
  class Run {
   public:
    Run(Journal& journal, store::Transaction& transaction) : journal_(journal), transaction_(transaction) {}
    SharedEvent append(const std::string& show, NewEvent event, const http::Caller& by, Milliseconds at);
    // Writes them, after which another may append. Until then nobody else does in this transaction.
    void finish();

   private:
    struct Row {
      std::int64_t last_seq = 0;
      std::int64_t last_at = 0;
      std::int64_t chats = 0;  // more than stand there
      bool ended = false;
      bool stands = false;
    };
    Row& row_of(const std::string& show);
    std::int64_t next_position();
    void write_events();

    Journal& journal_;
    store::Transaction& transaction_;
    std::map<std::string, Row, std::less<>> rows_;
    std::vector<SharedEvent> events_;
  };

  // The life of a timeline. begin() writes show.started; finish() writes show.ended at the show clock, its
  // length.
  void open(store::Transaction& transaction, const std::string& show);
  void begin(store::Transaction& transaction, const std::string& show, const http::Caller& by);
  void finish(store::Transaction& transaction, const std::string& show, const http::Caller& by);
  // A finished timeline for a recording brought in from a file.
  void open_finished(store::Transaction& transaction, const std::string& show, WallTime live_at,
                     Milliseconds length);

  // Takes an event's text from every public reading, or gives it back. False when there is no such text.
  bool set_hidden(store::Transaction& transaction, const std::string& show, std::int64_t seq, bool hidden);

  // Adds to the sums by second that an archive shows ("heart", "save"); a negative count takes away.
  void count_moment(store::Transaction& transaction, const std::string& show, std::string_view what,
                    Milliseconds at, std::int64_t count);

 private:
  EventListener& listener_;
};

// not-found when no timeline was opened for the show.
Result<ShowTimes> times_of(store::Database& database, const std::string& show);

}  // namespace nigiwai::timeline
