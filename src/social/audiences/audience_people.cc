#include "social/audiences/audience_people.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "show/shows.h"
#include "social/campaigns/campaigns.h"

namespace nigiwai::social {
namespace {

// The person of a row x that names a viewer.
constexpr const char* kPerson = "SELECT DISTINCT coalesce(m.member, x.viewer) FROM ";
constexpr const char* kMember = " LEFT JOIN member_viewer m ON m.viewer = x.viewer WHERE ";
constexpr const char* kStands = "x.state NOT IN ('cancelled', 'refunded', 'returned')";

People sorted(store::Rows rows) {
  People found;
  while (rows.next()) {
    if (auto person = rows.text(0); !person.empty()) found.push_back(std::move(person));
  }
  std::ranges::sort(found);
  return found;
}

std::int64_t since_of(const AudienceFilter& filter, WallTime now) {
  return filter.days ? to_ms(now - std::chrono::hours(24 * *filter.days)) : 0;
}

People ordered(store::Database& db, const std::string& product, std::int64_t since) {
  return sorted(db.query(
      fmt::format(
          "{}placed_order x{}x.viewer IS NOT NULL AND {} AND x.placed_at >= ?1 AND (?2 = ?3 OR EXISTS "
          "(SELECT 1 FROM order_line l WHERE l.number = x.number AND l.product = ?2))",
          kPerson, kMember, kStands),
      since, product, kAnyProduct));
}

People of_level(store::Database& db, show::FanLevel least, const show::VerifiedArrivals& arrivals,
                WallTime now) {
  People found;
  for (const auto& fan : show::all_fans(db, arrivals, now)) {
    if (fan.level >= least) found.push_back(fan.person);
  }
  std::ranges::sort(found);
  return found;
}

People came_by(store::Database& db, const Campaign& campaign) {
  return sorted(db.query(
      fmt::format("{}share_arrival x JOIN share_link s ON s.position = x.link{}x.kind = 'arrival' AND "
                  "s.excluded_at IS NULL AND s.viewer <> '' AND x.arrived_at >= ?1 AND x.arrived_at < ?2 AND "
                  "(?3 = '' OR s.show = ?3)",
                  kPerson, kMember),
      to_ms(campaign.starts_at), to_ms(end_of(campaign)), campaign.show));
}

Result<void> check_product(store::Database& db, const std::string& product, const std::string& field) {
  if (product.empty() || product == kAnyProduct || shop::product_exists(db, product)) return {};
  return invalid(field, "There is no such product.");
}

}  // namespace

Result<void> check_filter(store::Database& db, const AudienceFilter& filter, const std::string& pointer) {
  if (!filter.saved.empty() && !shop::product_exists(db, filter.saved))
    return invalid(pointer + "/saved", "There is no such product.");
  if (auto there = check_product(db, filter.ordered, pointer + "/ordered"); !there) return there;
  if (auto there = check_product(db, filter.not_ordered, pointer + "/not_ordered"); !there) return there;
  if (!filter.watched.empty() && !show::find(db, filter.watched))
    return invalid(pointer + "/watched", "There is no such show.");
  if (!filter.follows.empty() && !people::profile_of(db, filter.follows))
    return invalid(pointer + "/follows", "There is nobody of this handle.");
  if (!filter.campaign.empty() && !find_campaign(db, filter.campaign))
    return invalid(pointer + "/campaign", "There is no such campaign.");
  return {};
}

Result<People> people_in(store::Database& db, const AudienceFilter& filter,
                         const show::VerifiedArrivals& arrivals, WallTime now) {
  if (auto there = check_filter(db, filter); !there) return std::unexpected(there.error());
  const auto since = since_of(filter, now);
  std::vector<People> lists;
  if (!filter.saved.empty()) {
    lists.push_back(sorted(db.query(
        fmt::format("{}saved x{}x.product = ? AND x.saved_at >= ?", kPerson, kMember), filter.saved, since)));
  }
  if (!filter.ordered.empty()) lists.push_back(ordered(db, filter.ordered, since));
  if (!filter.watched.empty()) {
    lists.push_back(
        sorted(db.query(fmt::format("{}audience x{}x.show = ? AND x.viewed_at >= ?", kPerson, kMember),
                        filter.watched, since)));
  }
  if (!filter.follows.empty()) {
    lists.push_back(
        sorted(db.query(fmt::format("{}follow x{}x.handle = ?", kPerson, kMember), filter.follows)));
  }
  if (filter.level) lists.push_back(of_level(db, *filter.level, arrivals, now));
  if (!filter.campaign.empty()) lists.push_back(came_by(db, *find_campaign(db, filter.campaign)));
  return in_all(std::move(lists), filter.not_ordered.empty() ? People() : ordered(db, filter.not_ordered, 0));
}

std::vector<Contact> who_agreed(store::Database& db, const People& people, Purpose purpose) {
  std::vector<Contact> agreed;
  auto rows = db.query(
      "SELECT m.id, m.email, m.name, m.language FROM member m JOIN consent c ON c.id = (SELECT max(id) FROM "
      "consent WHERE member = m.id AND what = ?1) WHERE c.given = 1 AND c.version = ?2 AND m.email IS NOT "
      "NULL",
      consent_name(purpose), kAudienceWording);
  while (rows.next()) {
    if (!std::ranges::binary_search(people, rows.text(0))) continue;
    agreed.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
  }
  return agreed;
}

Agreement agreement_of(store::Database& db, const std::string& member, Purpose purpose) {
  auto rows = db.query(
      "SELECT given, version, at FROM consent WHERE member = ? AND what = ? ORDER BY id DESC LIMIT 1", member,
      consent_name(purpose));
  if (!rows.next()) return {};
  const bool said = rows.integer(0) != 0;
  return {.given = said && rows.text(1) == kAudienceWording, .ever = said, .at = from_ms(rows.integer(2))};
}

void agree(store::Transaction& transaction, const std::string& member, Purpose purpose, bool given) {
  const auto before = agreement_of(transaction.db(), member, purpose);
  if (given ? before.given : !before.ever) return;
  people::note_consent(transaction, member, consent_name(purpose), kAudienceWording, given);
}

}  // namespace nigiwai::social
