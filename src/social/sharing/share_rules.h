// When an arrival counts, and when it is verified (rule "took-part-1"). Pure.
//
// An arrival is verified when, within kVerifyWithin of it, the person really took part: played kVerifiedPlay,
// wrote, asked, voted, saved, sent a heart or ordered; or stayed kStay in view of a page that is no show.
// What is reported cannot be truer than the clock: nothing verifies sooner than it could have happened.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace nigiwai::social {

inline constexpr const char* kVerifiedRule = "took-part-1";
inline constexpr std::chrono::hours kVerifyWithin{24};
inline constexpr Milliseconds kVerifiedPlay{30'000};
inline constexpr Milliseconds kStay{20'000};
// A player reports every 10 s, and its clock and ours differ by a little.
inline constexpr Milliseconds kReportSlack{2'000};

// By one link from one network (flood_network) within an hour; what comes beyond is a flood. A lecture hall
// has fewer.
inline constexpr std::int64_t kFloodFrom = 30;
inline constexpr std::chrono::hours kFloodWithin{1};

// How long the last share link counts for an order (KPI: attribution, share).
inline constexpr std::chrono::hours kShareCredit{7 * 24};

// What is known of an arrival that is not verified yet.
struct Waiting {
  WallTime arrived_at{};
  Milliseconds played{0};
};

// Counts a report of `length` played, accepted at `now`; answers whether it verifies the arrival.
bool play(Waiting& arrival, Milliseconds length, WallTime now);
// Whether an event of this kind by the person, accepted at `now`, verifies it.
bool verifies(const Waiting& arrival, std::string_view kind, WallTime now);
// Whether the page's word that it stood in view does.
bool stayed(const Waiting& arrival, WallTime now);

// What a network address is known by for floods: an IPv4 address, or the /56 that a household gets of IPv6.
std::string flood_network(std::string_view address);

}  // namespace nigiwai::social
