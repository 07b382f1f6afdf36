// Campaigns as rows: planning, changing, counting, and what was granted.
#pragma once

#include <vector>

#include "base/random.h"
#include "people/holdings.h"
#include "social/campaigns/campaign.h"
#include "store/writer.h"

namespace nigiwai::social {

// invalid for a show or offer that is not there, or an offer that the benefit cannot use; limit-reached.
Result<Campaign> plan_campaign(store::Transaction& transaction, Random& random, Campaign wanted);
// not-found; changed-meanwhile when `expected` is another version; state (campaign.h, check_change).
Result<Campaign> change_campaign(store::Transaction& transaction, const std::string& id, Campaign wanted,
                                 std::optional<std::int64_t> expected);
// Ends one before its time; state when it is over.
Result<Campaign> end_campaign(store::Transaction& transaction, const std::string& id);
// Removes one that has not begun; state.
Result<Campaign> remove_campaign(store::Transaction& transaction, const std::string& id);

Result<Campaign> find_campaign(store::Database& db, const std::string& id);
// Newest first, before position `before`.
struct CampaignPage {
  std::vector<Campaign> items;
  std::optional<std::string> next;
};
CampaignPage campaigns(store::Database& db, std::int64_t before, std::int64_t limit);
// That runs for this show now: one of its own before one for every show, the later begun first.
std::optional<Campaign> running_for(store::Database& db, const std::string& show, WallTime now);
// Whether what this share link brings counts for a running campaign.
bool is_rewarded(store::Database& db, const std::string& show, WallTime now);

// Verified arrivals, or sharers who brought one, of all together.
std::int64_t count_all(store::Database& db, const Campaign& campaign);
struct Figures {
  std::int64_t sharers = 0;  // who brought a verified arrival
  std::int64_t arrivals = 0;
  std::int64_t verified = 0;
  std::int64_t granted = 0;
};
Figures figures_of(store::Database& db, const Campaign& campaign);

struct Grant {
  std::int64_t position = 0;
  std::string campaign{};
  std::int64_t tier = 1;
  std::string person{};
  std::string code{};
  std::int64_t verified = 0;
  WallTime granted_at{};
};
// Of a campaign, in order, after a position; of a person.
std::vector<Grant> grants_after(store::Database& db, const std::string& campaign, std::int64_t after,
                                std::int64_t limit);
std::vector<Grant> grants_of(store::Database& db, const std::string& person);
std::int64_t granted(store::Database& db, const std::string& campaign);

// Who reached a tier and has not got its benefit yet, the first to reach it first.
struct Reached {
  std::string person{};
  std::int64_t brought = 0;
};
std::vector<Reached> reached_by(store::Database& db, const Campaign& campaign, const Tier& tier,
                                std::int64_t limit);
// That have begun by their time and of which something may be left to do.
std::vector<Campaign> unfinished_campaigns(store::Database& db, WallTime now);

// As viewers read it, without what is theirs.
json::object to_json(const Campaign& campaign, std::int64_t count);
// {"id", "title", "on_sale_from"|null} of early access; null for any other benefit.
json::value product_json(const Tier& tier);

people::Holding granted_holding();

}  // namespace nigiwai::social
