#include "media/ingest/rtmp_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <optional>
#include <vector>

#include "base/log.h"
#include "media/ingest/rtmp_session.h"

namespace nigiwai::media::ingest {
namespace {

using asio::ip::tcp;
using Time = std::chrono::steady_clock::time_point;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kReadSize = std::size_t{64} << 10;
// After the last answer the peer's bytes are still read for a while: closing with unread bytes resets the
// connection, and the sentence that says why would be lost on the way.
constexpr std::chrono::milliseconds kLinger{1'000};
// How late a time limit may be noticed.
constexpr std::chrono::milliseconds kSweep{200};
// When the process has no more descriptors, accepting fails at once, again and again.
constexpr std::chrono::milliseconds kAcceptPause{200};

struct Connection {
  tcp::socket socket;
  std::optional<RtmpSession> session;  // empty once it has ended
  Time deadline;
};

std::string name_of(const tcp::socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  return error ? "gone" : fmt::format("{}:{}", peer.address().to_string(), peer.port());
}

}  // namespace

struct RtmpServer::State : std::enable_shared_from_this<RtmpServer::State> {
  State(Executor on, Gate& to, Options with)
      : executor(on), gate(to), options(std::move(with)), acceptor(on), sweep_timer(on), pause_timer(on) {}

  Task<void> accept();
  Task<void> serve(std::shared_ptr<Connection> connection);
  Task<void> converse(Connection& connection);
  Task<void> say_goodbye(Connection& connection);
  Task<void> sweep();
  bool has_room() const;
  void set_deadline(Connection& connection);

  Executor executor;
  Gate& gate;
  Options options;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  asio::steady_timer sweep_timer;
  asio::steady_timer pause_timer;
  std::list<std::shared_ptr<Connection>> connections;
  bool stopped = false;
};

bool RtmpServer::State::has_room() const {
  const auto without_key = std::ranges::count_if(
      connections, [](const auto& each) { return !each->session || !each->session->publishing(); });
  return static_cast<int>(connections.size()) < options.limits.connections &&
         without_key < options.limits.connections_without_key;
}

Task<void> RtmpServer::State::accept() {
  while (!stopped) {
    auto [error, socket] = co_await acceptor.async_accept(kAwait);
    if (stopped) co_return;
    if (error) {
      log_warn("an RTMP connection could not be accepted", {{"why", error.message()}});
      pause_timer.expires_after(kAcceptPause);
      co_await pause_timer.async_wait(kAwait);
      continue;
    }
    const std::string peer = name_of(socket);
    if (!has_room()) {
      log_warn("RTMP connection refused, there are too many", {{"peer", peer}});
      continue;
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(Connection{
        std::move(socket), std::nullopt, std::chrono::steady_clock::now() + options.limits.time_to_publish});
    connection->session.emplace(gate, peer);
    connections.push_back(connection);
    asio::co_spawn(
        executor, [self = shared_from_this(), connection] { return self->serve(connection); },
        asio::detached);
  }
}

Task<void> RtmpServer::State::serve(std::shared_ptr<Connection> connection) {
  co_await converse(*connection);
  connection->session.reset();
  if (!stopped) co_await say_goodbye(*connection);
  boost::system::error_code ignored;
  connection->socket.close(ignored);
  connections.remove(connection);
}

Task<void> RtmpServer::State::converse(Connection& connection) {
  std::vector<std::uint8_t> buffer(kReadSize);
  Bytes out;
  while (true) {
    const auto [error, size] = co_await connection.socket.async_read_some(asio::buffer(buffer), kAwait);
    if (error || !connection.session) co_return;
    out.clear();
    const bool go_on = connection.session->receive(View(buffer).first(size), out);
    set_deadline(connection);
    if (!out.empty()) {
      const auto [failed, sent] = co_await asio::async_write(connection.socket, asio::buffer(out), kAwait);
      if (failed || !connection.session) co_return;
    }
    if (!go_on) co_return;
  }
}

void RtmpServer::State::set_deadline(Connection& connection) {
  // Until it publishes, a connection keeps its first deadline, however busy it is.
  if (connection.session->publishing()) {
    connection.deadline = std::chrono::steady_clock::now() + options.limits.idle;
  }
}

Task<void> RtmpServer::State::say_goodbye(Connection& connection) {
  connection.deadline = std::chrono::steady_clock::now() + kLinger;
  boost::system::error_code failed;
  connection.socket.shutdown(tcp::socket::shutdown_send, failed);
  std::vector<std::uint8_t> buffer(kReadSize);
  while (!failed) {
    const auto [error, size] = co_await connection.socket.async_read_some(asio::buffer(buffer), kAwait);
    failed = error;
  }
}

Task<void> RtmpServer::State::sweep() {
  while (!stopped) {
    sweep_timer.expires_after(kSweep);
    co_await sweep_timer.async_wait(kAwait);
    const auto now = std::chrono::steady_clock::now();
    for (const auto& connection : connections) {
      if (now < connection->deadline || !connection->socket.is_open()) continue;
      log_info("silent RTMP connection closed", {{"peer", name_of(connection->socket)}});
      boost::system::error_code ignored;
      connection->socket.close(ignored);  // its coroutine wakes with an error and tidies up
    }
  }
}

Result<std::unique_ptr<RtmpServer>> RtmpServer::open(Executor executor, Gate& gate, Options options) {
  const auto failed = [&](const boost::system::error_code& error) {
    return fail(Kind::kUnavailable, "listen",
                fmt::format("RTMP cannot listen on {}:{} ({}). Choose another address with --rtmp.",
                            options.address, options.port, error.message()));
  };
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return failed(error);
  const tcp::endpoint endpoint(address, options.port);
  auto state = std::make_shared<State>(executor, gate, options);
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed(error);
  state->port = state->acceptor.local_endpoint().port();
  asio::co_spawn(executor, [state] { return state->accept(); }, asio::detached);
  asio::co_spawn(executor, [state] { return state->sweep(); }, asio::detached);
  return std::unique_ptr<RtmpServer>(new RtmpServer(std::move(state)));
}

RtmpServer::RtmpServer(std::shared_ptr<State> state) : state_(std::move(state)) {}

RtmpServer::~RtmpServer() { stop(); }

std::uint16_t RtmpServer::port() const { return state_->port; }

void RtmpServer::stop() {
  if (std::exchange(state_->stopped, true)) return;
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  state_->sweep_timer.cancel();
  state_->pause_timer.cancel();
  for (const auto& connection : state_->connections) {
    connection->session.reset();
    connection->socket.close(ignored);
  }
}

}  // namespace nigiwai::media::ingest
