#include "social/campaigns/campaigns.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/members.h"
#include "shop/offers/offer_store.h"
#include "shop/products/products.h"
#include "show/shows.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr const char* kColumns =
    "position, id, title, terms, counts, scope, show, starts_at, ends_at, budget, ended_at, began, finished, "
    "counted, "
    "version";

// Verified arrivals of a campaign: ?1 its start, ?2 its end, ?3 its show or ''. What the staff share is their
// work and counts for none.
constexpr const char* kVerified =
    "FROM share_arrival a JOIN share_link l ON l.position = a.link LEFT JOIN member_viewer m ON m.viewer = "
    "a.viewer LEFT "
    "JOIN member_viewer s ON s.viewer = l.viewer WHERE a.verified_at IS NOT NULL AND a.kind = 'arrival' AND "
    "l.viewer <> '' "
    "AND l.excluded_at IS NULL AND a.arrived_at >= ?1 AND a.verified_at < ?2 AND (?3 = '' OR l.show = ?3)";
constexpr const char* kWhom = "coalesce(m.member, a.viewer)";
constexpr const char* kSharer = "coalesce(s.member, l.viewer)";

std::optional<WallTime> optional_wall(std::optional<std::int64_t> ms) {
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}
std::optional<std::int64_t> optional_ms(const std::optional<WallTime>& time) {
  return time ? std::optional(to_ms(*time)) : std::nullopt;
}

Campaign read_row(store::Database& db, store::Rows& rows) {
  Campaign campaign{.id = rows.text(1),
                    .title = rows.text(2),
                    .terms = rows.text(3),
                    .counts = rows.text(4) == "sharers" ? Counts::kSharers : Counts::kArrivals,
                    .scope = rows.text(5) == "person" ? Scope::kPerson : Scope::kAll,
                    .show = rows.text(6),
                    .starts_at = from_ms(rows.integer(7)),
                    .ends_at = from_ms(rows.integer(8)),
                    .budget = rows.optional_integer(9),
                    .ended_at = optional_wall(rows.optional_integer(10)),
                    .began = rows.integer(11) != 0,
                    .finished = rows.integer(12) != 0,
                    .counted = rows.integer(13),
                    .version = rows.integer(14)};
  auto tiers = db.query(
      "SELECT t.tier, t.threshold, t.benefit, t.text, t.offer, t.opened_at, t.offer_opened, t.product, "
      "coalesce(p.title, t.product), p.on_sale_from FROM campaign_tier t LEFT JOIN product p ON p.id = "
      "t.product WHERE t.campaign = ? ORDER BY t.tier",
      campaign.id);
  while (tiers.next()) {
    campaign.tiers.push_back({.tier = tiers.integer(0),
                              .threshold = tiers.integer(1),
                              .benefit = benefit_of(tiers.text(2)).value_or(Benefit::kGift),
                              .text = tiers.text(3),
                              .offer = tiers.text(4),
                              .product = tiers.text(7),
                              .product_title = tiers.text(8),
                              .on_sale_from = optional_wall(tiers.optional_integer(9)),
                              .opened_at = optional_wall(tiers.optional_integer(5)),
                              .offer_opened = tiers.integer(6) != 0});
  }
  return campaign;
}

// Early access to what is open already, or opens before the campaign begins, is none. What was opened stays.
Result<void> check_early_access(store::Database& db, const Campaign& wanted, const Campaign* was) {
  for (const auto& tier : wanted.tiers) {
    const auto place = static_cast<std::size_t>(tier.tier) - 1;
    if (tier.product.empty() || (was != nullptr && place < was->tiers.size() && was->tiers[place].opened_at))
      continue;
    const auto field = fmt::format("/tiers/{}/product", place);
    const auto product = shop::product(db, tier.product);
    if (!product) return invalid(field, "There is no such product.");
    if (!product->on_sale_from || *product->on_sale_from <= wanted.starts_at)
      return invalid(field,
                     "This product is on sale before the campaign begins. Set the time from which it is on "
                     "sale first.");
  }
  return {};
}

