#include "media/ingest/srt_listener.h"

#include <fmt/format.h>
#include <netdb.h>
#include <srt/access_control.h>
#include <srt/srt.h>
#include <syslog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <list>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "base/log.h"
#include "media/ingest/stream_target.h"
#include "media/ingest/ts_demuxer.h"

#if __has_feature(thread_sanitizer)
// libsrt is not built for the thread sanitizer, which therefore misreads its flags and the order of its
// locks. Reports whose frames are libsrt's say nothing of our code; there may be only one such list in a
// program.
extern "C" const char* __tsan_default_suppressions() {
  return "race:libsrt-gnutls.so\ndeadlock:libsrt-gnutls.so\n";
}
#endif

namespace nigiwai::media::ingest {
namespace {

using Time = std::chrono::steady_clock::time_point;
constexpr int kBacklog = 16;
// How late an end, a limit or a stop may be noticed.
constexpr int kWait_ms = 200;
// Between the answer to a stream id and the whole connection lie two round trips. A wrong passphrase shows up
// as a connection that never comes.
constexpr std::chrono::seconds kTimeToConnect{5};
// libsrt takes passphrases of this length and no other.
constexpr std::size_t kMinPassphrase = 10;
constexpr std::size_t kMaxPassphrase = 79;

struct Library {
  Library() {
    srt_startup();
    srt_setloglevel(LOG_CRIT);
  }
  ~Library() { srt_cleanup(); }
};

std::string name_of(const sockaddr* peer) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  const socklen_t size = peer->sa_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  if (getnameinfo(peer, size, host.data(), host.size(), port.data(), port.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "unknown";
  }
  return fmt::format("{}:{}", host.data(), port.data());
}

int reject_reason(const Problem& problem) {
  if (problem.type == "bad-mode") return SRT_REJX_BAD_MODE;
  switch (problem.kind) {
    case Kind::kInvalid:
      return SRT_REJX_BAD_REQUEST;
    case Kind::kUnauthorized:
    case Kind::kForbidden:
      return SRT_REJX_UNAUTHORIZED;
    case Kind::kNotFound:
      return SRT_REJX_NOTFOUND;
    case Kind::kConflict:
      return SRT_REJX_CONFLICT;
    case Kind::kTooMany:
    case Kind::kUnavailable:
      return SRT_REJX_OVERLOAD;
    default:
      return SRT_REJX_ISE;
  }
}

}  // namespace

class SrtListener::State {
 public:
  State(Gate& gate, Options options) : gate_(gate), options_(std::move(options)) {}
  ~State() { stop(); }

  Result<void> listen();
  void stop();
  std::uint16_t port() const { return port_; }

 private:
  // Someone whose stream id was accepted: first on the way to be connected, then publishing.
  struct Publisher {
    SRTSOCKET socket = SRT_INVALID_SOCK;
    std::string show;
    std::string peer;
    std::unique_ptr<Feed> feed;
    std::array<char, SRT_LIVE_MAX_PLSIZE> message{};
    std::span<const char> unread{};  // the part of message that the demuxer has not had yet
    Time deadline{};                 // to be connected
    bool connected = false;
    std::thread thread{};
    std::atomic<bool> done{false};
  };

  static int judge(void* self, SRTSOCKET socket, int version, const sockaddr* peer, const char* stream_id);
  Result<void> admit(SRTSOCKET socket, const std::string& peer, std::string_view stream_id);
  void accept_all();
  void start_publisher(SRTSOCKET socket);
  void publish(Publisher& publisher);
  std::size_t receive(Publisher& publisher, std::span<std::uint8_t> into);
  void tidy();

