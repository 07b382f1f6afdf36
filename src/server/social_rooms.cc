#include "server/social_rooms.h"

#include <filesystem>

#include "base/log.h"
#include "server/commands.h"
#include "server/link_cards.h"
#include "shop/settings.h"
#include "social/campaigns/campaign_turns.h"
#include "social/campaigns/campaigns.h"
#include "social/channels/networks.h"
#include "social/returning/digest.h"
#include "social/returning/return_news.h"
#include "social/sharing/shares.h"

namespace nigiwai::server {
namespace {

// Japan's rule on advertising that does not look like it (2023-10-01): what somebody says for a benefit, or
// as one of the shop's own, says so.
std::string disclosure_of(store::Database& db, const social::ShareLink& link, WallTime now,
                          shop::Language language) {
  const bool english = language == shop::Language::kEnglish;
  if (!link.staff.empty()) return english ? "#PR (I work for this shop)" : "#PR（このお店のスタッフです）";
  if (!social::is_rewarded(db, link.target.show, now)) return "";
  return english ? "#PR (sharing is rewarded)" : "#PR（シェア特典の対象です）";
}

std::string shop_name(store::Database& db, std::string_view language) {
  const auto named = shop::settings(db);
  return language == "en" && !named.name_latin.empty() ? named.name_latin : named.name;
}

std::string card_for_fediverse(store::Database& db, const std::string& show, const std::string& in) {
  const auto language = in == "en" ? Language::kEnglish : Language::kJapanese;
  const auto card = card_of(db, show, language);
  return card ? card_path(show, *card, language) : "";
}

}  // namespace

SocialRooms::SocialRooms(std::unique_ptr<social::Listening> listening, const SocialWiring& wiring)
    : wiring_(wiring),
      arrivals_(wiring.writer, store::Lane::kProjections, "arrivals could not be verified",
                [](store::Transaction& t) -> Result<bool> { return social::read_some_shares(t); }),
      campaign_tiers_(wiring.writer, store::Lane::kProjections, "campaigns could not be tended",
                      [this](store::Transaction& t) -> Result<bool> {
                        return social::tend_campaigns(t, wiring_.journal, wiring_.random);
                      }),
      returning_(wiring.writer, store::Lane::kBehind, "returns could not be tended",
                 [this](store::Transaction& t) -> Result<bool> {
                   social::look_at_calendar(t);
                   // Each of them works through what waits a little at a time.
                   const bool read = social::read_some_returns(t);
                   const bool spread = social::spread_some_news(t);
                   const bool sent = social::send_some_digests(
                       t, {.clock = wiring_.clock, .origin = wiring_.origin, .shop_name = shop_name});
                   return social::read_some_tastes(t) || read || spread || sent;
                 }),
      peers_(
          outbox::open_peers({.user_agent = std::string("nigiwai/") + version() + " (+" + wiring.origin + ")",
                              .private_peers = wiring.private_peers})),
      listening_(std::move(listening)),
      listening_routes_(
          {.listening = *listening_, .shop = wiring.readers, .writer = wiring.writer, .clock = wiring.clock}),
      aside_(wiring.readers),
      linking_({wiring.writer, wiring.readers, wiring.random, wiring.clock}),
      shares_({.writer = wiring.writer,
               .readers = wiring.readers,
               .journal = wiring.journal,
               .aside = aside_,
               .random = wiring.random,
               .clock = wiring.clock,
               .origin = wiring.origin,
               .secret = wiring.secret,
               .disclosure = disclosure_of}),
      campaigns_({.writer = wiring.writer,
                  .readers = wiring.readers,
                  .aside = aside_,
                  .random = wiring.random,
                  .clock = wiring.clock}),
      audiences_({.writer = wiring.writer,
                  .readers = wiring.readers,
                  .aside = aside_,
                  .journal = wiring.journal,
                  .random = wiring.random,
                  .clock = wiring.clock}),
      returns_({.writer = wiring.writer,
                .readers = wiring.readers,
                .aside = aside_,
                .random = wiring.random,
                .clock = wiring.clock}),
      recommending_({.writer = wiring.writer,
                     .readers = wiring.readers,
                     .journal = wiring.journal,
                     .clock = wiring.clock}),
      calls_({.channels = channels_,
              .readers = wiring.readers,
              .writer = wiring.writer,
              .box = wiring.secrets,
              .random = wiring.random}),
      accounts_({.writer = wiring.writer,
                 .readers = wiring.readers,
                 .random = wiring.random,
                 .clock = wiring.clock,
                 .box = wiring.secrets,
                 .channels = channels_,
                 .calls = calls_,
                 .origin = wiring.origin,
                 .private_peers = wiring.private_peers}),
      hooks_({.writer = wiring.writer,
              .readers = wiring.readers,
              .random = wiring.random,
              .clock = wiring.clock,
              .box = wiring.secrets,
              .network = {.peers = *peers_, .clock = wiring.clock, .private_peers = wiring.private_peers}}),
      publisher_({.channels = channels_,
                  .calls = calls_,
                  .readers = wiring.readers,
                  .writer = wiring.writer,
                  .journal = wiring.journal,
                  .random = wiring.random,
                  .clock = wiring.clock,
                  .origin = wiring.origin,
                  .folder = std::filesystem::path(wiring.mentions_path).parent_path() / "posts"}),
      posts_({.writer = wiring.writer,
              .readers = wiring.readers,
              .aside = aside_,
              .random = wiring.random,
              .clock = wiring.clock,
              .channels = channels_,
              .publisher = publisher_,
              .origin = wiring.origin}),
      feeds_(wiring.readers, wiring.clock, wiring.origin),
      events_(wiring.readers, wiring.secret),
      webhook_sender_({.writer = wiring.writer,
                       .readers = wiring.readers,
                       .peers = *peers_,
                       .clock = wiring.clock,
                       .secrets = {wiring.secrets, wiring.random},
                       .origin = wiring.origin,
                       .shop_secret = wiring.secret}),
      webhooks_({.writer = wiring.writer,
                 .readers = wiring.readers,
                 .clock = wiring.clock,
                 .secrets = {wiring.secrets, wiring.random},
                 .sender = webhook_sender_,
                 .private_peers = wiring.private_peers}),
      inbox_({.writer = wiring.writer,
              .readers = wiring.readers,
              .random = wiring.random,
              .clock = wiring.clock,
              .commands = wiring.commands,
              .listening = *listening_,
              .channels = channels_,
              .calls = calls_}),
      fediverse_({.writer = wiring.writer,
                  .readers = wiring.readers,
                  .journal = wiring.journal,
                  .random = wiring.random,
                  .clock = wiring.clock,
                  .secrets = wiring.secrets,
                  .peers = *peers_,
                  .origin = wiring.origin,
                  .version = version(),
                  .picture = card_for_fediverse}),
      blocks_({.writer = wiring.writer,
               .readers = wiring.readers,
               .listening = listening_->readers(),
               .random = wiring.random,
               .embedding = wiring.embedding,
               .views = wiring.views,
               .secret = wiring.secret}) {
  social::add_networks(channels_,
                       {.peers = *peers_, .clock = wiring.clock, .private_peers = wiring.private_peers});
  channels_.add(fediverse_.channel());
}

Result<std::unique_ptr<SocialRooms>> SocialRooms::open(const SocialWiring& wiring) {
  auto listening = social::Listening::open(wiring.mentions_path, wiring.clock);
  if (!listening) return std::unexpected(listening.error());
  return std::unique_ptr<SocialRooms>(new SocialRooms(*std::move(listening), wiring));
}

void SocialRooms::add_to(http::Router& router) {
  listening_routes_.add_to(router);
  shares_.add_to(router);
  campaigns_.add_to(router);
  audiences_.add_to(router);
  returns_.add_to(router);
  recommending_.add_to(router);
  accounts_.add_to(router);
  hooks_.add_to(router);
  posts_.add_to(router);
  feeds_.add_to(router);
  events_.add_to(router);
  webhooks_.add_to(router);
  inbox_.add_to(router);
  fediverse_.add_to(router);
  blocks_.add_to(router);
  linking_.add_to(router);
}

void SocialRooms::start() {
  for (const auto& peer : wiring_.private_peers) log_warn("a private peer may be called", {{"peer", peer}});
  webhook_sender_.start();
  publisher_.start();
  inbox_.start();
  fediverse_.start();
}

void SocialRooms::stop() {
  peers_->stop();
  webhook_sender_.stop();
  accounts_.stop();
  hooks_.stop();
  publisher_.stop();
  inbox_.stop();
  fediverse_.stop();
}

void SocialRooms::tend() {
  listening_->tend();
  arrivals_.tend();
  campaign_tiers_.tend();
  returning_.tend();
  fediverse_.tend();
  linking_.tend();
  tend_blocks();
}

// What is gone is shown by no block; what was noted about it may stay a little longer.
void SocialRooms::tend_blocks() {
  constexpr std::chrono::minutes kEvery{1};
  const auto now = wiring_.clock.steady();
  if (tended_blocks_ && now - *tended_blocks_ < kEvery) return;
  tended_blocks_ = now;
  blocks_.tend();
}

}  // namespace nigiwai::server