Result<void> check_places(store::Database& db, const Campaign& wanted, const Campaign* was) {
  if (auto right = check_early_access(db, wanted, was); !right) return right;
  if (wanted.show.empty()) return {};
  const auto found = show::find(db, wanted.show);
  if (!found) return invalid("/show", "There is no such show.");
  for (const auto& tier : wanted.tiers) {
    if (tier.offer.empty()) continue;
    const auto field = fmt::format("/tiers/{}/offer", tier.tier - 1);
    const auto offer = shop::offer_with_id(db, tier.offer);
    if (!offer || offer->show != wanted.show) return invalid(field, "There is no such offer in this show.");
    if (tier.benefit == Benefit::kCoupon && offer->code.empty())
      return invalid(field, "This offer has no code that could be told to one person. Give it one.");
    if (tier.benefit == Benefit::kCoupon && offer->code_shown)
      return invalid(
          field, "Everybody reads the code of this offer on the page. Choose one whose code is not shown.");
  }
  return {};
}

void store_tiers(store::Database& db, const Campaign& campaign) {
  db.run("DELETE FROM campaign_tier WHERE campaign = ?", campaign.id);
  for (const auto& tier : campaign.tiers) {
    db.run(
        "INSERT INTO campaign_tier (campaign, tier, threshold, benefit, text, offer, product, opened_at, "
        "offer_opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        campaign.id, tier.tier, tier.threshold, to_text(tier.benefit), tier.text, tier.offer, tier.product,
        optional_ms(tier.opened_at), tier.offer_opened);
  }
}

std::int64_t one_number(store::Rows rows) { return rows.next() ? rows.integer(0) : 0; }

}  // namespace

Result<Campaign> plan_campaign(store::Transaction& transaction, Random& random, Campaign wanted) {
  auto& db = transaction.db();
  if (auto right = check_places(db, wanted, nullptr); !right) return std::unexpected(right.error());
  if (one_number(db.query("SELECT count(*) FROM campaign")) >= kMostCampaigns) {
    return fail(
        Kind::kConflict, "limit-reached",
        fmt::format("There are {} campaigns, as many as a shop may have. Remove one that never began.",
                    kMostCampaigns));
  }
  wanted.id = random.token(kIdLength);
  db.run(
      "INSERT INTO campaign (id, title, terms, counts, scope, show, starts_at, ends_at, budget) VALUES (?, "
      "?, ?, ?, ?, ?, "
      "?, ?, ?)",
      wanted.id, wanted.title, wanted.terms, to_text(wanted.counts), to_text(wanted.scope), wanted.show,
      to_ms(wanted.starts_at), to_ms(wanted.ends_at), wanted.budget);
  store_tiers(db, wanted);
  return find_campaign(db, wanted.id);
}

Result<Campaign> change_campaign(store::Transaction& transaction, const std::string& id, Campaign wanted,
                                 std::optional<std::int64_t> expected) {
  auto& db = transaction.db();
  const auto was = find_campaign(db, id);
  if (!was) return was;
  if (expected && *expected != was->version) {
    return fail(Kind::kConflict, "changed-meanwhile",
                "Somebody else changed this campaign meanwhile. Read it again, then change it.");
  }
  if (const auto state = state_of(*was, transaction.now());
      state == CampaignState::kOver || state == CampaignState::kEnded)
    return fail(Kind::kConflict, "state", "This campaign is over.");
  if (auto right = check_change(*was, wanted); !right) return std::unexpected(right.error());
  if (auto right = check_places(db, wanted, &*was); !right) return std::unexpected(right.error());
  wanted.id = id;
  for (auto& tier : wanted.tiers) {
    const auto place = static_cast<std::size_t>(tier.tier) - 1;
    if (place >= was->tiers.size()) continue;
    tier.opened_at = was->tiers[place].opened_at;
    tier.offer_opened = was->tiers[place].offer_opened;
  }
  db.run(
      "UPDATE campaign SET title = ?, terms = ?, counts = ?, scope = ?, show = ?, starts_at = ?, ends_at = "
      "?, budget = ?, "
      "changes = 0, version = version + 1 WHERE id = ?",
      wanted.title, wanted.terms, to_text(wanted.counts), to_text(wanted.scope), wanted.show,
      to_ms(wanted.starts_at), to_ms(wanted.ends_at), wanted.budget, id);
  store_tiers(db, wanted);
  return find_campaign(db, id);
}

