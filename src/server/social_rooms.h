// What the shop has to do with the world outside, put together: mentions of it, share links and campaigns,
// feeds, and events for partners.
#pragma once

#include "base/sealing.h"
#include "outbox/peers.h"
#include "server/feeds.h"
#include "server/inbox_room.h"
#include "server/partner_events.h"
#include "social/audiences/audience_routes.h"
#include "social/blocks/block_routes.h"
#include "social/campaigns/campaign_routes.h"
#include "social/channels/channel_routes.h"
#include "social/channels/hook_routes.h"
#include "social/fediverse/fediverse.h"
#include "social/linking/linking_routes.h"
#include "social/listening/listening_routes.h"
#include "social/partners/webhook_routes.h"
#include "social/posts/post_routes.h"
#include "social/recommending/recommend_routes.h"
#include "social/returning/return_routes.h"
#include "social/sharing/share_routes.h"
#include "store/bit_by_bit.h"
#include "timeline/journal.h"

namespace nigiwai::server {

struct SocialWiring {  // all outlive the server
  std::string mentions_path{};
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
  const SecretBox& secrets;
  timeline::Commands& commands;
  const shop::Embedding& embedding;
  show::ViewParts views;
  std::string origin{};
  std::string secret{};                      // of the shop
  std::vector<std::string> private_peers{};  // "host:port" in our own network that may be asked
};

class SocialRooms {
 public:
  // Opens what is kept of mentions.
  static Result<std::unique_ptr<SocialRooms>> open(const SocialWiring& wiring);
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few seconds.
  void tend();
  // What speaks with other servers has threads of its own. stop() before the writer's.
  void start();
  void stop();

 private:
  SocialRooms(std::unique_ptr<social::Listening> listening, const SocialWiring& wiring);
  void tend_blocks();

  SocialWiring wiring_;
  store::BitByBit arrivals_, campaign_tiers_, returning_;
  std::unique_ptr<outbox::Peers> peers_;
  std::unique_ptr<social::Listening> listening_;
  social::ListeningRoutes listening_routes_;
  show::Aside aside_;
  social::LinkingRoutes linking_;
  social::ShareRoutes shares_;
  social::CampaignRoutes campaigns_;
  social::AudienceRoutes audiences_;
  social::ReturnRoutes returns_;
  social::RecommendRoutes recommending_;
  social::Channels channels_;
  social::AccountCalls calls_;
  social::ChannelRoutes accounts_;
  social::HookRoutes hooks_;
  social::Publisher publisher_;
  social::PostRoutes posts_;
  Feeds feeds_;
  PartnerEvents events_;
  social::WebhookSender webhook_sender_;
  social::WebhookRoutes webhooks_;
  InboxRoom inbox_;
  social::fediverse::Fediverse fediverse_;
  social::BlockRoutes blocks_;
  std::optional<SteadyTime> tended_blocks_{};
};

}  // namespace nigiwai::server
