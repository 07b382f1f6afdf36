// Evidence from what the team learns (show/playbook/playbook_evidence.h).
#pragma once

#include "show/playbook/playbook_evidence.h"

namespace nigiwai::show {

// Reviews that were closed within kReviewWithin of their show's end.
Seen review_held(store::Database& db, const EvidenceAsked& asked);
Seen pattern_confirmed(store::Database& db, const EvidenceAsked& asked);
// Presenters who are trained (learning/training.h).
Seen presenter_trained(store::Database& db, const EvidenceAsked& asked);

}  // namespace nigiwai::show
