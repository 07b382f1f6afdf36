// Evidence from the staff, the viewers and the buyers (show/playbook_evidence.h).
#pragma once

#include "show/playbook/playbook_evidence.h"

namespace nigiwai::show {

// Roles that somebody who can sign in has; each has one, so that so many roles are as many people.
Seen roles_filled(store::Database& db, const EvidenceAsked& asked);
// People in the cast of shows that went on air.
Seen presenters_on_air(store::Database& db, const EvidenceAsked& asked);
Seen orders_shipped(store::Database& db, const EvidenceAsked& asked);
// Orders for what was put into the cart in a show, placed after its end; those of other shops, too.
Seen archive_orders(store::Database& db, const EvidenceAsked& asked);
// People with two orders that were not cancelled.
Seen repeat_buyers(store::Database& db, const EvidenceAsked& asked);
// People who viewed three shows, live or afterwards.
Seen regular_viewers(store::Database& db, const EvidenceAsked& asked);
// People who follow somebody of the staff.
Seen followers(store::Database& db, const EvidenceAsked& asked);
Seen members(store::Database& db, const EvidenceAsked& asked);

}  // namespace nigiwai::show
