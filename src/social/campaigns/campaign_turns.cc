#include "social/campaigns/campaign_turns.h"

#include "base/log.h"
#include "base/time.h"
#include "people/members.h"
#include "shop/offers/offer_store.h"
#include "shop/offers/offers.h"
#include "shop/products/on_sale.h"
#include "social/campaigns/campaigns.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kCodeLength = 8;  // of a gift: 40 bits, read to the staff
// Reports of what was before the end still come in.
constexpr std::chrono::seconds kLastReports{60};

// The rooms in which the campaign is seen now.
std::vector<std::string> rooms_of(store::Database& db, const Campaign& campaign) {
  std::vector<std::string> found;
  auto rows = db.query("SELECT id FROM show WHERE state = 'live' AND (?1 = '' OR id = ?1)", campaign.show);
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

std::int64_t one_number(store::Rows rows) { return rows.next() ? rows.integer(0) : 0; }

// One turn of one campaign.
class Tending {
 public:
  Tending(store::Transaction& transaction, timeline::Journal& journal, Random& random, Campaign campaign)
      : transaction_(transaction), journal_(journal), random_(random), campaign_(std::move(campaign)) {}

  // Answers whether more waits.
  bool tend() {
    const auto now = transaction_.now();
    if (!campaign_.began) begin();
    const auto changes = one_number(db().query("SELECT changes FROM share_read"));
    const auto counted = one_number(db().query("SELECT changes FROM campaign WHERE id = ?", campaign_.id));
    bool more = false;
    if (changes != counted) {
      if (campaign_.scope == Scope::kAll)
        count();
      else
        more = grant();
      if (!more) db().run("UPDATE campaign SET changes = ? WHERE id = ?", changes, campaign_.id);
    }
    open_offers();
    if (!more && now >= end_of(campaign_) + kLastReports) finish();
    return more;
  }

 private:
  store::Database& db() { return transaction_.db(); }

  void tell(const char* kind, const json::object& data, const std::string& person = "") {
    for (const auto& show : rooms_of(db(), campaign_)) {
      journal_.append(
          transaction_, show,
          {.kind = kind,
           .data = data,
           .audience = person.empty() ? timeline::Audience::kEveryone : timeline::Audience::kPerson,
           .person = person});
    }
  }

  void begin() {
    db().run("UPDATE campaign SET began = 1 WHERE id = ?", campaign_.id);
    campaign_.began = true;
    tell("campaign.started", {{"campaign", to_json(campaign_, campaign_.counted)}});
  }

  void finish() {
    db().run("UPDATE campaign SET finished = 1 WHERE id = ?", campaign_.id);
    tell("campaign.ended", {{"campaign", campaign_.id}});
  }

  void count() {
    const auto count = count_all(db(), campaign_);
    if (count != campaign_.counted) {
      db().run("UPDATE campaign SET counted = ? WHERE id = ?", count, campaign_.id);
      campaign_.counted = count;
      tell("campaign.counted", {{"campaign", campaign_.id}, {"count", count}});
    }
    for (const auto due : tiers_due(campaign_, count)) {
      auto& tier = campaign_.tiers[static_cast<std::size_t>(due) - 1];
      tier.opened_at = transaction_.now();
      db().run("UPDATE campaign_tier SET opened_at = ? WHERE campaign = ? AND tier = ?",
               to_ms(*tier.opened_at), campaign_.id, tier.tier);
      if (tier.benefit == Benefit::kEarlyAccess)
        shop::grant_early_access(transaction_,
                                 {.product = tier.product, .person = "", .show = campaign_.show});
      tell("campaign.tier_opened", {{"campaign", campaign_.id},
                                    {"benefit", to_text(tier.benefit)},
                                    {"product", product_json(tier)},
                                    {"tier", tier.tier},
                                    {"threshold", tier.threshold},
                                    {"text", tier.text},
                                    {"count", count}});
    }
  }

  // Answers whether more wait for their benefit than one turn gives.
  bool grant() {
    auto left = kGrantsATurn;
    for (auto& tier : campaign_.tiers) {
      for (const auto& [person, brought] : reached_by(db(), campaign_, tier, left)) {
        if (campaign_.budget && granted(db(), campaign_.id) >= *campaign_.budget) return false;
        give(tier, person, brought);
        if (--left == 0) return true;
      }
    }
    return false;
  }

  void give(Tier& tier, const std::string& person, std::int64_t brought) {
    const auto offer =
        tier.benefit == Benefit::kCoupon ? shop::offer_with_id(db(), tier.offer) : std::nullopt;
    // Early access needs no code: who may buy stands beside the product.
    const bool early = tier.benefit == Benefit::kEarlyAccess;
    const auto code = early ? std::string() : offer ? offer->code : random_.token(kCodeLength);
    if (early)
      shop::grant_early_access(transaction_, {.product = tier.product, .person = person, .show = ""});
    db().run(
        "INSERT INTO campaign_grant (campaign, tier, person, code, verified, granted_at) VALUES (?, ?, ?, ?, "
        "?, ?)",
        campaign_.id, tier.tier, person, code, brought, to_ms(transaction_.now()));
    if (!tier.opened_at) {
      tier.opened_at = transaction_.now();
      db().run("UPDATE campaign_tier SET opened_at = ? WHERE campaign = ? AND tier = ?",
               to_ms(*tier.opened_at), campaign_.id, tier.tier);
    }
    for (const auto& viewer : people::viewers_of(db(), person)) {
      tell("campaign.granted",
           {{"campaign", campaign_.id},
            {"tier", tier.tier},
            {"benefit", to_text(tier.benefit)},
            {"text", tier.text},
            {"product", product_json(tier)},
            {"code", early ? json::value() : json::value(code)}},
           viewer);
    }
  }

  // An offer opens with its tier, or when its show goes on air after that.
  void open_offers() {
    for (auto& tier : campaign_.tiers) {
      if (!tier.opened_at || tier.offer.empty() || tier.offer_opened) continue;
      const auto times = timeline::times_of(db(), campaign_.show);
      if (!times || !times->live()) continue;
      const auto at = timeline::show_clock(*times, transaction_.now());
      const timeline::Command command{.name = "offer.open",
                                      .show = campaign_.show,
                                      .by = {},
                                      .at = at,
                                      .key = {},
                                      .data = {{"offer", tier.offer}}};
      auto opened = shop::decide_open(transaction_, command, *times, at);
      if (opened) {
        journal_.append(transaction_, campaign_.show, *std::move(opened));
      } else {
        log_info("a tier's offer did not open",
                 {{"campaign", campaign_.id}, {"offer", tier.offer}, {"why", opened.error().detail}});
      }
      // What could not be opened is the director's now.
      tier.offer_opened = true;
      db().run("UPDATE campaign_tier SET offer_opened = 1 WHERE campaign = ? AND tier = ?", campaign_.id,
               tier.tier);
    }
  }

  store::Transaction& transaction_;
  timeline::Journal& journal_;
  Random& random_;
  Campaign campaign_;
};

}  // namespace

bool tend_campaigns(store::Transaction& transaction, timeline::Journal& journal, Random& random) {
  bool more = false;
  for (auto& campaign : unfinished_campaigns(transaction.db(), transaction.now()))
    more = Tending(transaction, journal, random, std::move(campaign)).tend() || more;
  return more;
}

}  // namespace nigiwai::social
