#include "social/campaigns/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nigiwai::social {
namespace {

constexpr std::array<std::string_view, 4> kBenefits{"offer", "coupon", "gift", "early-access"};
constexpr std::array<std::string_view, 4> kStates{"planned", "running", "over", "ended"};

std::optional<WallTime> needed_time(Fields& in, std::string_view name) {
  const auto time = in.optional_time(name);
  if (!time || !*time) in.wrong(name, "This must be a time, such as 2026-12-01T12:00:00Z.");
  return time.value_or(std::nullopt);
}

// null says the same as nothing.
json::object without_nulls(const json::object& body) {
  json::object kept;
  for (const auto& [name, value] : body) {
    if (!value.is_null()) kept[name] = value;
  }
  return kept;
}

Tier read_tier(Fields& in, Scope scope, bool has_show) {
  Tier tier{.threshold = in.whole("threshold", kThreshold)};
  const auto benefit = benefit_of(in.text("benefit", {.least = 1, .most = 20}));
  if (!benefit) in.wrong("benefit", "This must be offer, coupon, gift or early-access.");
  tier.benefit = benefit.value_or(Benefit::kGift);
  tier.text = in.text("text", {.least = 1, .most = 120});
  if (in.has("offer")) tier.offer = in.slug("offer");
  if (tier.benefit == Benefit::kOffer && scope == Scope::kPerson)
    in.wrong("benefit", "An offer opens for all. What each person gets is a coupon, a gift or early-access.");
  if (tier.benefit == Benefit::kCoupon && scope == Scope::kAll)
    in.wrong(
        "benefit",
        "A coupon is told to who reached the tier. What opens for all is an offer, a gift or early-access.");
  if (in.has("product")) tier.product = in.slug("product");
  if (tier.benefit == Benefit::kEarlyAccess) {
    if (tier.product.empty()) in.wrong("product", "Choose the product that may be bought before it opens.");
  } else if (!tier.product.empty()) {
    in.wrong("product", "Only early-access belongs to a product.");
  }
  if (tier.benefit == Benefit::kGift || tier.benefit == Benefit::kEarlyAccess) {
    if (!tier.offer.empty()) in.wrong("offer", "This benefit needs no offer.");
  } else if (tier.offer.empty()) {
    in.wrong("offer", "Choose the offer of the show that this tier opens.");
  } else if (!has_show) {
    in.wrong("offer", "An offer belongs to a show. Choose the show of the campaign first.");
  }
  return tier;
}

std::vector<Tier> read_tiers(Fields& in, Scope scope, bool has_show) {
  std::vector<Tier> tiers;
  const auto& array = in.array("tiers", kMostTiers);
  if (array.empty()) in.wrong("tiers", "A campaign needs a tier.");
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto place = fmt::format("tiers/{}", i);
    if (!array[i].is_object()) {
      in.wrong(place, R"(This must be a tier, such as {"threshold": 3, "benefit": "gift", "text": "…"}.)");
      return tiers;
    }
    const auto said = without_nulls(array[i].get_object());
    Fields one(said, in.pointer_of(place));
    auto tier = read_tier(one, scope, has_show);
    tier.tier = static_cast<std::int64_t>(i) + 1;
    if (!tiers.empty() && tier.threshold <= tiers.back().threshold)
      one.wrong("threshold", "Each tier needs more than the one before.");
    if (const auto problem = one.problem()) in.wrong(*problem);
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

std::unexpected<Problem> stays(const std::string& field) {
  return fail(Kind::kConflict, "state",
              "People were told of this, so it stays as it was. End this campaign and plan another.", field);
}

}  // namespace

std::string_view to_text(Counts counts) { return counts == Counts::kArrivals ? "arrivals" : "sharers"; }
std::string_view to_text(Scope scope) { return scope == Scope::kAll ? "all" : "person"; }
std::string_view to_text(Benefit benefit) { return kBenefits[static_cast<std::size_t>(benefit)]; }

std::optional<Benefit> benefit_of(std::string_view text) {
  const auto found = std::ranges::find(kBenefits, text);
  if (found == kBenefits.end()) return std::nullopt;
  return static_cast<Benefit>(found - kBenefits.begin());
}

std::string_view to_text(CampaignState state) { return kStates[static_cast<std::size_t>(state)]; }

WallTime end_of(const Campaign& campaign) {
  return campaign.ended_at ? std::min(*campaign.ended_at, campaign.ends_at) : campaign.ends_at;
}

CampaignState state_of(const Campaign& campaign, WallTime now) {
  if (campaign.ended_at && *campaign.ended_at <= now) return CampaignState::kEnded;
  if (now < campaign.starts_at) return CampaignState::kPlanned;
  return now < campaign.ends_at ? CampaignState::kRunning : CampaignState::kOver;
}

Result<Campaign> read_campaign(const json::object& body) {
  const auto said = without_nulls(body);
  Fields in(said);
  Campaign campaign{.title = in.text("title", {.least = 1, .most = 80}),
                    .terms = in.text("terms", {.least = 1, .most = 2000, .lines = Lines::kMany})};
  const auto counts = in.text("counts", {.least = 1, .most = 10});
  if (counts != "arrivals" && counts != "sharers") in.wrong("counts", "This must be arrivals or sharers.");
  campaign.counts = counts == "sharers" ? Counts::kSharers : Counts::kArrivals;
  const auto scope = in.text("scope", {.least = 1, .most = 10});
  if (scope != "all" && scope != "person") in.wrong("scope", "This must be all or person.");
  campaign.scope = scope == "person" ? Scope::kPerson : Scope::kAll;
  if (campaign.scope == Scope::kPerson && campaign.counts == Counts::kSharers)
    in.wrong("counts", "What one person reaches is counted in arrivals.");
  if (in.has("show")) campaign.show = in.slug("show");
  campaign.starts_at = needed_time(in, "starts_at").value_or(WallTime{});
  campaign.ends_at = needed_time(in, "ends_at").value_or(WallTime{});
  if (campaign.ends_at <= campaign.starts_at) in.wrong("ends_at", "A campaign ends after it began.");
  if (campaign.ends_at - campaign.starts_at > kLongestCampaign)
    in.wrong("ends_at", "A campaign is no longer than a year.");
  campaign.budget = in.optional_whole("budget", kBudget);
  if (campaign.budget && campaign.scope == Scope::kAll)
    in.wrong("budget", "What opens for all is limited by the offer's own pieces.");
  campaign.tiers = read_tiers(in, campaign.scope, !campaign.show.empty());
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return campaign;
}

Result<void> check_change(const Campaign& was, const Campaign& wanted) {
  if (!was.began) return {};
  if (wanted.counts != was.counts) return stays("/counts");
  if (wanted.scope != was.scope) return stays("/scope");
  if (wanted.show != was.show) return stays("/show");
  if (wanted.starts_at != was.starts_at) return stays("/starts_at");
  for (const auto& tier : was.tiers) {
    if (!tier.opened_at) continue;
    const auto place = static_cast<std::size_t>(tier.tier) - 1;
    const auto field = fmt::format("/tiers/{}", place);
    if (place >= wanted.tiers.size()) return stays(field);
    const auto& now = wanted.tiers[place];
    if (now.threshold != tier.threshold || now.benefit != tier.benefit || now.text != tier.text ||
        now.offer != tier.offer || now.product != tier.product)
      return stays(field);
  }
  return {};
}

std::vector<std::int64_t> tiers_due(const Campaign& campaign, std::int64_t count) {
  std::vector<std::int64_t> due;
  for (const auto& tier : campaign.tiers) {
    if (!tier.opened_at && tier.threshold <= count) due.push_back(tier.tier);
  }
  return due;
}

}  // namespace nigiwai::social
