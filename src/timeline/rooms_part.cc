#include "timeline/rooms_part.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.h"

namespace nigiwai::timeline {
namespace {

// How often sockets are looked after: pings, silence, empty rooms.
constexpr std::chrono::seconds kTending{5};

}  // namespace

Rooms::Part::Part(Rooms& rooms, std::size_t loop)
    : rooms_(rooms), loop_(loop), executor_(rooms.loops_.executor(loop)), tending_(executor_), quiet_(executor_) {
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
  asio::post(executor_, [this] { drain(); });
}

void Rooms::Part::drain() {
  std::vector<SharedEvent> events;
  {
    const std::scoped_lock lock(inbox_mutex_);
    events.swap(inbox_);
  }
  std::unordered_set<std::string> touched;
  for (const auto& event : events) {
    const auto home = homes_.find(event->show);
    if (home == homes_.end()) continue;  // nobody is there: the journal has it
    gather(*home->second, event);
    touched.insert(event->show);
  }
  for (const auto& show : touched) schedule(show, *homes_.at(show));
}

void Rooms::Part::gather(Home& home, const SharedEvent& event) {
  if (event->seq <= home.times.last_seq) return;  // counted when the room was opened
  home.times.last_seq = event->seq;
  if (event->kind == "heart.given") {
    if (const auto* count = event->data.if_contains("count"); count != nullptr && count->is_int64()) {
      home.times.hearts += count->get_int64();
    }
  } else if (event->kind == "chat.posted") {
    ++home.times.chats;
  } else if (event->kind == "show.started") {
    home.times.live_at = event->accepted_at - event->at;
  } else if (event->kind == "show.ended") {
    home.times.length = event->at;
  }
  if (!home.times.length) home.times.last_at = std::max(home.times.last_at, event->at);
  home.gathered.push_back(event);
}

void Rooms::Part::schedule(const std::string& show, Home& home) {
  if (home.ticking) return;
  const auto since = rooms_.clock_.steady() - home.last_tick;
  if (since >= kTick) return tick(show, home);
  home.ticking = true;
  home.timer.expires_after(kTick - since);
  home.timer.async_wait([this, show](boost::system::error_code error) {
    const auto found = homes_.find(show);
    if (error || found == homes_.end()) return;
    found->second->ticking = false;
    tick(show, *found->second);
  });
}

void Rooms::Part::tick(const std::string& show, Home& home) {
  home.last_tick = rooms_.clock_.steady();
  Counts counts{.watching = 0, .hearts = home.times.hearts, .chat = home.times.chats};
  std::int64_t staff = 0;
  for (const auto& [loop, crowd] : home.here) {
    counts.watching += crowd.first;
    staff += crowd.second;
  }
  const FrameHead head{.from = home.framed_to + 1,
                       .to = home.times.last_seq,
                       .clock = show_clock(home.times, rooms_.clock_.wall()),
                       .counts = counts};
  Tick frames{.everyone = frame_of(frame_json(head, home.gathered, view_of({})), head.to), .staff = {}, .personal = {}};
  std::unordered_map<std::string, SharedFrame> personal;
  for (const auto& event : home.gathered) {
    if (event->audience != Audience::kPerson) continue;
    auto& frame = personal[event->person];
    const View view{.staff = false, .person = event->person, .secret = rooms_.secret_};
    if (!frame) frame = frame_of(frame_json(head, home.gathered, view), head.to);
  }
  if (!personal.empty()) {
    frames.personal = std::make_shared<const std::unordered_map<std::string, SharedFrame>>(std::move(personal));
  }
  if (staff > 0) {
    auto shown = frame_json(head, home.gathered, {.staff = true, .person = {}, .secret = rooms_.secret_});
    shown["health"] = rooms_.snapshots_->health(show);
    frames.staff = frame_of(shown, head.to);
  }
  home.framed_to = head.to;
  home.last_counts = counts;
  home.gathered.clear();
  ++rooms_.frames_;
  for (const auto& [loop, crowd] : home.here) {
    if (crowd.first + crowd.second == 0) continue;
    if (loop == loop_) {
      deliver(show, frames);
    } else {
      auto& part = *rooms_.parts_[loop];
      asio::post(part.executor_, [&part, show, frames] { part.deliver(show, frames); });
    }
  }
}

void Rooms::Part::deliver(const std::string& show, const Tick& tick) {
  const auto found = crowds_.find(show);
  if (found == crowds_.end()) return;
  // A socket that fails leaves the crowd while it is written to.
  const std::vector<std::shared_ptr<Socket>> sockets(found->second.sockets.begin(), found->second.sockets.end());
  for (const auto& socket : sockets) {
    auto frame = socket->caller.is_staff() && tick.staff ? tick.staff : tick.everyone;
    if (tick.personal && !socket->caller.is_staff()) {
      if (const auto own = tick.personal->find(socket->caller.id); own != tick.personal->end()) frame = own->second;
    }
    socket->send(frame);
  }
}

void Rooms::Part::ensure_home(const std::string& show) {
  auto& home = homes_[show];
  if (home) {
    home->empty_since = rooms_.clock_.steady();
    return;
  }
  home = std::make_unique<Home>(executor_);
  home->empty_since = rooms_.clock_.steady();
  const auto times = rooms_.readers_.read<ShowTimes>([&](store::Database& db) { return times_of(db, show); });
  if (times) home->times = *times;
  home->framed_to = home->times.last_seq;
}

void Rooms::Part::on_crowd(const std::string& show, std::size_t loop, std::int64_t watching, std::int64_t staff) {
  ensure_home(show);
  auto& home = *homes_.at(show);
  home.here[loop] = {watching, staff};
  std::int64_t all = 0;
  for (const auto& [where, crowd] : home.here) all += crowd.first;
  const std::scoped_lock lock(rooms_.watching_mutex_);
  rooms_.watching_[show] = all;
}

void Rooms::Part::report_crowd(const std::string& show) {
  const auto& crowd = crowds_[show];
  auto& home = *rooms_.parts_[rooms_.home_of(show)];
  asio::post(home.executor_, [&home, show, loop = loop_, watching = crowd.watching, staff = crowd.staff] {
    home.on_crowd(show, loop, watching, staff);
  });
}

void Rooms::Part::join(http::TakenConnection connection, Socket::Form form, const std::string& show,
                       http::Caller caller, std::optional<std::int64_t> from) {
  Socket::Callbacks callbacks{
      .message = [this, show](Socket& socket, std::string text) { on_message(show, socket.shared_from_this(), text); },
      .behind = [this, show](Socket& socket) { catch_up(show, socket, socket.sent_to + 1, false); },
      .closed =
          [this, show](Socket& socket) {
            auto& crowd = crowds_[show];
            if (crowd.sockets.erase(socket.shared_from_this()) == 0) return;
            --(socket.caller.is_staff() ? crowd.staff : crowd.watching);
            --rooms_.sockets_;
            report_crowd(show);
          }};
  auto socket = std::make_shared<Socket>(std::move(connection.socket), form, rooms_.clock_, std::move(callbacks));
  socket->caller = std::move(caller);
  socket->from = from;
  auto& crowd = crowds_[show];
  crowd.sockets.insert(socket);
  ++(socket->caller.is_staff() ? crowd.staff : crowd.watching);
  ++rooms_.sockets_;
  report_crowd(show);
  catch_up(show, *socket, from, true);
  if (!socket->is_closed()) socket->start(std::move(connection.read_already));
}

// Reads on this loop, so that no frame can slip in between: what the read saw is older than any frame to come.
void Rooms::Part::catch_up(const std::string& show, Socket& socket, std::optional<std::int64_t> from, bool introduce) {
  const auto view = view_of(socket.caller);
  json::object shown;
  std::int64_t to = 0;
  const auto read = rooms_.readers_.read<int>([&](store::Database& db) -> Result<int> {
    const auto times = times_of(db, show);
    if (!times) return std::unexpected(times.error());
    FrameHead head{.from = times->last_seq + 1,
                   .to = times->last_seq,
                   .clock = show_clock(*times, rooms_.clock_.wall()),
                   .counts = {.watching = rooms_.watching(show), .hearts = times->hearts, .chat = times->chats}};
    std::vector<SharedEvent> events;
    const bool follows = from && *from >= 1 && *from <= times->last_seq + 1 && times->last_seq - *from < kMostCaughtUp;
    if (follows) {
      auto missed = events_from(db, show, *from, kMostCaughtUp, view);
      head.from = *from;
      for (auto& event : missed.events) events.push_back(std::make_shared<const Event>(std::move(event)));
    }
    shown = frame_json(head, events, view);
    to = head.to;
    return follows ? 1 : 0;
  });
  if (!read) return socket.close(websocket::kGoingAway, "The show cannot be read now.");
  if (*read == 0) {
    auto snapshot = rooms_.snapshots_->snapshot(show, socket.caller);
    if (!snapshot) return socket.close(websocket::kGoingAway, "The show cannot be read now.");
    // The snapshot was read after `to`: it may know more, and the frames to come repeat that much.
    shown["snapshot"] = *std::move(snapshot);
  }
  if (introduce && socket.caller.is_somebody()) {
    const auto& caller = socket.caller;
    shown["you"] = {{"id", caller.is_staff() ? caller.handle : pseudonym(rooms_.secret_, show, caller.id)},
                    {"name", caller.name},
                    {"role", to_text(caller.role)}};
  }
  if (socket.caller.is_staff()) shown["health"] = rooms_.snapshots_->health(show);
  send_json(socket, shown, to);
  socket.sent_to = std::max(socket.sent_to, to);
}

// Looks at every socket of the loop: changes of name are rare and slowed, and an index would cost each join.
void Rooms::Part::renew(const http::Caller& viewer) {
  std::vector<std::pair<std::string, std::shared_ptr<Socket>>> renamed;
  for (auto& [show, crowd] : crowds_) {
    for (const auto& socket : crowd.sockets) {
      if (socket->caller.role != http::Role::kViewer || socket->caller.id != viewer.id) continue;
      socket->caller = viewer.is_somebody() ? viewer : http::Caller{};
      if (viewer.is_somebody()) renamed.emplace_back(show, socket);
    }
  }
  // A socket that fails leaves its crowd while it is written to.
  for (const auto& [show, socket] : renamed) {
    catch_up(show, *socket, socket->sent_to + 1, true);
  }
}

void Rooms::Part::send_json(Socket& socket, const json::object& shown, std::int64_t to) {
  const auto frame = frame_of(shown, to);
  socket.send_own(socket.form() == Socket::Form::kWebSocket ? frame->websocket : frame->server_sent);
}

void Rooms::Part::on_message(const std::string& show, const std::shared_ptr<Socket>& socket, const std::string& text) {
  const auto refuse = [&](json::value key, const Problem& problem) {
    send_json(*socket, {{"re", std::move(key)}, {"problem", http::problem_json(problem)}}, 0);
  };
  const auto message = parse_object(text);
  if (!message) return refuse(nullptr, message.error());
  const auto* key = message->if_contains("key");
  const json::value re = key != nullptr && key->is_string() && key->get_string().size() <= 64 ? *key : json::value();
  const auto* name = message->if_contains("do");
  if (name != nullptr && name->is_string() && name->get_string() == "hello") return hello(show, socket, *message);
  auto command = Commands::read(*message, show, socket->caller);
  if (!command) return refuse(re, command.error());
  if (socket->undecided >= kMostUndecided) {
    return refuse(re, {Kind::kTooMany, "too-many", "Too many commands are still waiting for an answer.", {},
                       Milliseconds(1000)});
  }
  ++socket->undecided;
  asio::co_spawn(executor_, run_command(socket, *std::move(command)), asio::detached);
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
  send_json(*socket, answer, 0);
}

void Rooms::Part::hello(const std::string& show, const std::shared_ptr<Socket>& socket, const json::object& message) {
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
  if (problem) return send_json(*socket, {{"re", "hello"}, {"problem", http::problem_json(*problem)}}, 0);
  auto& crowd = crowds_[show];
  --(socket->caller.is_staff() ? crowd.staff : crowd.watching);
  socket->caller = *std::move(caller);
  ++(socket->caller.is_staff() ? crowd.staff : crowd.watching);
  report_crowd(show);
  // What was missed is read again, now as this reader may see it: it was sent to nobody in particular before.
  const auto from = socket->from || socket->caller.is_staff() ? socket->from : std::optional(socket->sent_to + 1);
  catch_up(show, *socket, from, true);
}

void Rooms::Part::dismiss(const std::function<bool(const http::Caller&)>& whom, const std::string& reason) {
  std::vector<std::shared_ptr<Socket>> theirs;
  for (auto& [show, crowd] : crowds_) {
    for (const auto& socket : crowd.sockets) {
      if (whom(socket->caller)) theirs.push_back(socket);
    }
  }
  for (const auto& socket : theirs) socket->close(websocket::kPolicyViolation, reason);
}

void Rooms::Part::close_all() {
  for (auto& [show, crowd] : crowds_) {
    const std::vector<std::shared_ptr<Socket>> sockets(crowd.sockets.begin(), crowd.sockets.end());
    for (const auto& socket : sockets) socket->close(websocket::kGoingAway, "The server stops; come back in a moment.");
  }
  tending_.cancel();
  quiet_.cancel();
  for (auto& [show, home] : homes_) home->timer.cancel();
}

void Rooms::Part::tend() {
  if (rooms_.stopping_) return;
  const auto now = rooms_.clock_.steady();
  for (auto it = crowds_.begin(); it != crowds_.end();) {
    const std::vector<std::shared_ptr<Socket>> sockets(it->second.sockets.begin(), it->second.sockets.end());
    for (const auto& socket : sockets) socket->tend();
    it = it->second.sockets.empty() ? crowds_.erase(it) : std::next(it);
  }
  for (auto it = homes_.begin(); it != homes_.end();) {
    auto& [show, home] = *it;
    std::int64_t here = 0;
    for (const auto& [loop, crowd] : home->here) here += crowd.first + crowd.second;
    if (here > 0) {
      home->empty_since = now;
    } else if (now - home->empty_since >= kEmptyRoomKept && home->gathered.empty() && !home->ticking) {
      const std::scoped_lock lock(rooms_.watching_mutex_);
      rooms_.watching_.erase(show);
      it = homes_.erase(it);
      continue;
    }
    ++it;
  }
  tending_.expires_after(kTending);
  tending_.async_wait([this](boost::system::error_code error) {
    if (!error) tend();
  });
}

// Counts, clock and the encoder's health go out even when nothing happens.
void Rooms::Part::tick_quiet_rooms() {
  if (rooms_.stopping_) return;
  const auto now = rooms_.clock_.steady();
  for (auto& [show, home] : homes_) {
    std::int64_t here = 0;
    for (const auto& [loop, crowd] : home->here) here += crowd.first + crowd.second;
    if (here > 0 && !home->ticking && now - home->last_tick >= kQuietTick) tick(show, *home);
  }
  quiet_.expires_after(kQuietTick / 4);
  quiet_.async_wait([this](boost::system::error_code error) {
    if (!error) tick_quiet_rooms();
  });
}

}  // namespace nigiwai::timeline
