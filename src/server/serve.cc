#include "server/serve.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <iostream>
#include <thread>

#include "base/log.h"
#include "http/idempotency.h"
#include "http/origin.h"
#include "http/server.h"
#include "media/ingest/browser/door.h"
#include "media/ingest/rtmp_server.h"
#include "media/ingest/srt_listener.h"
#include "outbox/routes.h"
#include "outbox/smtp.h"
#include "people/audit.h"
#include "people/owner.h"
#include "people/routes.h"
#include "people/sign_in.h"
#include "people/staff_routes.h"
#include "server/archive_rooms.h"
#include "server/chores.h"
#include "server/data_folder.h"
#include "server/forgetting.h"
#include "server/holdings.h"
#include "server/house_metrics.h"
#include "server/insight_rooms.h"
#include "server/limits.h"
#include "server/link_cards.h"
#include "server/media_rooms.h"
#include "server/member_rooms.h"
#include "server/oembed.h"
#include "server/pages.h"
#include "server/room_routes.h"
#include "server/secrets.h"
#include "server/show_rooms.h"
#include "server/social_rooms.h"
#include "shop/embedding/embedding_routes.h"
#include "shop/holds/hold_timer.h"
#include "shop/products/products.h"
#include "shop/products/saved.h"
#include "shop/routes.h"
#include "shop/settings.h"
#include "show/routes.h"
#include "show/shelves.h"
#include "talk/lines.h"
#include "talk/polls.h"
#include "timeline/rooms.h"

namespace nigiwai::server {
namespace {

// How long an orderly stop waits for answers that are on their way.
constexpr std::chrono::seconds kStopPatience{5};

// The addresses under which pages of ours may stand: cookies count only from there.
std::vector<std::string> origins_of(const std::string& public_origin, std::uint16_t port) {
  return {public_origin, fmt::format("http://127.0.0.1:{}", port), fmt::format("http://localhost:{}", port)};
}

// Everything that lives while the server does, in the order in which it is made; it goes in the other order.
class House {
 public:
  static Result<std::unique_ptr<House>> open(const Options& options);
  void run();
  // A server of a protocol may go once its loop has come to rest.
  ~House() {
    loops_.stop(std::chrono::milliseconds(0));
    ingest_loop_.stop(std::chrono::milliseconds(0));
  }

 private:
  House(const Options& options, std::unique_ptr<DataFolder> folder, Room room)
      : options_(options),
        folder_(std::move(folder)),
        room_(room),
        loops_(usable_cores()),
        ingest_loop_(1),
        readers_(folder_->database_path()),
        limits_(clock_) {}
  Result<void> wire();
  void add_server_routes();
  void say_where();
  void stop();

