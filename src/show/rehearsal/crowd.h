// A past show's crowd, played into a rehearsal at its moments: chat, questions, hearts, orders, and how many
// watched.
//
// Each person of the crowd has another name, the same throughout a rehearsal. Whoever wrote a line keeps
// their right to it: hidden lines are not played, and erasing takes the copy, too. The orders are told and
// nothing is sold.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "people/holdings.h"
#include "timeline/journal.h"

namespace nigiwai::show {

// The watching are counted so often, in the original and in the rehearsal.
inline constexpr Milliseconds kCrowdStep{10'000};
// Events that one turn writes: the writer goes on to others after some milliseconds.
inline constexpr std::int64_t kCrowdEventsATurn = 200;

// A person of the crowd, by their pseudonym in the rehearsal.
std::string stand_in_id(std::string_view pseudonym);
// One of some dozens of given names; two persons may have the same, as in a room.
std::string_view stand_in_name(std::string_view pseudonym);

// Somebody played from `from` to `to`, live.
struct PlayedSpan {
  std::string viewer;
  Milliseconds from{0};
  Milliseconds to{0};
};
// How many different people watched in each step of kCrowdStep, of a show of `length`.
std::vector<std::int64_t> watching_curve(std::span<const PlayedSpan> spans, Milliseconds length);
// The curve of a past show as it was recorded, from its players' reports while it was on air.
std::vector<std::int64_t> recorded_watching(store::Database& db, const std::string& show);

// Plays what has come due in every rehearsal on air. True when there was more than a turn holds.
bool play_some_crowd(store::Transaction& transaction, timeline::Journal& journal, const std::string& secret);
bool has_crowd_to_play(store::Database& db);

// What rehearsals keep of people: copies of their lines and questions, which go with the originals.
people::Holding crowd_holding();

}  // namespace nigiwai::show
