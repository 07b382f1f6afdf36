#include "timeline/rooms.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "timeline/handshake.h"
#include "timeline/rooms_part.h"

namespace nigiwai::timeline {
namespace {

constexpr std::size_t kLongestTicket = 64;

}  // namespace

Rooms::Rooms(Loops& loops, store::Readers& readers, const Clock& clock, Random& random, RoomOptions options)
    : loops_(loops),
      readers_(readers),
      clock_(clock),
      options_(std::move(options)),
      admission_(options_.most_sockets, random) {
  for (std::size_t loop = 0; loop < loops.count(); ++loop)
    parts_.push_back(std::make_unique<Part>(*this, loop));
}

Rooms::~Rooms() = default;

void Rooms::wire(Commands& commands, Snapshots& snapshots, http::Authenticator& authenticator,
                 std::string secret) {
  commands_ = &commands;
  snapshots_ = &snapshots;
  authenticator_ = &authenticator;
  secret_ = std::move(secret);
}

std::size_t Rooms::home_of(const std::string& show) const {
  return std::hash<std::string>()(show) % parts_.size();
}

void Rooms::published(SharedEvent event) {
  if (event->show.empty()) return;  // the shop's own timeline has no room
  auto& part = *parts_[home_of(event->show)];
  part.inbox(std::move(event));
}

// Makes sure the room gathers before a reader joins it: whatever is committed from now on goes out in a
// frame.
Task<void> Rooms::prepare(std::string show) {
  auto& part = *parts_[home_of(show)];
  co_await asio::co_spawn(
      part.executor(),
      [](Part& home, std::string name) -> Task<void> {
        home.ensure_home(name);
        co_return;
      }(part, std::move(show)),
      asio::use_awaitable);
}

Task<http::Response> Rooms::timeline(http::Request& request) {
  const std::string show(request.parameter("id"));
  const bool upgrades = asks_for_websocket(request);
  const bool streams = request.wants("text/event-stream");
  if (!upgrades && !streams) co_return co_await page(request, show);

  if (request.by_cookie && upgrades) {
    // A page of another site may open a socket here, but not with our cookie.
    const auto origin = request.header("origin");
    if (std::find(options_.origins.begin(), options_.origins.end(), origin) == options_.origins.end()) {
      request.caller = http::Caller{};
    }
  }
  auto known = snapshots_->snapshot(show, request.caller);
  if (!known) co_return http::problem_response(known.error());
  auto from = request.whole("from", 1, std::int64_t{1} << 53);
  if (!from) co_return http::problem_response(from.error());
  if (streams && !*from) {
    // A browser that comes back says the last id it has seen.
    request.query["from"] = std::string(request.header("last-event-id"));
    if (const auto last = request.whole("from", 0, std::int64_t{1} << 53); last && *last) *from = **last + 1;
  }
  if (stopping_ || !admit(request, from->has_value())) {
    co_return http::problem_response(
        {Kind::kUnavailable,
         "room-full",
         "As many people are watching as this server can hold. Ask for a place in the line.",
         {},
         kAskAgain});
  }

  auto response = http::empty_response(101);
  if (upgrades) {
    auto opened = open_websocket(request, "nigiwai.v1");
    if (!opened) co_return http::problem_response(opened.error());
    response = *std::move(opened);
  } else {
    response.status = 200;
    response.with("Content-Type", "text/event-stream")
        .with("Cache-Control", "no-store")
        .with("Connection", "close");
    response.with("X-Accel-Buffering", "no");
  }
  co_await prepare(show);
  Guest guest{.form = upgrades ? Socket::Form::kWebSocket : Socket::Form::kServerSent,
              .show = show,
              .caller = request.caller,
              .from = from->value_or(0)};
  response.takeover = [this, guest = std::move(guest)](http::TakenConnection connection) {
    auto& part = *parts_[connection.loop];
    part.join(std::move(connection), guest);
  };
  co_return response;
}

void Rooms::seat(std::size_t loop, std::unique_ptr<Wire> wire, Guest guest) {
  auto& home = *parts_[home_of(guest.show)];
  asio::post(
      home.executor(), [this, &home, loop, wire = std::move(wire), guest = std::move(guest)]() mutable {
        home.ensure_home(guest.show);
        auto& part = *parts_[loop];
        asio::post(part.executor(), [&part, wire = std::move(wire), guest = std::move(guest)]() mutable {
          part.seat(std::move(wire), {}, std::move(guest));
        });
      });
}

bool Rooms::admit(const http::Request& request, bool returning) {
  using Guest = Admission::Guest;
  const auto guest = request.caller.is_staff() ? Guest::kStaff : returning ? Guest::kReturning : Guest::kNew;
  const std::scoped_lock lock(admission_mutex_);
  return admission_.enter(std::string(request.asked("ticket").value_or("")), guest, sockets_,
                          clock_.steady());
}

Task<http::Response> Rooms::door(http::Request& request) {
  const auto ticket = std::string(request.asked("ticket").value_or(""));
  if (ticket.size() > kLongestTicket) {
    co_return http::problem_response({Kind::kInvalid, "invalid", "This is no ticket of the line.", "ticket"});
  }
  const auto answer = [&] {
    const std::scoped_lock lock(admission_mutex_);
    return admission_.ask(ticket, sockets_, clock_.steady());
  }();
  if (answer.ticket.empty()) {
    co_return http::problem_response(
        {Kind::kUnavailable,
         "line-full",
         "So many people wait already that the line is closed. Try again in a moment.",
         {},
         kAskAgain});
  }
  json::object shown{{"ticket", answer.ticket}, {"place", answer.place}};
  if (answer.place > 0) shown["retry_after_ms"] = kAskAgain.count();
  auto response = http::json_response(shown);
  response.with("Cache-Control", "no-store");
  co_return response;
}

Task<http::Response> Rooms::page(http::Request& request, const std::string& show) {
  if (const auto known = snapshots_->snapshot(show, request.caller); !known) {
    co_return http::problem_response(known.error());
  }
  const View view{.staff = request.caller.is_staff(), .person = request.caller.id, .secret = secret_};
  constexpr std::int64_t kFurthest = std::int64_t{1} << 40;
  const auto at = request.whole("at", 0, kFurthest), until = request.whole("until", 0, kFurthest);
  const auto from = request.whole("from", 1, std::int64_t{1} << 53),
             limit = request.whole("limit", 1, kMostInPage);
  for (const auto* asked : {&at, &until, &from, &limit}) {
    if (!*asked) co_return http::problem_response(asked->error());
  }
  if (*at) {
    const auto end = until->value_or(**at + 60'000);
    if (end < **at)
      co_return http::problem_response({Kind::kInvalid, "invalid", "This must not be before 'at'.", "until"});
    auto moments = readers_.read<json::object>([&](store::Database& db) {
      return snapshots_->moments(db, show, Milliseconds(**at), Milliseconds(end), view);
    });
    if (!moments) co_return http::problem_response(moments.error());
    auto response = http::json_response(*moments);
    const auto hash = std::hash<std::string>()(std::get<std::string>(response.body));
    response.headers.pop_back();
    response.with("Cache-Control", "private, no-cache");
    co_return http::tagged(request, std::move(response), fmt::format("\"{:x}\"", hash));
  }
  auto frame = readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto times = times_of(db, show);
    if (!times) return std::unexpected(times.error());
    const auto stretch = events_from(db, show, from->value_or(1), limit->value_or(500), view);
    std::vector<SharedEvent> events;
    for (const auto& event : stretch.events) events.push_back(std::make_shared<const Event>(event));
    const FrameHead head{
        .from = stretch.from,
        .to = stretch.to,
        .clock = show_clock(*times, clock_.wall()),
        .counts = {.watching = watching(show), .hearts = times->hearts, .chat = times->chats}};
    auto shown = frame_json(head, events, view);
    shown["next"] = stretch.to < times->last_seq ? json::value(stretch.to + 1) : json::value(nullptr);
    return shown;
  });
  if (!frame) co_return http::problem_response(frame.error());
  co_return http::json_response(*frame);
}

