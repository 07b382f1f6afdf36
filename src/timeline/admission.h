// Who may come in when a server is full: a line, a place in it, and a seat that is kept for whoever is called
// (pure, but for its random tickets).
//
// Those inside are never disturbed. A reader who comes back after a gap, and the staff, do not queue: a few
// seats beyond the room are theirs.
#pragma once

#include <cstdint>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/random.h"

namespace nigiwai::timeline {

// Who is not heard of for this long has left the line.
inline constexpr std::chrono::seconds kLinePatience{20};
// How often somebody in line asks.
inline constexpr Milliseconds kAskAgain{5'000};
// A seat is kept this long for whoever was called.
inline constexpr std::chrono::seconds kSeatKept{15};
// Past this the line itself is full.
inline constexpr std::size_t kMostInLine = 100'000;
// Seats beyond the room, for those who come back and for staff: one in so many.
inline constexpr std::size_t kSpareShare = 20;

class Admission {
 public:
  Admission(std::size_t seats, Random& random) : seats_(seats), random_(random) {}

  struct Answer {
    std::string ticket{};   // what to ask with next time, and to come in with
    std::size_t place = 0;  // in the line; 0: come in
  };
  // Asks for a place, with the ticket of an earlier answer or without one. `inside` are the seats taken. An
  // empty ticket in the answer says that the line is full.
  Answer ask(const std::string& ticket, std::size_t inside, SteadyTime now);

  enum class Guest { kNew, kReturning, kStaff };
  // Whether this one may come in now; a ticket whose turn it is is used up.
  bool enter(const std::string& ticket, Guest guest, std::size_t inside, SteadyTime now);

  std::size_t waiting() const { return line_.size(); }

 private:
  struct Entry {
    std::uint64_t number = 0;
    SteadyTime heard{};
  };
  // Numbers in order, which tell how many stand before one.
  using Numbers = __gnu_pbds::tree<std::uint64_t, std::string, std::less<>, __gnu_pbds::rb_tree_tag,
                                   __gnu_pbds::tree_order_statistics_node_update>;
  void forget(SteadyTime now);
  void leave(const std::string& ticket);
  std::size_t spoken_for(std::size_t inside) const { return inside + called_.size(); }

  std::size_t seats_;
  Random& random_;
  std::uint64_t next_ = 1;
  std::unordered_map<std::string, Entry> line_;
  Numbers order_;
  std::unordered_map<std::string, SteadyTime> called_;  // whose turn it is, until when
  SteadyTime looked_{};
};

}  // namespace nigiwai::timeline
