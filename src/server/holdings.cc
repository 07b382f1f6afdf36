#include "server/holdings.h"

#include "shop/orders/personal.h"
#include "shop/products/saved.h"
#include "show/announcing/announcements.h"
#include "show/rehearsal/crowd.h"
#include "show/reminders.h"
#include "social/blocks/picked_lines.h"
#include "social/campaigns/campaigns.h"
#include "social/linking/linked_accounts.h"
#include "social/recommending/recommending.h"
#include "social/returning/returns.h"
#include "social/sharing/shares.h"
#include "talk/questions.h"
#include "timeline/erasing.h"

namespace nigiwai::server {

people::Holdings holdings(timeline::Journal& journal) {
  people::Holdings all;
  // Orders first: they say which addresses are the person's. Their erasure takes the texts of the journal,
  // too.
  all.push_back(shop::holding(journal));
  all.push_back(shop::holding_elsewhere());
  all.push_back(
      {.name = "saved", .all = [](store::Database& db, const people::Person& person) -> json::value {
         return person.viewers.empty() ? json::array() : shop::saved_by(db, person.viewers.front());
       }});
  all.push_back(
      {.name = "written", .all = [](store::Database& db, const people::Person& person) -> json::value {
         return timeline::texts_of(db, person.viewers);
       }});
  all.push_back(talk::asked_holding());
  all.push_back(talk::voted_holding());
  all.push_back(show::holding());
  all.push_back(show::announced_holding());
  all.push_back(show::crowd_holding());
  all.push_back(social::holding());
  all.push_back(social::picked_holding());
  all.push_back(social::granted_holding());
  all.push_back(social::returning_holding());
  all.push_back(social::taste_holding());
  all.push_back(social::linked_holding());
  return all;
}

}  // namespace nigiwai::server
