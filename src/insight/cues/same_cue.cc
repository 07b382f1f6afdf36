#include "insight/cues/same_cue.h"

namespace nigiwai::insight {

bool same_cue(const show::CueText& one, const show::CueText& other) {
  const bool intended = one.intent != show::Intent::kNone && other.intent != show::Intent::kNone;
  if (intended && one.intent != other.intent) return false;
  const bool shown = !one.product.empty() && !other.product.empty();
  if (shown && one.product != other.product) return false;
  return (intended && shown) || one.title == other.title;
}

}  // namespace nigiwai::insight