std::int64_t Rooms::watching(const std::string& show) const {
  const std::scoped_lock lock(watching_mutex_);
  const auto found = watching_.find(show);
  return found == watching_.end() ? 0 : found->second;
}

std::size_t Rooms::sockets() const { return sockets_; }
std::uint64_t Rooms::frames_sent() const { return frames_; }
std::size_t Rooms::waiting() const {
  const std::scoped_lock lock(admission_mutex_);
  return admission_.waiting();
}

void Rooms::dismiss(std::function<bool(const http::Caller&)> whom, std::string reason) {
  for (auto& part : parts_) {
    asio::post(part->executor(), [&part, whom, reason] { part->dismiss(whom, reason); });
  }
}

void Rooms::renew(const http::Caller& viewer) {
  for (auto& part : parts_) asio::post(part->executor(), [&part, viewer] { part->renew(viewer); });
}

void Rooms::stop() {
  stopping_ = true;
  for (auto& part : parts_) asio::post(part->executor(), [&part] { part->close_all(); });
}

Result<std::string> shop_secret(store::Database& database, Random& random) {
  try {
    database.run("INSERT INTO secret (name, value) VALUES ('pseudonyms', ?) ON CONFLICT DO NOTHING",
                 random.token(48));
    auto rows = database.query("SELECT value FROM secret WHERE name = 'pseudonyms'");
    rows.next();
    return rows.text(0);
  } catch (const store::StoreFailure& failure) {
    return std::unexpected(failure.problem());
  }
}

}  // namespace nigiwai::timeline
