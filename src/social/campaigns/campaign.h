// Campaigns: a benefit that grows with the number of people who share. Pure.
//
// What is counted are verified arrivals (sharing/share_rules.h), or the people who brought one, while the
// campaign runs: all together open its tiers for everybody in the show, or each person reaches the tiers
// alone and gets a benefit of their own. A tier that opened and a benefit that was granted stay, whatever is
// counted later.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"

namespace nigiwai::social {

inline constexpr std::size_t kMostTiers = 5;  // more fit on no bar that a person reads
inline constexpr WholeRange kThreshold{1, 1'000'000};
inline constexpr WholeRange kBudget{1, 1'000'000};
inline constexpr std::chrono::hours kLongestCampaign{366 * 24};
inline constexpr std::int64_t kMostCampaigns = 1'000;

enum class Counts { kArrivals, kSharers };
enum class Scope { kAll, kPerson };
enum class Benefit { kOffer, kCoupon, kGift, kEarlyAccess };
std::string_view to_text(Counts counts);
std::string_view to_text(Scope scope);
std::string_view to_text(Benefit benefit);
std::optional<Benefit> benefit_of(std::string_view text);

struct Tier {
  std::int64_t tier = 1;
  std::int64_t threshold = 1;
  Benefit benefit = Benefit::kGift;
  std::string text{};           // what it is, as viewers read it
  std::string offer{};          // of the show, that opens or whose code is told
  std::string product{};        // that may be bought before it opens to all (shop/products/on_sale.h)
  std::string product_title{};  // as it is now; the next likewise
  std::optional<WallTime> on_sale_from{};
  std::optional<WallTime> opened_at{};
  bool offer_opened = false;
};

struct Campaign {
  std::string id{};
  std::string title{};
  std::string terms{};
  Counts counts = Counts::kArrivals;
  Scope scope = Scope::kAll;
  std::string show{};  // empty for every show
  WallTime starts_at{};
  WallTime ends_at{};
  std::optional<std::int64_t> budget{};
  std::vector<Tier> tiers{};
  std::optional<WallTime> ended_at{};  // by somebody, before its time
  bool began = false;                  // viewers were told
  bool finished = false;
  std::int64_t counted = 0;
  std::int64_t version = 1;
};

enum class CampaignState { kPlanned, kRunning, kOver, kEnded };
std::string_view to_text(CampaignState state);
CampaignState state_of(const Campaign& campaign, WallTime now);
// Until when arrivals count.
WallTime end_of(const Campaign& campaign);

// Reads the body of POST and PUT /api/campaigns.
Result<Campaign> read_campaign(const json::object& body);
// What may be changed of one that has begun: words, end, budget, tiers that nobody reached and further ones.
// conflict "state" naming the field.
Result<void> check_change(const Campaign& was, const Campaign& wanted);

// The tiers that a count reaches and that are not open, lowest first.
std::vector<std::int64_t> tiers_due(const Campaign& campaign, std::int64_t count);

}  // namespace nigiwai::social