  Options options_;
  SystemClock clock_;
  SystemRandom random_;
  SystemDisk disk_;
  std::unique_ptr<DataFolder> folder_;
  Room room_;
  Loops loops_;
  Loops ingest_loop_;
  store::Readers readers_;
  http::RateLimits limits_;
  std::unique_ptr<timeline::Rooms> rooms_;
  shop::SoldOutBoard sold_out_;
  timeline::EventListeners heard_;
  std::unique_ptr<timeline::Journal> journal_;
  std::unique_ptr<store::Writer> writer_;
  talk::Words words_;
  std::unique_ptr<timeline::Commands> commands_;
  std::unique_ptr<const SecretBox> secrets_;
  std::unique_ptr<people::People> people_;
  std::unique_ptr<media::Pictures> pictures_;
  LinkCards link_cards_{readers_};
  show::ShowShelves shelves_;
  std::unique_ptr<shop::OrderMails> order_mails_;
  std::unique_ptr<shop::Orders> orders_;
  std::unique_ptr<shop::HoldMails> hold_mails_;
  std::unique_ptr<shop::Holds> holds_;
  std::unique_ptr<shop::HoldTimer> hold_timer_;
  std::unique_ptr<shop::Embedding> embedding_;
  std::unique_ptr<Chores> chores_;
  std::unique_ptr<MediaRooms> media_;
  std::unique_ptr<show::ShowSnapshots> snapshots_;
  std::unique_ptr<outbox::Sender> sender_;
  std::unique_ptr<Pages> pages_;
  std::unique_ptr<http::Router> router_;
  std::unique_ptr<outbox::Routes> outbox_routes_;
  std::unique_ptr<people::Routes> people_routes_;
  std::unique_ptr<people::StaffRoutes> staff_routes_;
  std::unique_ptr<MemberRooms> members_;
  std::unique_ptr<shop::EmbeddingRoutes> embedding_routes_;
  std::unique_ptr<ShowRooms> show_rooms_;
  std::unique_ptr<shop::Routes> shop_routes_;
  std::unique_ptr<show::Routes> show_routes_;
  std::unique_ptr<ArchiveRooms> archive_;
  std::unique_ptr<SocialRooms> social_;
  std::unique_ptr<InsightRooms> insight_;
  std::unique_ptr<Forgetting> forgetting_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<media::ingest::RtmpServer> rtmp_;
  std::unique_ptr<media::ingest::SrtListener> srt_;
  std::unique_ptr<media::ingest::browser::Door> door_;
  Metrics metrics_;
  std::string origin_;
  std::string api_document_;
};

Result<std::unique_ptr<House>> House::open(const Options& options) {
  const SystemClock clock;
  auto folder = DataFolder::open(options.data, Use::kServe, clock);
  if (!folder) return std::unexpected(folder.error());
  std::unique_ptr<House> house(new House(options, *std::move(folder), room_for(raise_open_files())));
  if (auto wired = house->wire(); !wired) return std::unexpected(wired.error());
  return house;
}

Result<void> House::wire() {
  const auto listen = http::parse_endpoint(options_.listen, "--listen");
  const auto rtmp = http::parse_endpoint(options_.rtmp, "--rtmp");
  const auto srt = http::parse_endpoint(options_.srt, "--srt");
  for (const auto* endpoint : {&listen, &rtmp, &srt}) {
    if (!*endpoint) return std::unexpected(endpoint->error());
  }
  for (const auto& proxy : options_.trusted_proxies) {
    if (!http::is_network(proxy)) {
      return invalid("--trusted-proxy", fmt::format("'{}' is no network, such as 10.0.0.0/8.", proxy));
    }
  }
  origin_ = fmt::format("http://{}:{}",
                        listen->host.find(':') == std::string::npos ? listen->host : "[" + listen->host + "]",
                        listen->port);
  if (!options_.public_url.empty()) {
    auto origin = origin_of(options_.public_url, "--public-url");
    if (!origin) return std::unexpected(origin.error());
    origin_ = *origin;
  }
  const auto origins = origins_of(origin_, listen->port);

  std::unique_ptr<outbox::Postman> postman;
  if (!options_.smtp.empty()) {
    auto opened = outbox::open_smtp({.url = options_.smtp, .host = http::host_of(origin_)});
    if (!opened) return std::unexpected(opened.error());
    postman = *std::move(opened);
  }

  auto database = folder_->take_database();
  auto secret = timeline::shop_secret(*database, random_);
  if (!secret) return std::unexpected(secret.error());
  words_.load(*database);
  auto setup = people::make_setup_token(*database, clock_, random_);
  if (!setup) return std::unexpected(setup.error());

  auto secrets = open_secrets(folder_->key_path(), *database, clock_, random_);
  if (!secrets) return std::unexpected(secrets.error());
  secrets_ = *std::move(secrets);
  auto embedding = shop::Embedding::open(*database, random_);
  if (!embedding) return std::unexpected(embedding.error());
  embedding_ = *std::move(embedding);

  rooms_ = std::make_unique<timeline::Rooms>(
      loops_, readers_, clock_, random_,
      timeline::RoomOptions{.origins = origins, .most_sockets = room_.sockets});
  rooms_->set_readable_lines(static_cast<double>(talk::readable_lines(*database)));
  sold_out_.load(*database);
  heard_.add(sold_out_);
  heard_.add(*rooms_);
  journal_ = std::make_unique<timeline::Journal>(heard_);
  auto beside = store::Database::open(folder_->database_path(), store::Access::kReadWrite);
  if (!beside) return std::unexpected(beside.error());
  writer_ = std::make_unique<store::Writer>(std::move(database), clock_, *std::move(beside));
  const outbox::SenderOptions mail{.host = http::host_of(origin_),
                                   .shop_name = [](store::Database& db) { return shop::settings(db).name; }};
  sender_ = std::make_unique<outbox::Sender>(*writer_, readers_, clock_, std::move(postman), mail);
  commands_ = std::make_unique<timeline::Commands>(writer_->core(), *journal_, limits_);
  people_ = std::make_unique<people::People>(*writer_, readers_, *journal_, random_, clock_, *secrets_);
  pictures_ = std::make_unique<media::Pictures>(readers_);
  order_mails_ = std::make_unique<shop::OrderMails>(clock_, random_, origin_);
  orders_ = std::make_unique<shop::Orders>(writer_->core(), *journal_, shelves_, random_, order_mails_.get(),
                                           &sold_out_);
  hold_mails_ = std::make_unique<shop::HoldMails>(clock_, origin_);
  holds_ = std::make_unique<shop::Holds>(writer_->core(), *journal_, shelves_, random_, hold_mails_.get());
  media_ = std::make_unique<MediaRooms>(MediaWiring{.directory = folder_->media_path(),
                                                    .disk = disk_,
                                                    .clock = clock_,
                                                    .writer = *writer_,
                                                    .readers = readers_,
                                                    .journal = *journal_,
                                                    .secrets = *secrets_,
                                                    .private_peers = options_.allowed_private_peers});
  const show::ViewParts views{.clock = clock_,
                              .broadcasting = media_->for_shows(),
                              .watching = [this](const std::string& show) { return rooms_->watching(show); }};
  snapshots_ = std::make_unique<show::ShowSnapshots>(readers_, views);
  people_->tell_ended([this](people::People::Whom whom) {
    door_->dismiss(whom);
    rooms_->dismiss(std::move(whom), "This session has ended or has another role now.");
  });
  people_->judge_names([this](std::string_view name) { return words_.check_name(name); });
  people_->tell_viewers([this](const http::Caller& viewer) { rooms_->renew(viewer); });
  rooms_->wire(*commands_, *snapshots_, *people_, *secret);

  router_ = std::make_unique<http::Router>(
      *people_, limits_,
      http::RouterOptions{.origins = origins, .shared_with = [this](std::string_view origin) {
                            return embedding_->allows(origin);
                          }});
  people_routes_ = std::make_unique<people::Routes>(people::PeopleParts{
      .people = *people_,
      .pictures = *pictures_,
      .limits = limits_,
      .saved_by = [](store::Database& db, const std::string& viewer) { return shop::saved_by(db, viewer); },
      .origins = origins,
      .secure_cookies = origin_.starts_with("https:")});
  staff_routes_ = std::make_unique<people::StaffRoutes>(
      people::StaffParts{.people = *people_,
                         .limits = limits_,
                         .shop_name = [](store::Database& db) { return shop::settings(db).name; },
                         .origin = origin_,
                         .origins = origins,
                         .secure_cookies = origin_.starts_with("https:")});
  show_rooms_ = std::make_unique<ShowRooms>(ShowWiring{
      .writer = *writer_,
      .readers = readers_,
      .journal = *journal_,
      .commands = *commands_,
      .shelves = shelves_,
      .holds = *holds_,
      .words = words_,
      .random = random_,
      .clock = clock_,
      .secret = *secret,
      .readable_lines =
          [this](std::int64_t per_second) { rooms_->set_readable_lines(static_cast<double>(per_second)); },
      .counting = counting_of(insight_)});
  shop_routes_ = std::make_unique<shop::Routes>(
      shop::ShopParts{.writer = *writer_,
                      .readers = readers_,
                      .journal = *journal_,
                      .shelves = shelves_,
                      .pictures = *pictures_,
                      .orders = *orders_,
                      .sold_out = sold_out_,
                      .limits = limits_,
                      .clock = clock_,
                      .has_owner = [](store::Database& db) { return people::has_owner(db); },
                      .mails = order_mails_.get()});

  outbox_routes_ = std::make_unique<outbox::Routes>(outbox::OutboxParts{
      .writer = *writer_,
      .readers = readers_,
      .sender = *sender_,
      .options = mail,
      .audit = [](store::Transaction& transaction, const http::Caller& by, std::string_view action) {
        people::audit(transaction, by, action, "");
      }});
  embedding_routes_ = std::make_unique<shop::EmbeddingRoutes>(shop::EmbeddingParts{.writer = *writer_,
                                                                                   .readers = readers_,
                                                                                   .journal = *journal_,
                                                                                   .shelves = shelves_,
                                                                                   .random = random_,
                                                                                   .clock = clock_,
                                                                                   .embedding = *embedding_});

  auto server = http::Server::open(loops_, *router_,
                                   {.listen = options_.listen,
                                    .trusted_proxies = options_.trusted_proxies,
                                    .most_connections = room_.connections});
  if (!server) return std::unexpected(server.error());
  server_ = *std::move(server);
  auto rtmp_server = media::ingest::RtmpServer::open(ingest_loop_.executor(0), media_->broadcasts(),
                                                     {.address = rtmp->host, .port = rtmp->port});
  if (!rtmp_server) return std::unexpected(rtmp_server.error());
  rtmp_ = *std::move(rtmp_server);
  auto srt_listener =
      media::ingest::SrtListener::open(media_->broadcasts(), {.address = srt->host, .port = srt->port});
  if (!srt_listener) return std::unexpected(srt_listener.error());
  srt_ = *std::move(srt_listener);
  door_ = std::make_unique<media::ingest::browser::Door>(
      media_->broadcasts(), media::ingest::browser::Door::Options{.origins = origins});

  pages_ = std::make_unique<Pages>(
      Pages::Parts{.readers = readers_, .views = views, .embedding = *embedding_, .origin = origin_});
  const show::ShowParts show_parts{
      .writer = *writer_,
      .readers = readers_,
      .journal = *journal_,
      .random = random_,
      .views = views,
      .ingest = {.host = http::host_of(origin_), .rtmp_port = rtmp_->port(), .srt_port = srt_->port()}};
  show_routes_ = std::make_unique<show::Routes>(show_parts);
  archive_ = std::make_unique<ArchiveRooms>(show_parts, media_->broadcasts(), *secret);
  outbox_routes_->add_to(*router_);
  members_ = std::make_unique<MemberRooms>(MemberWiring{.people = *people_,
                                                        .writer = *writer_,
                                                        .readers = readers_,
                                                        .journal = *journal_,
                                                        .limits = limits_,
                                                        .random = random_,
                                                        .clock = clock_,
                                                        .origin = origin_,
                                                        .origins = origins,
                                                        .database_path = folder_->database_path()});
  members_->add_to(*router_);
  people_routes_->add_to(*router_);
  staff_routes_->add_to(*router_);
  embedding_routes_->add_to(*router_);
  shop_routes_->add_to(*router_);
  show_rooms_->add_to(*router_);
  show_routes_->add_to(*router_);
  archive_->add_to(*router_);
  auto social =
      SocialRooms::open({folder_->mentions_path(), *writer_, readers_, *journal_, random_, clock_, *secrets_,
                         *commands_, *embedding_, views, origin_, *secret, options_.allowed_private_peers});
  if (!social) return std::unexpected(social.error());
  social_ = *std::move(social);
  social_->add_to(*router_);
  auto insight = InsightRooms::open({folder_->insight_path(), *writer_, readers_, show_rooms_->patterns(),
                                     random_, clock_, origin_, *secret});
  if (!insight) return std::unexpected(insight.error());
  insight_ = *std::move(insight);
  insight_->add_to(*router_);
  forgetting_ = std::make_unique<Forgetting>(
      Forgetting::Parts{*people_, *writer_, insight_->insight(), clock_, holdings(*journal_)});
  forgetting_->add_to(*router_);
  pictures_->add_routes(*router_);
  link_cards_.add_to(*router_);
  media_->add_to(*router_, show_parts);
  door_->add_to(*router_);
  add_server_routes();
  add_house_metrics(metrics_, {.server = *server_,
                               .rooms = *rooms_,
                               .writer = writer_->core(),
                               .sender = *sender_,
                               .sold_out = sold_out_,
                               .broadcasts = media_->broadcasts(),
                               .insight = insight_->insight()});
  if (auto resumed = media_->resume(); !resumed) return resumed;
  hold_timer_ = std::make_unique<shop::HoldTimer>(*holds_, readers_, clock_);
  chores_ = std::make_unique<Chores>(Chores::Parts{
      .writer = *writer_,
      .clock = clock_,
      .steps = {*journal_, shelves_, order_mails_.get()},
      .people = *people_,
      .tend_members = [this] { members_->tend(), forgetting_->tend(); },
      .tend_shows =
          [this] { show_rooms_->tend(), social_->tend(), members_->announce(), insight_->tend(); }});
  say_where();
  if (*setup) {
    std::cout << "No owner yet. Make the first one here, once:\n  " << origin_
              << "/studio/setup?token=" << **setup << std::endl;
  }
  return {};
}

void House::add_server_routes() {
  add_room_routes(*router_, *rooms_);
  add_oembed_route(*router_, readers_, origin_);
  router_->add({.method = "GET",
                .path = "/healthz",
                .access = http::Access::open(),
                .handle = [this](http::Request&) -> Task<http::Response> {
                  const auto read = readers_.read<int>([](store::Database& db) -> Result<int> {
                    auto rows = db.query("SELECT 1");
                    rows.next();
                    return 1;
                  });
                  if (!read) co_return http::problem_response(read.error());
                  co_return http::json_response(json::object{{"status", "ok"}});
                },
                .summary = "Whether the server can read its database."});
  router_->add({.method = "GET",
                .path = "/metrics",
                .access = http::Access::open(),
                .handle = [this](http::Request&) -> Task<http::Response> {
                  co_return http::text_response(metrics_.text(), "text/plain; version=0.0.4");
                },
                .summary = "Figures of the running server, in Prometheus' text form."});
  router_->add({.method = "GET",
                .path = "/api/openapi.json",
                .access = http::Access::open(),
                .handle = [this](http::Request&) -> Task<http::Response> {
                  co_return http::text_response(api_document_, "application/json");
                },
                .summary = "This document."});
  router_->otherwise(
      [this](http::Request& request) -> Task<http::Response> { co_return pages_->at(request); });
  api_document_ = json::serialize(http::openapi(router_->routes(), origin_));
}

void House::say_where() {
  log_info("nigiwai is ready", {{"url", origin_},
                                {"listen", options_.listen},
                                {"rtmp_port", rtmp_->port()},
                                {"srt_port", srt_->port()},
                                {"viewers_fit", room_.sockets}});
}

void House::run() {
  // Signals are taken by this thread alone, which waits for nothing else.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  server_->start();
  sender_->start();
  archive_->start();
  social_->start();
  chores_->tend();
  while (true) {
    const timespec patience{.tv_sec = Chores::kOften.count(), .tv_nsec = 0};
    const int signal = ::sigtimedwait(&signals, nullptr, &patience);
    if (signal == SIGINT || signal == SIGTERM) break;
    chores_->tend();
  }
  log_info("stopping", {});
  stop();
}

void House::stop() {
  server_->stop();
  rooms_->stop();
  srt_->stop();
  door_->stop();
  // The RTMP server belongs to its loop.
  std::atomic<bool> closed = false;
  boost::asio::post(ingest_loop_.executor(0), [&] {
    rtmp_->stop();
    closed = true;
    closed.notify_all();
  });
  closed.wait(false);
  archive_->stop();
  social_->stop();
  forgetting_->stop();
  insight_->stop();
  media_->stop();
  loops_.stop(kStopPatience);
  ingest_loop_.stop(kStopPatience);
  sender_->stop();
  hold_timer_->stop();
  writer_->stop();
  log_info("stopped", {});
}

}  // namespace

Result<void> serve(const Options& options) {
  // Blocked before any thread is made, so that no thread but House::run() takes them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  auto house = House::open(options);
  if (!house) return std::unexpected(house.error());
  (*house)->run();
  return {};
}

}  // namespace nigiwai::server
