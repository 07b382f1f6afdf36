#include "server/social_rooms.h"

#include <filesystem>

#include "base/log.h"
#include "server/commands.h"
#include "social/campaigns/campaign_turns.h"
#include "social/campaigns/campaigns.h"
#include "social/channels/networks.h"
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

}  // namespace

SocialRooms::SocialRooms(std::unique_ptr<social::Listening> listening, const SocialWiring& wiring)
    : wiring_(wiring),
      peers_(
          outbox::open_peers({.user_agent = std::string("nigiwai/") + version() + " (+" + wiring.origin + ")",
                              .private_peers = wiring.private_peers})),
      listening_(std::move(listening)),
      listening_routes_(
          {.listening = *listening_, .shop = wiring.readers, .writer = wiring.writer, .clock = wiring.clock}),
      aside_(wiring.readers),
      shares_({.writer = wiring.writer,
               .readers = wiring.readers,
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
      feeds_(wiring.readers, wiring.origin),
      events_(wiring.readers, wiring.secret) {
  social::add_networks(channels_,
                       {.peers = *peers_, .clock = wiring.clock, .private_peers = wiring.private_peers});
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
  accounts_.add_to(router);
  hooks_.add_to(router);
  posts_.add_to(router);
  feeds_.add_to(router);
  events_.add_to(router);
}

void SocialRooms::start() {
  for (const auto& peer : wiring_.private_peers) log_warn("a private peer may be called", {{"peer", peer}});
  publisher_.start();
}

void SocialRooms::stop() {
  peers_->stop();
  accounts_.stop();
  hooks_.stop();
  publisher_.stop();
}

void SocialRooms::tend() {
  listening_->tend();
  read_shares();
  tend_campaigns();
}

void SocialRooms::read_shares() {
  wiring_.writer.run<bool>(
      store::Lane::kProjections,
      [](store::Transaction& t) -> Result<bool> { return social::read_some_shares(t); },
      [this](const Result<bool>& more) {
        if (!more) return log_warn("arrivals could not be verified", {{"why", more.error().detail}});
        if (*more) read_shares();
      });
}

void SocialRooms::tend_campaigns() {
  wiring_.writer.run<bool>(
      store::Lane::kProjections,
      [this](store::Transaction& t) -> Result<bool> {
        return social::tend_campaigns(t, wiring_.journal, wiring_.random);
      },
      [this](const Result<bool>& more) {
        if (!more) return log_warn("campaigns could not be tended", {{"why", more.error().detail}});
        if (*more) tend_campaigns();
      });
}

}  // namespace nigiwai::server
