// Holds (取り置き) and the line behind them: who has the pieces of one SKU, until when, and who is next.
// Pure.
//
// A piece that is not sold is in exactly one place: free, in a hold, or set aside for the first in line. So
// left + held + gathered stays what it was under everything here.
//
// The line is fair by its head. Whatever comes free is set aside for the first in it until the whole quantity
// is there; then it becomes a hold, and the next one is first. Nobody passes: while anybody waits, nothing is
// free. When no hold is left that could still give pieces back, the first gets those that were set aside,
// though they be fewer, so that no piece lies idle.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace nigiwai::shop {

inline constexpr std::int64_t kMostHolds =
    10;  // of one person, places in lines included: a cart, not a depot
inline constexpr std::size_t kLongestLine = 2000;  // of one SKU: whoever came later would wait in vain

// The show and its moment that something came from; no show outside of one.
struct Origin {
  std::string show{};
  Milliseconds at{0};
  bool operator==(const Origin&) const = default;
};

// `person` is who the pieces are for, a member with all their devices or a viewer without one; `viewer` is
// the device that asked, which the rules carry along and never look at.
struct Held {
  std::string id{};
  std::string person{};
  std::string viewer{};
  std::int64_t quantity = 1;
  WallTime until{};
  Origin from{};
  bool operator==(const Held&) const = default;
};

struct Waiting {
  std::string id{};  // and of the hold that it becomes
  std::string person{};
  std::string viewer{};
  std::int64_t quantity = 1;
  std::int64_t gathered = 0;  // set aside so far; only the first has any, and never all
  std::chrono::seconds keep{0};
  Origin from{};
  bool operator==(const Waiting&) const = default;
};

// The pieces of one SKU that are not sold.
struct HoldBook {
  std::int64_t left = 0;  // free
  // One a person, and a person stands in the line once and not while they hold; but viewers who turn out to
  // be one person by signing in keep what each of them had.
  std::vector<Held> held{};
  std::vector<Waiting> line{};  // in order
  bool operator==(const HoldBook&) const = default;
};

struct Happening {
  enum class What { kMade, kReleased, kExpired, kGranted, kJoined, kLeft };
  What what = What::kMade;
  Held hold{};            // of kMade, kReleased, kExpired, kGranted
  Waiting waiting{};      // of kGranted, kJoined, kLeft
  std::size_t place = 0;  // of kJoined: 1 is the first in line
};
using Happenings = std::vector<Happening>;

enum class Waitlist { kOff, kOn };

struct AskHold {
  std::string id;  // of the hold or place in line that this becomes
  std::string person;
  std::string viewer{};
  std::int64_t quantity = 1;
  std::chrono::seconds keep{600};
  Waitlist waitlist = Waitlist::kOn;
  Origin from{};
};

struct HoldAnswer {
  enum class Kind {
    kHeld,      // `hold`: made now, or the one that this person has already, unchanged
    kWaits,     // `place` in the line: joined now, or before
    kSoldOut,   // `left` pieces are free, too few; nothing changed
    kLineFull,  // nothing changed
  };
  Kind kind = Kind::kSoldOut;
  Held hold{};
  Waiting waiting{};
  std::size_t place = 0;
  std::int64_t left = 0;
};

// Asks for pieces. A person has one hold or one place in line for a SKU: asking again answers that one. With
// too few free pieces, but some, the answer is how many, and nobody joins the line for what could be had now.
HoldAnswer ask(HoldBook& book, const AskHold& wanted, WallTime now, Happenings& happened);

// Gives a hold back, or leaves the line. False when there is no such id.
bool give_back(HoldBook& book, const std::string& id, Happenings& happened);

// Ends the holds that are due, the earliest first, and gives what is free to the line.
void settle(HoldBook& book, WallTime now, Happenings& happened);

// Where a person stands in the line, from 1; 0 when not in it.
std::size_t place_of(const HoldBook& book, const std::string& person);

}  // namespace nigiwai::shop