Result<Campaign> end_campaign(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto was = find_campaign(db, id);
  if (!was) return was;
  const auto state = state_of(*was, transaction.now());
  if (state == CampaignState::kOver || state == CampaignState::kEnded)
    return fail(Kind::kConflict, "state", "This campaign is over already.");
  db.run("UPDATE campaign SET ended_at = ?, version = version + 1 WHERE id = ?", to_ms(transaction.now()),
         id);
  return find_campaign(db, id);
}

Result<Campaign> remove_campaign(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto was = find_campaign(db, id);
  if (!was) return was;
  if (was->began) return fail(Kind::kConflict, "state", "This campaign began, so it stays. It can be ended.");
  db.run("DELETE FROM campaign_tier WHERE campaign = ?", id);
  db.run("DELETE FROM campaign WHERE id = ?", id);
  return was;
}

Result<Campaign> find_campaign(store::Database& db, const std::string& id) {
  auto rows = db.query(fmt::format("SELECT {} FROM campaign WHERE id = ?", kColumns), id);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such campaign.");
  return read_row(db, rows);
}

CampaignPage campaigns(store::Database& db, std::int64_t before, std::int64_t limit) {
  CampaignPage page;
  auto rows = db.query(
      fmt::format("SELECT {} FROM campaign WHERE position < ? ORDER BY position DESC LIMIT ?", kColumns),
      before, limit + 1);
  std::int64_t last = 0;
  while (rows.next()) {
    if (static_cast<std::int64_t>(page.items.size()) == limit) {
      page.next = std::to_string(last);
      break;
    }
    last = rows.integer(0);
    page.items.push_back(read_row(db, rows));
  }
  return page;
}

std::optional<Campaign> running_for(store::Database& db, const std::string& show, WallTime now) {
  auto rows = db.query(
      fmt::format("SELECT {} FROM campaign WHERE (show = ?1 OR show = '') AND starts_at <= ?2 AND ends_at "
                  "> ?2 AND ended_at IS NULL ORDER BY show = '', starts_at DESC LIMIT 1",
                  kColumns),
      show, to_ms(now));
  if (!rows.next()) return std::nullopt;
  return read_row(db, rows);
}

bool is_rewarded(store::Database& db, const std::string& show, WallTime now) {
  return running_for(db, show, now).has_value();
}

std::int64_t count_all(store::Database& db, const Campaign& campaign) {
  return one_number(db.query(fmt::format("SELECT count(DISTINCT {}) {}",
                                         campaign.counts == Counts::kSharers ? kSharer : kWhom, kVerified),
                             to_ms(campaign.starts_at), to_ms(end_of(campaign)), campaign.show));
}

Figures figures_of(store::Database& db, const Campaign& campaign) {
  Figures figures{.granted = granted(db, campaign.id)};
  {
    auto rows =
        db.query(fmt::format("SELECT count(DISTINCT {}), count(DISTINCT {}) {}", kSharer, kWhom, kVerified),
                 to_ms(campaign.starts_at), to_ms(end_of(campaign)), campaign.show);
    if (rows.next()) figures.sharers = rows.integer(0), figures.verified = rows.integer(1);
  }
  figures.arrivals =
      one_number(db.query("SELECT count(DISTINCT coalesce(m.member, a.viewer)) FROM share_arrival a JOIN "
                          "share_link l ON l.position = a.link "
                          "LEFT JOIN member_viewer m ON m.viewer = a.viewer WHERE a.kind = 'arrival' AND "
                          "l.viewer <> '' AND l.excluded_at IS "
                          "NULL AND a.arrived_at >= ?1 AND a.arrived_at < ?2 AND (?3 = '' OR l.show = ?3)",
                          to_ms(campaign.starts_at), to_ms(end_of(campaign)), campaign.show));
  return figures;
}

