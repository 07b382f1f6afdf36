// Campaigns as people read them: what became of one, beside the time before, after and a like time.
#pragma once

#include "social/campaigns/campaigns.h"

namespace nigiwai::social {

// The stretches that a campaign's effect is read from (pure). `after` is as long as the campaign ran and
// nothing until that much time has passed; `like` is the same hours of the same weekdays, the last whole
// weeks before the campaign.
struct Period {
  WallTime from{};
  WallTime until{};
  bool operator==(const Period&) const = default;
};
struct Periods {
  Period before{};
  Period during{};  // as far as it has come
  std::optional<Period> after{};
  Period like{};
};
// Nothing before the campaign begins.
std::optional<Periods> periods_of(const Campaign& campaign, WallTime now);

// GET /api/campaigns/{id}: as the staff read it.
json::object staff_json(store::Database& db, const Campaign& campaign, WallTime now);
// GET /api/campaigns/{id}/grants.
json::object grants_json(store::Database& db, const Campaign& campaign, std::int64_t after,
                         std::int64_t limit);
// GET /api/shows/{id}/campaign for a viewer, who may be nobody (empty): {"campaign": …}.
json::object running_json(store::Database& db, const std::string& show, const std::string& viewer,
                          WallTime now);
// GET /api/me/shares.
json::object own_json(store::Database& db, const std::string& viewer);

}  // namespace nigiwai::social
