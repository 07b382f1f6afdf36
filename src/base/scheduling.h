// How the kernel shares a core among our threads.
#pragma once

namespace nigiwai {

// Puts the calling thread, and those that it makes from now on, behind all others of ours: for long work that
// can wait.
void stand_back();

// What the kernel's tools (top -H) call the calling thread: 15 letters at most.
void name_thread(const char* name);

}  // namespace nigiwai