  Gate& gate_;
  Options options_;
  SRTSOCKET listener_ = SRT_INVALID_SOCK;
  int poll_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
  std::mutex mutex_;
  std::list<Publisher> publishers_;  // guarded by mutex_; the members of a connected one belong to its thread
};

Result<void> SrtListener::State::listen() {
  static const Library library;
  const auto failed = [this](std::string_view why) {
    return fail(Kind::kUnavailable, "listen",
                fmt::format("SRT cannot listen on {}:{} ({}). Choose another address with --srt.",
                            options_.address, options_.port, why));
  };
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(options_.address.c_str(), std::to_string(options_.port).c_str(), &hints, &found) != 0) {
    return failed("no such address");
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(found, freeaddrinfo);
  listener_ = srt_create_socket();
  if (listener_ == SRT_INVALID_SOCK) return failed(srt_getlasterror_str());
  const SRT_TRANSTYPE live = SRTT_LIVE;
  const int latency = static_cast<int>(options_.latency.count());
  const int timeout = kWait_ms;
  srt_setsockflag(listener_, SRTO_TRANSTYPE, &live, sizeof live);
  srt_setsockflag(listener_, SRTO_RCVLATENCY, &latency, sizeof latency);
  srt_setsockflag(listener_, SRTO_RCVTIMEO, &timeout, sizeof timeout);  // accepted sockets take it over
  if (srt_listen_callback(listener_, &State::judge, this) != 0 ||
      srt_bind(listener_, address->ai_addr, static_cast<int>(address->ai_addrlen)) != 0 ||
      srt_listen(listener_, kBacklog) != 0) {
    return failed(srt_getlasterror_str());
  }
  sockaddr_storage bound{};
  int size = sizeof bound;
  srt_getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size);
  port_ = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                            : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
  poll_ = srt_epoll_create();
  const int events = SRT_EPOLL_IN;
  if (poll_ < 0 || srt_epoll_add_usock(poll_, listener_, &events) != 0) return failed(srt_getlasterror_str());
  thread_ = std::thread([this] { accept_all(); });
  return {};
}

int SrtListener::State::judge(void* self, SRTSOCKET socket, int, const sockaddr* peer,
                              const char* stream_id) {
  auto& state = *static_cast<State*>(self);
  const std::string name = name_of(peer);
  const auto admitted = state.admit(socket, name, stream_id == nullptr ? "" : stream_id);
  if (admitted) return 0;
  log_info("publisher turned away", {{"peer", name}, {"protocol", "srt"}, {"why", admitted.error().type}});
  srt_setrejectreason(socket, reject_reason(admitted.error()));
  return -1;
}

Result<void> SrtListener::State::admit(SRTSOCKET socket, const std::string& peer,
                                       std::string_view stream_id) {
  const auto target = srt_target(stream_id);
  if (!target) return std::unexpected(target.error());
  const std::scoped_lock lock(mutex_);
  if (stopping_ || static_cast<int>(publishers_.size()) >= options_.limits.publishers) {
    return fail(Kind::kTooMany, "too-many-publishers", "Too many encoders are connected.");
  }
  auto feed = gate_.admit({.protocol = "srt", .show = target->show, .key = target->key, .peer = peer});
  if (!feed) return std::unexpected(feed.error());
  const std::string passphrase = gate_.passphrase(target->show);
  if (!passphrase.empty()) {
    if (passphrase.size() < kMinPassphrase || passphrase.size() > kMaxPassphrase ||
        srt_setsockflag(socket, SRTO_PASSPHRASE, passphrase.data(), static_cast<int>(passphrase.size())) !=
            0) {
      return fail(Kind::kInternal, "passphrase", "The show's passphrase must have 10 to 79 characters.");
    }
  }
  Publisher& publisher = publishers_.emplace_back();
  publisher.socket = socket;
  publisher.show = target->show;
  publisher.peer = peer;
  publisher.feed = std::move(*feed);
  publisher.deadline = std::chrono::steady_clock::now() + kTimeToConnect;
  return {};
}

void SrtListener::State::accept_all() {
  while (!stopping_) {
    std::array<SRTSOCKET, 1> ready{};
    int count = static_cast<int>(ready.size());
    const int events = srt_epoll_wait(poll_, ready.data(), &count, nullptr, nullptr, kWait_ms, nullptr,
                                      nullptr, nullptr, nullptr);
    if (events > 0) {
      const SRTSOCKET socket = srt_accept(listener_, nullptr, nullptr);
      if (socket != SRT_INVALID_SOCK) start_publisher(socket);
    }
    tidy();
  }
}