std::vector<Grant> grants_after(store::Database& db, const std::string& campaign, std::int64_t after,
                                std::int64_t limit) {
  std::vector<Grant> found;
  auto rows = db.query(
      "SELECT position, tier, person, code, verified, granted_at FROM campaign_grant WHERE campaign = ? AND "
      "position > ? "
      "ORDER BY position LIMIT ?",
      campaign, after, limit);
  while (rows.next()) {
    found.push_back({rows.integer(0), campaign, rows.integer(1), rows.text(2), rows.text(3), rows.integer(4),
                     from_ms(rows.integer(5))});
  }
  return found;
}

std::vector<Grant> grants_of(store::Database& db, const std::string& person) {
  std::vector<Grant> found;
  auto rows = db.query(
      "SELECT position, campaign, tier, code, verified, granted_at FROM campaign_grant WHERE person = ? "
      "ORDER BY position",
      person);
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.text(1), rows.integer(2), person, rows.text(3), rows.integer(4),
                     from_ms(rows.integer(5))});
  }
  return found;
}

std::int64_t granted(store::Database& db, const std::string& campaign) {
  return one_number(db.query("SELECT count(*) FROM campaign_grant WHERE campaign = ?", campaign));
}

std::vector<Reached> reached_by(store::Database& db, const Campaign& campaign, const Tier& tier,
                                std::int64_t limit) {
  std::vector<Reached> due;
  auto rows = db.query(
      fmt::format(
          "SELECT {0} AS sharer, count(DISTINCT {1}) AS brought {2} GROUP BY sharer HAVING brought >= "
          "?4 AND NOT EXISTS (SELECT 1 FROM campaign_grant g WHERE g.campaign = ?5 AND g.tier = ?6 AND "
          "(g.person = sharer OR g.person IN (SELECT viewer FROM member_viewer WHERE member = sharer))) "
          "ORDER BY max(a.verified_at) LIMIT ?7",
          kSharer, kWhom, kVerified),
      to_ms(campaign.starts_at), to_ms(end_of(campaign)), campaign.show, tier.threshold, campaign.id,
      tier.tier, limit);
  while (rows.next()) due.push_back({rows.text(0), rows.integer(1)});
  return due;
}

std::vector<Campaign> unfinished_campaigns(store::Database& db, WallTime now) {
  std::vector<Campaign> found;
  auto rows = db.query(fmt::format("SELECT {} FROM campaign WHERE finished = 0 AND starts_at <= ?", kColumns),
                       to_ms(now));
  while (rows.next()) found.push_back(read_row(db, rows));
  return found;
}

json::object to_json(const Campaign& campaign, std::int64_t count) {
  json::array tiers;
  for (const auto& tier : campaign.tiers) {
    tiers.push_back({{"tier", tier.tier},
                     {"threshold", tier.threshold},
                     {"benefit", to_text(tier.benefit)},
                     {"text", tier.text},
                     {"product", product_json(tier)},
                     {"opened_at", tier.opened_at && campaign.scope == Scope::kAll
                                       ? json::value(to_rfc3339(*tier.opened_at))
                                       : json::value()}});
  }
  return {{"id", campaign.id},
          {"title", campaign.title},
          {"terms", campaign.terms},
          {"counts", to_text(campaign.counts)},
          {"scope", to_text(campaign.scope)},
          {"starts_at", to_rfc3339(campaign.starts_at)},
          {"ends_at", to_rfc3339(end_of(campaign))},
          {"count", count},
          {"tiers", std::move(tiers)}};
}

json::value product_json(const Tier& tier) {
  if (tier.product.empty()) return nullptr;
  return json::object{
      {"id", tier.product},
      {"title", tier.product_title},
      {"on_sale_from", tier.on_sale_from ? json::value(to_rfc3339(*tier.on_sale_from)) : json::value()}};
}

people::Holding granted_holding() {
  return {.name = "granted", .all = [](store::Database& db, const people::Person& person) -> json::value {
            json::array granted;
            auto people = person.viewers;
            if (!person.member.empty()) people.push_back(person.member);
            for (const auto& each : people) {
              for (const auto& grant : grants_of(db, each)) {
                granted.push_back({{"campaign", grant.campaign},
                                   {"tier", grant.tier},
                                   {"code", grant.code},
                                   {"granted_at", to_rfc3339(grant.granted_at)}});
              }
            }
            return granted;
          }};
}

}  // namespace nigiwai::social
