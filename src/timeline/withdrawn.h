// Stretches of an archive that were taken from the public: what happened in them is the staff's alone, until
// they are restored.
//
// Decided at reading, as hiding is: the journal keeps every fact. What a playhead behind the stretch needs to
// be right (which product is pinned, which offer is open, where the picture was away) stays public; words and
// marks do not.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/database.h"

namespace nigiwai::timeline {

struct Withdrawn {
  Milliseconds from{0};
  Milliseconds until{0};  // the first that is public again
  bool operator==(const Withdrawn&) const = default;
};

// Of one show, in order; those that touch or overlap are one.
std::vector<Withdrawn> withdrawn_of(store::Database& database, const std::string& show);

bool is_withdrawn(std::span<const Withdrawn> withdrawn, Milliseconds at);
bool overlaps(std::span<const Withdrawn> withdrawn, const Withdrawn& stretch);
// What is left of a stretch, in order; nothing when all of it is withdrawn.
std::vector<Withdrawn> left_of(std::span<const Withdrawn> withdrawn, const Withdrawn& stretch);

// Whether events of this kind stay public inside.
bool stays_public(std::string_view kind);

}  // namespace nigiwai::timeline
