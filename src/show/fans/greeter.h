// Tells the staff of a live show when a regular has come: `regular.arrived` by that person, for staff alone.
//
// Whoever does something in a live show for the first time (their player reports, they write) is looked up by
// a reader, behind the journal and beside the loops: neither the writer's decisions nor a room's tick wait
// for it. The writer only appends the event of those who are regulars, which are few.
#pragma once

#include <map>
#include <unordered_set>

#include "http/rate_limit.h"
#include "show/fans/fans.h"
#include "store/readers.h"
#include "timeline/journal.h"

namespace nigiwai::show {

// Said aloud, so to speak: a presenter greets one person in this time and no more. The others' lines still
// carry their level (`told` is false).
inline const http::Rate kRegularsTold{"returning fans told to the staff of a show", 3, Milliseconds(5'000)};
// Events looked through in one turn, some 20 ms of a thread that does little else.
inline constexpr std::int64_t kGreeterEvents = 20'000;
// People looked up in one turn: four small reads each, some 50 ms together. The rest comes with the next.
inline constexpr std::size_t kGreeterPeople = 1'000;
// Events in one turn of the writer.
inline constexpr std::size_t kGreeterWrites = 50;

class Greeter {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    timeline::Journal& journal;
    const Clock& clock;
    const VerifiedArrivals& arrivals;
  };
  explicit Greeter(Parts parts) : parts_(parts), limits_(parts.clock) {}

  // Looks at what happened since the last call; the first call only remembers where the journal stands. One
  // thread, every few seconds.
  void tend();

  struct Arrival {
    std::string show;
    std::string viewer;
    std::string name;
    std::optional<FanLevel> level;
    std::int64_t visit = 0;  // 5 in the fifth show they watch
    bool told = false;
  };

 private:
  std::vector<Arrival> look(store::Database& db);
  std::optional<Arrival> arrival_of(store::Database& db, const FanRules& rules, const std::string& show,
                                    const std::string& viewer) const;
  void write(std::vector<Arrival> arrivals);

  Parts parts_;
  http::RateLimits limits_;
  std::optional<std::int64_t> position_{};
  // Of the live shows, whom it looked up already: bounded by who is in the room.
  std::map<std::string, std::unordered_set<std::string>, std::less<>> known_;
};

// Writes the arrivals, but those that stand in the show's timeline already.
void write_arrivals(store::Transaction& transaction, timeline::Journal& journal,
                    std::span<const Greeter::Arrival> arrivals);

}  // namespace nigiwai::show
