#include "timeline/rooms_part.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.h"
#include "base/together.h"

namespace nigiwai::timeline {
namespace {

// How often sockets are looked after: pings, silence, empty rooms.
constexpr std::chrono::seconds kTending{5};
// Sockets written to in a row, some 3 ms: ten thousand would keep whoever has something to say waiting for a
// whole tick.
constexpr std::size_t kSendsAtOnce = 500;
// Sockets whose memory is on its way while another is written to: 4 to 7 % less processor time a line.
constexpr std::size_t kFetchedAhead = 3;

// As this socket takes it; `to` is of what covers something.
std::string bytes_for(const Socket& socket, const json::object& shown, std::int64_t to) {
  const auto frame = frame_of(shown, to);
  return socket.form() == Socket::Form::kWebSocket ? frame->websocket : frame->server_sent;
}

}  // namespace

std::int64_t Rooms::Part::Home::watching() const {
  std::int64_t all = 0;
  for (const auto& [loop, crowd] : here) all += crowd.first;
  return all;
}

std::int64_t Rooms::Part::Home::staff() const {
  std::int64_t all = 0;
  for (const auto& [loop, crowd] : here) all += crowd.second;
  return all;
}

Rooms::Part::Part(Rooms& rooms, std::size_t loop)
    : rooms_(rooms),
      loop_(loop),
      executor_(rooms.loops_.executor(loop)),
      tending_(rooms.options_.timers(executor_)),
      quiet_(rooms.options_.timers(executor_)),
      poller_(executor_) {
  asio::post(executor_, [this] {
    tend();
    tick_quiet_rooms();
  });
}

View Rooms::Part::view_of(const http::Caller& caller) const {
  return {.staff = caller.is_staff(), .person = caller.id, .secret = rooms_.secret_};
}

void Rooms::Part::inbox(SharedEvent event) {
  {
    const std::scoped_lock lock(inbox_mutex_);
    inbox_.push_back(std::move(event));
    if (inbox_.size() > 1) return;  // a drain is already on its way
  }
  hand_to(executor_, [this] { drain(); });
}

void Rooms::Part::drain() {
  std::vector<SharedEvent> events;
  {
    const std::scoped_lock lock(inbox_mutex_);
    events.swap(inbox_);
  }
  for (const auto& event : events) {
    // Where nobody is there, the journal has it.
    if (const auto home = homes_.find(event->show); home != homes_.end()) home->second->gathering.add(event);
  }
  for (const auto& [show, home] : homes_) {
    if (!home->gathering.empty()) schedule(show, *home);
  }
}

void Rooms::Part::schedule(const std::string& show, Home& home) {
  if (home.ticking || home.delivering > 0) return;
  const auto since = rooms_.clock_.steady() - home.last_tick;
  if (since >= kTick) return tick(show, home);
  home.ticking = true;
  home.timer->after(std::chrono::ceil<Milliseconds>(kTick - since), [this, show] {
    const auto found = homes_.find(show);
    if (found == homes_.end()) return;
    found->second->ticking = false;
    if (found->second->delivering == 0) tick(show, *found->second);
  });
}

void Rooms::Part::tick(const std::string& show, Home& home) {
  home.last_tick = rooms_.clock_.steady();
  const bool staff = home.staff() > 0;
  const auto frames = home.gathering.tick({.wall = rooms_.clock_.wall(),
                                           .now = home.last_tick,
                                           .watching = home.watching(),
                                           .lines_per_second = rooms_.readable_lines_,
                                           .staff = staff,
                                           .health = staff ? rooms_.snapshots_->health(show) : json::object{},
                                           .secret = rooms_.secret_});
  ++rooms_.frames_;
  for (const auto& [loop, crowd] : home.here) {
    if (crowd.first + crowd.second == 0) continue;
    ++home.delivering;
    if (loop == loop_) {
      deliver(show, frames);
    } else {
      auto& part = *rooms_.parts_[loop];
      asio::post(part.executor_, [&part, show, frames] { part.deliver(show, frames); });
    }
  }
}

void Rooms::Part::deliver(const std::string& show, const Tick& tick) {
  if (const auto found = crowds_.find(show); found != crowds_.end()) {
    found->second.tick = tick;
    found->second.waiting = found->second.sockets.size();
  }
  deliver_some(show);
}

// From the last to the first: who breaks leaves its place to the last, who has the tick already, and who
// comes meanwhile stands behind and was told everything that the tick says.
void Rooms::Part::deliver_some(const std::string& show) {
  const auto found = crowds_.find(show);
  if (found != crowds_.end() && found->second.tick) {
    auto& crowd = found->second;
    for (std::size_t sends = 0; crowd.waiting > 0; ++sends) {
      if (sends == kSendsAtOnce) return asio::post(executor_, [this, show] { deliver_some(show); });
      crowd.waiting = std::min(crowd.waiting, crowd.sockets.size());
      if (crowd.waiting == 0) break;
      if (crowd.waiting > kFetchedAhead) crowd.sockets[crowd.waiting - 1 - kFetchedAhead]->fetch();
      auto& socket = *crowd.sockets[--crowd.waiting];
      const auto& caller = socket.caller();
      const auto* frame = caller.is_staff() && crowd.tick->staff ? &crowd.tick->staff : &crowd.tick->everyone;
      if (crowd.tick->personal && caller.role == http::Role::kViewer) {
        if (const auto own = crowd.tick->personal->find(caller.id); own != crowd.tick->personal->end())
          frame = &own->second;
      }
      socket.send(*frame);
    }
    crowd.tick.reset();
  }
  auto& home = *rooms_.parts_[rooms_.home_of(show)];
  asio::post(home.executor_, [&home, show] { home.on_delivered(show); });
}

// The next tick begins when all loops have written this one: a room that is too large for its tick has a
// longer one.
void Rooms::Part::on_delivered(const std::string& show) {
  const auto found = homes_.find(show);
  if (found == homes_.end()) return;
  auto& home = *found->second;
  --home.delivering;
  if (home.delivering == 0 && !home.gathering.empty()) schedule(show, home);
}

void Rooms::Part::ensure_home(const std::string& show) {
  auto& home = homes_[show];
  if (home) {
    home->empty_since = rooms_.clock_.steady();
    return;
  }
  const auto times = rooms_.readers_.read<ShowTimes>([&](store::Database& db) { return times_of(db, show); });
  home = std::make_unique<Home>(rooms_.options_.timers(executor_), times.value_or(ShowTimes{}));
  home->empty_since = rooms_.clock_.steady();
}

void Rooms::Part::on_crowd(const std::string& show, std::size_t loop, std::int64_t watching,
                           std::int64_t staff) {
  ensure_home(show);
  auto& home = *homes_.at(show);
  home.here[loop] = {watching, staff};
  const std::scoped_lock lock(rooms_.watching_mutex_);
  rooms_.watching_[show] = home.watching();
}

void Rooms::Part::report_crowd(const std::string& show) {
  const auto& crowd = crowds_[show];
  auto& home = *rooms_.parts_[rooms_.home_of(show)];
  asio::post(home.executor_, [&home, show, loop = loop_, watching = crowd.watching, staff = crowd.staff] {
    home.on_crowd(show, loop, watching, staff);
  });
}

Rooms::Part::Crowd& Rooms::Part::crowd_of(const std::string& show) {
  auto& crowd = crowds_[show];
  if (!crowd.show) crowd.show = std::make_shared<const std::string>(show);
  return crowd;
}

void Rooms::Part::join(http::TakenConnection connection, Guest guest) {
  boost::system::error_code error;
  const int descriptor = connection.socket.release(error);
  if (error) return;
  bound_kernel_buffers(descriptor);
  seat(poller_.wire(descriptor), connection.read_already, std::move(guest));
}

void Rooms::Part::seat(std::unique_ptr<Wire> wire, std::string_view already, Guest guest) {
  auto& crowd = crowd_of(guest.show);
  auto socket = std::make_shared<Socket>(std::move(wire), guest.form, crowd.show, rooms_.clock_, *this);
  socket->now_is(std::move(guest.caller));
  socket->from = guest.from;
  socket->place = static_cast<std::uint32_t>(crowd.sockets.size());
  crowd.sockets.push_back(socket);
  ++(socket->caller().is_staff() ? crowd.staff : crowd.watching);
  ++rooms_.sockets_;
  report_crowd(guest.show);
  catch_up(*socket, guest.from, true);
  if (!socket->is_closed()) socket->start(already);
}

void Rooms::Part::on_behind(Socket& socket) { catch_up(socket, socket.sent_to + 1, false); }

void Rooms::Part::on_closed(Socket& socket) {
  auto& crowd = crowds_.at(socket.show());
  // What the loop has heard already may still be told to it in this turn.
  asio::post(executor_, [kept = std::move(crowd.sockets[socket.place])] {});
  if (socket.place + 1 < crowd.sockets.size()) {
    crowd.sockets[socket.place] = std::move(crowd.sockets.back());
    crowd.sockets[socket.place]->place = socket.place;
  }
  crowd.sockets.pop_back();
  --(socket.caller().is_staff() ? crowd.staff : crowd.watching);
  --rooms_.sockets_;
  report_crowd(socket.show());
}

// A socket that is written to may leave its crowd, so they are looked at from a copy.
template <class Each>
void Rooms::Part::each_socket(Each each) {
  for (auto& [show, crowd] : crowds_) {
    const auto sockets = crowd.sockets;
    for (const auto& socket : sockets) each(*socket);
  }
}

// Reads on this loop, so that no frame can slip in between: what the read saw is older than any frame to
// come.
void Rooms::Part::catch_up(Socket& socket, std::int64_t from, bool introduce) {
  const auto& show = socket.show();
  const auto view = view_of(socket.caller());
  json::object shown;
  std::int64_t to = 0;
  const auto read = rooms_.readers_.read<int>([&](store::Database& db) -> Result<int> {
    const auto times = times_of(db, show);
    if (!times) return std::unexpected(times.error());
    FrameHead head{
        .from = times->last_seq + 1,
        .to = times->last_seq,
        .clock = show_clock(*times, rooms_.clock_.wall()),
        .counts = {.watching = rooms_.watching(show), .hearts = times->hearts, .chat = times->chats}};
    std::vector<SharedEvent> events;
    const bool follows = from >= 1 && from <= times->last_seq + 1 && times->last_seq - from < kMostCaughtUp;
    if (follows) {
      auto missed = events_from(db, show, from, kMostCaughtUp, view);
      head.from = from;
      head.sums = rooms_.snapshots_->sums(db, show);
      for (auto& event : missed.events) events.push_back(std::make_shared<const Event>(std::move(event)));
    }
    shown = frame_json(head, events, view);
    to = head.to;
    return follows ? 1 : 0;
  });
  if (!read) return socket.close(websocket::kGoingAway, "The show cannot be read now.");
  if (*read == 0) {
    auto snapshot = rooms_.snapshots_->snapshot(show, socket.caller());
    if (!snapshot) return socket.close(websocket::kGoingAway, "The show cannot be read now.");
    // The snapshot was read after `to`: it may know more, and the frames to come repeat that much.
    shown["snapshot"] = *std::move(snapshot);
  }
  if (const auto& caller = socket.caller(); introduce && caller.is_somebody()) {
    shown["you"] = {{"id", caller.is_staff() ? caller.handle : pseudonym(rooms_.secret_, show, caller.id)},
                    {"name", caller.name},
                    {"role", to_text(caller.role)}};
  }
  if (socket.caller().is_staff()) shown["health"] = rooms_.snapshots_->health(show);
  socket.send_stretch(bytes_for(socket, shown, to), to);
}

// Looks at every socket of the loop: changes of name are rare and slowed, and an index would cost each join.
void Rooms::Part::renew(const http::Caller& viewer) {
  each_socket([&](Socket& socket) {
    if (socket.caller().role != http::Role::kViewer || socket.caller().id != viewer.id) return;
    socket.now_is(viewer);
    if (viewer.is_somebody() && !socket.is_closed()) catch_up(socket, socket.sent_to + 1, true);
  });
}

void Rooms::Part::send_json(Socket& socket, const json::object& shown) {
  socket.send_own(bytes_for(socket, shown, 0));
}

void Rooms::Part::on_message(Socket& socket, std::string text) {
  const auto refuse = [&](json::value key, const Problem& problem) {
    send_json(socket, {{"re", std::move(key)}, {"problem", http::problem_json(problem)}});
  };
  const auto message = parse_object(text);
  if (!message) return refuse(nullptr, message.error());
  const auto* key = message->if_contains("key");
  const json::value re =
      key != nullptr && key->is_string() && key->get_string().size() <= 64 ? *key : json::value();
  const auto* name = message->if_contains("do");
  if (name != nullptr && name->is_string() && name->get_string() == "hello") return hello(socket, *message);
  auto command = Commands::read(*message, socket.show(), socket.caller());
  if (!command) return refuse(re, command.error());
  if (socket.undecided >= kMostUndecided) {
    return refuse(re, {Kind::kTooMany,
                       "too-many",
                       "Too many commands are still waiting for an answer.",
                       {},
                       Milliseconds(1000)});
  }
  ++socket.undecided;
  asio::co_spawn(executor_, run_command(socket.shared_from_this(), *std::move(command)), asio::detached);
}

Task<void> Rooms::Part::run_command(std::shared_ptr<Socket> socket, Command command) {
  const auto key = command.key;
  Result<std::int64_t> seq = 0;
  try {
    seq = co_await rooms_.commands_->handle(std::move(command));
  } catch (const std::exception& failure) {
    log_error("a command failed", {{"why", failure.what()}});
    seq = fail(Kind::kInternal, "internal", "Something went wrong on the server; nothing was changed.");
  }
  --socket->undecided;
  if (socket->is_closed()) co_return;
  json::object answer{{"re", key}};
  if (seq) {
    answer["ok"] = {{"seq", *seq}};
  } else {
    answer["problem"] = http::problem_json(seq.error());
  }
  send_json(*socket, answer);
}

void Rooms::Part::hello(Socket& socket, const json::object& message) {
  Fields in(message);
  in.text("do", {.most = 10});
  const auto token = in.secret("token", 200);
  auto problem = in.problem();
  Result<http::Caller> caller = http::Caller{};
  if (!problem) {
    caller = rooms_.authenticator_->staff(token);
    if (!caller && caller.error().kind == Kind::kUnauthorized) caller = rooms_.authenticator_->viewer(token);
    if (!caller) problem = caller.error();
  }
  if (problem) return send_json(socket, {{"re", "hello"}, {"problem", http::problem_json(*problem)}});
  auto& crowd = crowds_.at(socket.show());
  --(socket.caller().is_staff() ? crowd.staff : crowd.watching);
  socket.now_is(*std::move(caller));
  ++(socket.caller().is_staff() ? crowd.staff : crowd.watching);
  report_crowd(socket.show());
  // What was missed is read again, now as this reader may see it: it was sent to nobody in particular before.
  catch_up(socket, socket.from != 0 || socket.caller().is_staff() ? socket.from : socket.sent_to + 1, true);
}

void Rooms::Part::dismiss(const std::function<bool(const http::Caller&)>& whom, const std::string& reason) {
  each_socket([&](Socket& socket) {
    if (whom(socket.caller())) socket.close(websocket::kPolicyViolation, reason);
  });
}

void Rooms::Part::close_all() {
  each_socket([](Socket& socket) {
    socket.close(websocket::kGoingAway, "The server stops; come back in a moment.");
  });
  tending_->cancel();
  quiet_->cancel();
  for (auto& [show, home] : homes_) home->timer->cancel();
}

void Rooms::Part::tend() {
  if (rooms_.stopping_) return;
  const auto now = rooms_.clock_.steady();
  each_socket([](Socket& socket) { socket.tend(); });
  std::erase_if(crowds_, [](const auto& each) { return each.second.sockets.empty(); });
  for (auto it = homes_.begin(); it != homes_.end();) {
    auto& [show, home] = *it;
    if (home->watching() + home->staff() > 0) {
      home->empty_since = now;
    } else if (now - home->empty_since >= kEmptyRoomKept && home->gathering.empty() && !home->ticking &&
               home->delivering == 0) {
      const std::scoped_lock lock(rooms_.watching_mutex_);
      rooms_.watching_.erase(show);
      it = homes_.erase(it);
      continue;
    }
    ++it;
  }
  tending_->after(kTending, [this] { tend(); });
}

// Counts, clock and the encoder's health go out even when nothing happens.
void Rooms::Part::tick_quiet_rooms() {
  if (rooms_.stopping_) return;
  const auto now = rooms_.clock_.steady();
  for (auto& [show, home] : homes_) {
    const bool somebody = home->watching() + home->staff() > 0;
    if (somebody && !home->ticking && home->delivering == 0 && now - home->last_tick >= kQuietTick)
      tick(show, *home);
  }
  quiet_->after(kQuietTick / 4, [this] { tick_quiet_rooms(); });
}

}  // namespace nigiwai::timeline
