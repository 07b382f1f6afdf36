// Share links as the staff read them: what each brought, all together, and who brought whom.
#pragma once

#include "base/money.h"
#include "shop/settings.h"
#include "social/sharing/shares.h"

namespace nigiwai::social {

// People that a tree is made of; of a larger crowd the first.
inline constexpr std::int64_t kMostInTree = 20'000;
inline constexpr std::size_t kTreeDepth = 4;      // levels that a page shows
inline constexpr std::size_t kTreeChildren = 20;  // of one person on it

enum class ShareOrder { kVerified, kArrivals, kNewest };
std::optional<ShareOrder> share_order(std::string_view text);  // "verified", "arrivals", "newest"

struct SharesAsked {
  std::string show{};              // "" for all
  std::optional<WallTime> from{};  // arrivals and orders from then; clicks are counted without their time
  std::optional<WallTime> until{};
  bool of_campaign = false;  // links of viewers alone, and of these such as brought somebody in that time
  ShareOrder order = ShareOrder::kVerified;
  std::size_t place = 0;  // to begin at
  std::size_t limit = 50;
};

// What it is called: the title of the show, product or clip, or a name.
std::string title_of(store::Database& db, const ShareTarget& target);

// SQL of a table `credited (number, total, placed_at, link)`: which orders a link is thanked for (KPI:
// attribution, share), namely the one that the order names, or else the last by which its buyer came within
// kShareCredit. One's own link is never thanked. Goes behind WITH.
std::string credited_orders();

// GET /api/shares: {"items": […], "next", "totals", "rule"}, the rule by which arrivals are verified.
json::object shares_json(store::Database& db, const SharesAsked& asked, const std::string& origin,
                         const std::string& secret);
// One of its items; nothing when the link is none.
json::object share_json(store::Database& db, const ShareLink& link, const std::string& origin,
                        const std::string& secret);
// GET /api/shares/tree: {"levels", "roots", "more"}.
json::object tree_json(store::Database& db, const SharesAsked& asked);

}  // namespace nigiwai::social