void SrtListener::State::start_publisher(SRTSOCKET socket) {
  std::unique_lock lock(mutex_);
  const auto found = std::ranges::find(publishers_, socket, &Publisher::socket);
  if (found == publishers_.end()) {  // it took too long and was forgotten
    lock.unlock();
    srt_close(socket);
    return;
  }
  log_info("publisher admitted", {{"peer", found->peer}, {"protocol", "srt"}, {"show", found->show}});
  found->connected = true;
  found->thread = std::thread([this, &publisher = *found] {
    publish(publisher);
    publisher.done = true;
  });
}

void SrtListener::State::publish(Publisher& publisher) {
  const auto ended =
      demux_ts([&](std::span<std::uint8_t> into) { return receive(publisher, into); }, *publisher.feed);
  if (!ended) {
    log_warn("broadcast refused",
             {{"peer", publisher.peer}, {"show", publisher.show}, {"why", ended.error().detail}});
    publisher.feed->refused(ended.error());
  }
  log_info("publisher gone", {{"peer", publisher.peer}, {"protocol", "srt"}, {"show", publisher.show}});
  publisher.feed.reset();
  srt_close(publisher.socket);
}

// A message that is received into too small a space is cut off, and libavformat asks for any number of bytes:
// therefore messages go through one of their own.
std::size_t SrtListener::State::receive(Publisher& publisher, std::span<std::uint8_t> into) {
  const Time deadline = std::chrono::steady_clock::now() + options_.limits.idle;
  while (publisher.unread.empty()) {
    if (stopping_ || publisher.feed->closed()) return 0;
    auto& message = publisher.message;
    const int size = srt_recvmsg(publisher.socket, message.data(), static_cast<int>(message.size()));
    if (size > 0) {
      publisher.unread = std::span(message).first(static_cast<std::size_t>(size));
    } else if (size == 0 || srt_getlasterror(nullptr) != SRT_ETIMEOUT) {
      return 0;
    } else if (std::chrono::steady_clock::now() > deadline) {
      log_info("silent SRT connection closed", {{"peer", publisher.peer}, {"show", publisher.show}});
      return 0;
    }
  }
  const std::size_t count = std::min(publisher.unread.size(), into.size());
  std::ranges::copy(publisher.unread.first(count), into.begin());
  publisher.unread = publisher.unread.subspan(count);
  return count;
}

// Lets go of those who have gone. libsrt is asked without the lock, because it calls judge() with its own
// held.
void SrtListener::State::tidy() {
  std::vector<SRTSOCKET> given_up;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& each : publishers_) {
      if (!each.connected) given_up.push_back(each.socket);
    }
  }
  std::erase_if(given_up, [](SRTSOCKET socket) { return srt_getsockstate(socket) <= SRTS_CONNECTED; });
  const auto now = std::chrono::steady_clock::now();
  std::list<Publisher> finished;
  {
    const std::scoped_lock lock(mutex_);
    for (auto each = publishers_.begin(); each != publishers_.end();) {
      const auto next = std::next(each);
      const bool never_came =
          !each->connected &&
          (now > each->deadline || std::ranges::find(given_up, each->socket) != given_up.end());
      if (each->done || never_came) finished.splice(finished.end(), publishers_, each);
      each = next;
    }
  }
  for (auto& publisher : finished) {
    if (publisher.thread.joinable()) publisher.thread.join();
  }
}

void SrtListener::State::stop() {
  if (stopping_.exchange(true)) return;
  if (thread_.joinable()) thread_.join();
  if (listener_ != SRT_INVALID_SOCK) srt_close(listener_);  // from here on nobody is judged
  if (poll_ >= 0) srt_epoll_release(poll_);
  for (auto& publisher : publishers_) {
    if (publisher.thread.joinable()) publisher.thread.join();
  }
  publishers_.clear();
}

Result<std::unique_ptr<SrtListener>> SrtListener::open(Gate& gate, Options options) {
  auto state = std::make_unique<State>(gate, std::move(options));
  if (auto listening = state->listen(); !listening) return std::unexpected(listening.error());
  return std::unique_ptr<SrtListener>(new SrtListener(std::move(state)));
}

SrtListener::SrtListener(std::unique_ptr<State> state) : state_(std::move(state)) {}
SrtListener::~SrtListener() = default;
std::uint16_t SrtListener::port() const { return state_->port(); }
void SrtListener::stop() { state_->stop(); }

}  // namespace nigiwai::media::ingest
