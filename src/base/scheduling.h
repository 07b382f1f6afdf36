// How the kernel shares a core among our threads.
#pragma once

namespace nigiwai {

// Lets the calling thread run soon after it wakes, in short turns: for one that many wait for and that computes little at a
// time. Needs no privilege. Linux 6.12 and newer follow it (sched(7), EEVDF); older ones go on as they were.
void prefer_short_turns();

}  // namespace nigiwai
