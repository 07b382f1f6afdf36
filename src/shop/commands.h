// What viewers do with products over a room's socket, and what their player reports.
#pragma once

#include "shop/products/shelves.h"
#include "timeline/commands.h"

namespace nigiwai::shop {

// One report covers at most this much: players report every 10 s, and a background tab late.
inline constexpr Milliseconds kLongestSpan{60'000};
// A playhead may stand past what the server knows as the show's length by this much.
inline constexpr Milliseconds kSpanSlack{10'000};

// Whether a report of playing from `from` to `to` can be true in a show that is `length` long so far.
Result<void> check_span(Milliseconds from, Milliseconds to, Milliseconds length);

// Adds product.save, product.unsave, product.seen, product.opened, play.span and seek. All outlive the
// server's rooms.
void add_commands(timeline::Commands& commands, timeline::Journal& journal, Shelves& shelves);

}  // namespace nigiwai::shop
