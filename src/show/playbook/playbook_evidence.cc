#include "show/playbook/playbook_evidence.h"

#include <algorithm>

#include "show/learning/evidence_of_learning.h"
#include "show/playbook/evidence_of_people.h"
#include "show/playbook/evidence_of_shows.h"

namespace nigiwai::show {

std::span<const Evidence> evidence_list() {
  static constexpr Evidence kAll[] = {
      {"legal-pages", 3, legal_pages},
      {"roles-filled", 3, roles_filled},
      {"products-ready", 3, products_ready},
      {"targets-set", 1, targets_set},
      {"proof-made", 1, proof_made},
      {"show-prepared", 1, show_prepared},
      {"rehearsal-held", 1, rehearsal_held},
      {"plans-made", 1, plans_made},
      {"cue-sheet-made", 1, cue_sheet_made},
      {"questions-answered", 9, questions_answered},
      {"shows-on-air", 1, shows_on_air},
      {"shows-in-month", 4, shows_in_month},
      {"steady-weeks", 8, steady_weeks},
      {"announced-ahead", 3, announced_ahead},
      {"announcements-sent", 1, announcements_sent},
      {"reminders-wanted", 10, reminders_wanted},
      {"archive-watched", 3, archive_watched},
      {"presenters-on-air", 2, presenters_on_air},
      {"orders-shipped", 10, orders_shipped},
      {"archive-orders", 20, archive_orders},
      {"repeat-buyers", 30, repeat_buyers},
      {"regular-viewers", 50, regular_viewers},
      {"followers", 100, followers},
      {"members", 300, members},
      {"connected-outside", 1, connected_outside},
      {"review-held", 1, review_held},
      {"pattern-confirmed", 1, pattern_confirmed},
      {"presenter-trained", 1, presenter_trained},
  };
  return kAll;
}

const Evidence* evidence_called(std::string_view name) {
  const auto all = evidence_list();
  const auto found = std::ranges::find(all, name, &Evidence::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace nigiwai::show
