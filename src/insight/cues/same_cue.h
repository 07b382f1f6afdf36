// Whether cues of two shows are the same one, so that what came of them can be held against each other. Pure.
//
// A copied cue keeps no trace of where it is from but its words, and loses a product that the other show does
// not have on its shelf. So cues are the same that show the same product with the same intent, or that have
// the same title, unless both name something else by product or intent.
#pragma once

#include "show/cue.h"

namespace nigiwai::insight {

bool same_cue(const show::CueText& one, const show::CueText& other);

}  // namespace nigiwai::insight
