#include "social/campaigns/campaign.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::social {
namespace {

json::object body() {
  return json::parse(
             R"({"title": "友だちと見よう", "terms": "配信中のみ", "counts": "arrivals", "scope": "all",
    "show": "abc", "starts_at": "2026-12-01T12:00:00Z", "ends_at": "2026-12-01T14:00:00Z",
    "tiers": [{"threshold": 3, "benefit": "offer", "text": "300円引き", "offer": "o1"},
              {"threshold": 10, "benefit": "gift", "text": "次回の先行販売"}]})")
      .as_object();
}

std::string wrong_in(const json::object& changed) { return read_campaign(changed).error().field; }

TEST(Campaign, IsReadAsItWasPlanned) {
  const auto campaign = read_campaign(body());
  ASSERT_TRUE(campaign) << campaign.error().detail;
  ASSERT_EQ(campaign->tiers.size(), 2u);
  EXPECT_EQ(campaign->tiers[0].offer, "o1");
  EXPECT_EQ(campaign->tiers[1].tier, 2);
}

TEST(Campaign, RefusesWhatCannotHold) {
  auto changed = body();
  changed["tiers"].as_array()[1].as_object()["threshold"] = 3;
  EXPECT_EQ(wrong_in(changed), "/tiers/1/threshold");
  changed = body();
  changed["show"] = nullptr;
  EXPECT_FALSE(read_campaign(changed));
  changed = body();
  changed["scope"] = "person";
  EXPECT_EQ(wrong_in(changed), "/tiers/0/benefit");
  changed = body();
  changed["ends_at"] = "2026-12-01T11:00:00Z";
  EXPECT_EQ(wrong_in(changed), "/ends_at");
  changed = body();
  changed["tiers"] = json::array{};
  EXPECT_EQ(wrong_in(changed), "/tiers");
  changed = body();
  changed["budget"] = 10;
  EXPECT_EQ(wrong_in(changed), "/budget");
  changed = body();
  changed.erase("terms");
  EXPECT_EQ(wrong_in(changed), "/terms");
}

TEST(Campaign, EarlyAccessBelongsToAProductAndNeedsNoShow) {
  auto changed = body();
  changed["show"] = nullptr;
  changed["tiers"] = json::array{
      {{"threshold", 3}, {"benefit", "early-access"}, {"text", "新色を先に"}, {"product", "lip"}}};
  for (const auto* scope : {"all", "person"}) {
    changed["scope"] = scope;
    const auto campaign = read_campaign(changed);
    ASSERT_TRUE(campaign) << campaign.error().detail;
    EXPECT_EQ(campaign->tiers[0].product, "lip");
  }
  auto& tier = changed["tiers"].as_array()[0].as_object();
  tier["offer"] = "o1";
  EXPECT_EQ(wrong_in(changed), "/tiers/0/offer");
  tier.erase("offer");
  tier.erase("product");
  EXPECT_EQ(wrong_in(changed), "/tiers/0/product");
  tier["benefit"] = "gift";
  tier["product"] = "lip";
  EXPECT_EQ(wrong_in(changed), "/tiers/0/product");
}

TEST(Campaign, RunsBetweenItsTimes) {
  auto campaign = *read_campaign(body());
  EXPECT_EQ(state_of(campaign, campaign.starts_at - Milliseconds(1)), CampaignState::kPlanned);
  EXPECT_EQ(state_of(campaign, campaign.starts_at), CampaignState::kRunning);
  EXPECT_EQ(state_of(campaign, campaign.ends_at), CampaignState::kOver);
  campaign.ended_at = campaign.starts_at + Milliseconds(5);
  EXPECT_EQ(state_of(campaign, campaign.starts_at + Milliseconds(5)), CampaignState::kEnded);
  EXPECT_EQ(end_of(campaign), campaign.starts_at + Milliseconds(5));
}

TEST(Campaign, OpensEachTierOnce) {
  auto campaign = *read_campaign(body());
  EXPECT_TRUE(tiers_due(campaign, 2).empty());
  EXPECT_EQ(tiers_due(campaign, 3), std::vector<std::int64_t>{1});
  EXPECT_EQ(tiers_due(campaign, 30), (std::vector<std::int64_t>{1, 2}));
  campaign.tiers[0].opened_at = campaign.starts_at;
  EXPECT_TRUE(tiers_due(campaign, 0).empty()) << "what opened stays, whatever is counted later";
  EXPECT_EQ(tiers_due(campaign, 30), std::vector<std::int64_t>{2});
}

TEST(Campaign, KeepsWhatPeopleWereTold) {
  auto was = *read_campaign(body());
  auto wanted = was;
  wanted.scope = Scope::kPerson;
  EXPECT_TRUE(check_change(was, wanted));
  was.began = true;
  EXPECT_EQ(check_change(was, wanted).error().field, "/scope");
  wanted = was;
  wanted.title = "別の名前";
  wanted.tiers[1].threshold = 20;
  EXPECT_TRUE(check_change(was, wanted));
  was.tiers[1].opened_at = was.starts_at;
  EXPECT_EQ(check_change(was, wanted).error().field, "/tiers/1");
}

}  // namespace
}  // namespace nigiwai::social
