#include "social/campaigns/campaign_views.h"

#include <algorithm>

#include "base/time.h"
#include "people/members.h"
#include "shop/settings.h"
#include "social/sharing/shares.h"

namespace nigiwai::social {
namespace {

constexpr std::chrono::hours kWeek{7 * 24};

json::object effect_json(store::Database& db, const Campaign& campaign, const Period& period,
                         const std::string& currency) {
  json::object shown{
      {"from", to_rfc3339(period.from)},
      {"until", to_rfc3339(period.until)},
      {"hours", std::chrono::duration<double, std::ratio<3600>>(period.until - period.from).count()}};
  {
    auto rows = db.query(
        "SELECT count(DISTINCT coalesce(m.member, a.viewer)) FROM audience a LEFT JOIN member_viewer m ON "
        "m.viewer = "
        "a.viewer WHERE a.viewed_at >= ?1 AND a.viewed_at < ?2 AND (?3 = '' OR a.show = ?3)",
        to_ms(period.from), to_ms(period.until), campaign.show);
    shown["viewers"] = rows.next() ? rows.integer(0) : 0;
  }
  auto rows = db.query(
      "SELECT count(*), coalesce(sum(total), 0) FROM placed_order WHERE placed_at >= ?1 AND placed_at < ?2 "
      "AND (?3 = '' OR "
      "show = ?3)",
      to_ms(period.from), to_ms(period.until), campaign.show);
  if (rows.next()) {
    shown["orders"] = rows.integer(0);
    shown["sales"] = {{"amount", rows.integer(1)}, {"currency", currency}};
  }
  return shown;
}

// Of a person and, for a member, of what they got before they signed in.
std::vector<Grant> all_grants(store::Database& db, const std::string& person) {
  auto found = grants_of(db, person);
  for (const auto& viewer : people::viewers_of(db, person)) {
    if (viewer == person) continue;
    for (auto& grant : grants_of(db, viewer)) found.push_back(std::move(grant));
  }
  return found;
}

json::object grant_json(const Campaign& campaign, const Grant& grant) {
  const auto place = static_cast<std::size_t>(grant.tier) - 1;
  const auto* tier = place < campaign.tiers.size() ? &campaign.tiers[place] : nullptr;
  return {{"campaign", campaign.id},
          {"title", campaign.title},
          {"tier", grant.tier},
          {"benefit", tier != nullptr ? to_text(tier->benefit) : to_text(Benefit::kGift)},
          {"text", tier != nullptr ? tier->text : std::string()},
          {"product", tier != nullptr ? product_json(*tier) : json::value()},
          {"code", grant.code.empty() ? json::value() : json::value(grant.code)},
          {"granted_at", to_rfc3339(grant.granted_at)}};
}

}  // namespace

std::optional<Periods> periods_of(const Campaign& campaign, WallTime now) {
  if (now <= campaign.starts_at) return std::nullopt;
  const auto end = end_of(campaign);
  const auto length = end - campaign.starts_at;
  Periods periods{.before = {campaign.starts_at - length, campaign.starts_at},
                  .during = {campaign.starts_at, std::min(now, end)}};
  if (now >= end + length) periods.after = Period{end, end + length};
  const auto weeks = (length + kWeek - Milliseconds(1)) / kWeek;  // rounded up: wholly before it began
  const auto back = kWeek * std::max<std::int64_t>(1, weeks);
  periods.like = {campaign.starts_at - back, end - back};
  return periods;
}

json::object staff_json(store::Database& db, const Campaign& campaign, WallTime now) {
  const auto currency = shop::settings(db).currency;
  const auto figures = figures_of(db, campaign);
  auto shown = to_json(campaign, campaign.counted);
  shown["ends_at"] = to_rfc3339(campaign.ends_at);
  shown["ended_at"] = campaign.ended_at ? json::value(to_rfc3339(*campaign.ended_at)) : json::value();
  shown["show"] = campaign.show.empty() ? json::value() : json::value(campaign.show);
  shown["budget"] = campaign.budget ? json::value(*campaign.budget) : json::value();
  shown["version"] = campaign.version;
  shown["state"] = to_text(state_of(campaign, now));
  shown["began"] = campaign.began;
  shown["sharers"] = figures.sharers;
  shown["arrivals"] = figures.arrivals;
  shown["verified"] = figures.verified;
  shown["granted"] = figures.granted;
  auto& tiers = shown["tiers"].as_array();
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const auto& tier = campaign.tiers[i];
    auto& one = tiers[i].as_object();
    one["offer"] = tier.offer.empty() ? json::value() : json::value(tier.offer);
    one["opened_at"] = tier.opened_at ? json::value(to_rfc3339(*tier.opened_at)) : json::value();
    auto rows = db.query("SELECT count(*) FROM campaign_grant WHERE campaign = ? AND tier = ?", campaign.id,
                         tier.tier);
    one["granted"] = rows.next() ? rows.integer(0) : 0;
  }
  json::object effect{{"before", nullptr}, {"during", nullptr}, {"after", nullptr}, {"like", nullptr}};
  if (const auto periods = periods_of(campaign, now)) {
    effect["before"] = effect_json(db, campaign, periods->before, currency);
    effect["during"] = effect_json(db, campaign, periods->during, currency);
    if (periods->after) effect["after"] = effect_json(db, campaign, *periods->after, currency);
    effect["like"] = effect_json(db, campaign, periods->like, currency);
  }
  shown["effect"] = std::move(effect);
  return shown;
}

