#include "insight/ways/grouping.h"

#include "insight/returned/naming.h"

namespace nigiwai::insight {
namespace {

namespace json = boost::json;

json::object account_called(store::Database& journal, const std::string& account) {
  auto rows = journal.query(
      "SELECT name, network FROM channel_account WHERE id = ?1 UNION ALL SELECT name, network FROM "
      "post_channel WHERE account = ?1 LIMIT 1",
      account);
  if (!rows.next()) return {{"of", account}, {"name", nullptr}, {"network", nullptr}};
  return {{"of", account}, {"name", rows.text(0)}, {"network", rows.text(1)}};
}

json::value title_of_campaign(store::Database& journal, const std::string& campaign) {
  auto rows = journal.query("SELECT title FROM campaign WHERE id = ?", campaign);
  return rows.next() ? json::value(rows.text(0)) : json::value();
}

}  // namespace

Grouping::Grouping(store::Database& journal, By by) : journal_(journal), by_(by) {
  if (by != By::kCampaign) return;
  // As viewers are told which one runs (social/campaigns/campaigns.h, running_for).
  auto rows = journal.query(
      "SELECT id, show, starts_at, min(ends_at, coalesce(ended_at, ends_at)) FROM campaign ORDER BY show = "
      "'', starts_at DESC");
  while (rows.next()) campaigns_.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.integer(3)});
}

std::string_view Grouping::of(const Touch& touch) {
  switch (by_) {
    case By::kWay:
      return to_text(touch.cause);
    case By::kPost:
      return touch.cause == Cause::kPost ? touch.of : std::string_view();
    case By::kChannel:
      return touch.cause == Cause::kPost ? std::string_view(link(touch.link).account) : std::string_view();
    case By::kStaff:
      return touch.cause == Cause::kStaffLink ? touch.of : std::string_view();
    case By::kCampaign: {
      if (touch.cause != Cause::kViewerLink) return {};
      const auto* campaign = campaign_of(campaigns_, link(touch.link).show, touch.at);
      return campaign == nullptr ? std::string_view() : campaign->id;
    }
  }
  return {};
}

json::object Grouping::called(const std::string& group) const {
  if (by_ == By::kChannel) return account_called(journal_, group);
  json::value name;
  if (by_ == By::kCampaign) name = title_of_campaign(journal_, group);
  if (by_ == By::kPost) name = name_of(journal_, {Cause::kPost, group});
  if (by_ == By::kStaff) name = name_of(journal_, {Cause::kStaffLink, group});
  return {{"of", group}, {"name", std::move(name)}, {"network", nullptr}};
}

const Grouping::Link& Grouping::link(std::int64_t position) {
  const auto [found, fresh] = links_.try_emplace(position);
  if (!fresh) return found->second;
  auto rows = journal_.query("SELECT channel, show FROM share_link WHERE position = ?", position);
  if (rows.next()) found->second = {.account = rows.text(0), .show = rows.text(1)};
  return found->second;
}

}  // namespace nigiwai::insight