json::object grants_json(store::Database& db, const Campaign& campaign, std::int64_t after,
                         std::int64_t limit) {
  json::array items;
  auto grants = grants_after(db, campaign.id, after, limit + 1);
  const bool more = static_cast<std::int64_t>(grants.size()) > limit;
  if (more) grants.pop_back();
  for (const auto& grant : grants) {
    auto item = grant_json(campaign, grant);
    item["name"] = name_of(db, grant.person);
    item["verified"] = grant.verified;
    items.push_back(std::move(item));
  }
  const auto next = more ? json::value(std::to_string(grants.back().position)) : json::value();
  return {{"items", std::move(items)}, {"next", next}};
}

json::object running_json(store::Database& db, const std::string& show, const std::string& viewer,
                          WallTime now) {
  const auto campaign = running_for(db, show, now);
  if (!campaign) return {{"campaign", nullptr}};
  BroughtCount mine;
  std::string person;
  if (!viewer.empty()) {
    person = people::person_of(db, viewer);
    mine = brought_by(db, person, campaign->starts_at, end_of(*campaign), campaign->show);
  }
  const bool alone = campaign->scope == Scope::kPerson;
  auto shown = to_json(*campaign, alone ? mine.verified : campaign->counted);
  shown["mine"] = {{"arrivals", mine.arrivals}, {"verified", mine.verified}};
  shown["left"] = campaign->budget
                      ? json::value(std::max<std::int64_t>(0, *campaign->budget - granted(db, campaign->id)))
                      : json::value();
  if (!person.empty() && alone) {
    for (const auto& grant : all_grants(db, person)) {
      const auto place = static_cast<std::size_t>(grant.tier) - 1;
      if (grant.campaign != campaign->id || place >= campaign->tiers.size()) continue;
      auto& tier = shown["tiers"].as_array()[place].as_object();
      tier["opened_at"] = to_rfc3339(grant.granted_at);
      if (!grant.code.empty()) tier["code"] = grant.code;
    }
  }
  return {{"campaign", std::move(shown)}};
}

json::object own_json(store::Database& db, const std::string& viewer) {
  const auto person = people::person_of(db, viewer);
  const auto mine = brought_by(db, person, WallTime{}, WallTime::max(), "");
  std::int64_t links = 0;
  for (const auto& each : people::viewers_of(db, person)) {
    auto rows = db.query("SELECT count(*) FROM share_link WHERE viewer = ?", each);
    if (rows.next()) links += rows.integer(0);
  }
  json::array grants;
  for (const auto& grant : all_grants(db, person)) {
    if (const auto campaign = find_campaign(db, grant.campaign))
      grants.push_back(grant_json(*campaign, grant));
  }
  return {{"links", links},
          {"arrivals", mine.arrivals},
          {"verified", mine.verified},
          {"grants", std::move(grants)}};
}

}  // namespace nigiwai::social
