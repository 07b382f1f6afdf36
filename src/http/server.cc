#include "http/server.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/url/decode_view.hpp>
#include <boost/url/parse.hpp>
#include <unordered_set>

#include "base/log.h"
#include "http/connection.h"

namespace nigiwai::http {
namespace {

namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using Parser = beast::http::request_parser<beast::http::string_body>;

// A response to a request that could not be read to its end closes the connection.
Problem unreadable(const boost::system::error_code& error) {
  if (error == beast::http::error::header_limit) {
    return {Kind::kTooLarge, "too-large",
            fmt::format("The request's head is larger than {} bytes.", kMostHeader)};
  }
  return {Kind::kInvalid, "invalid", "This is not an HTTP/1.1 request."};
}

bool is_protocol_error(const boost::system::error_code& error) {
  return error &&
         error.category() == beast::http::make_error_code(beast::http::error::bad_method).category() &&
         error != beast::http::error::end_of_stream && error != beast::http::error::partial_message;
}

Result<Request> request_of(const beast::http::request<beast::http::string_body>& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  const auto url = boost::urls::parse_origin_form(request.target);
  if (!url) return invalid("", "The request's target is not a path.");
  request.path = std::string(url->encoded_path().decode());
  if (request.path.find('\0') != std::string::npos) return invalid("", "The request's target is not a path.");
  // As forms and URLSearchParams write them: a space is a plus.
  boost::urls::encoding_opts as_forms;
  as_forms.space_as_plus = true;
  if (std::distance(message.begin(), message.end()) > kMostFields ||
      std::ssize(url->encoded_params()) > kMostFields) {
    return fail(Kind::kTooLarge, "too-large",
                fmt::format("A request has at most {0} headers and {0} parameters.", kMostFields));
  }
  for (const auto& parameter : url->encoded_params()) {
    request.query.emplace(std::string(parameter.key.decode(as_forms)),
                          std::string(parameter.value.decode(as_forms)));
  }
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    auto& value = request.headers[name];
    if (!value.empty()) value += name == "cookie" ? "; " : ", ";
    value += std::string(field.value());
  }
  return request;
}

std::string_view reason_of(int status) {
  return beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(status)));
}

std::string head_of(const Response& response, bool keep_alive) {
  std::string head;
  head.reserve(512);
  auto to = std::back_inserter(head);
  fmt::format_to(to, "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  for (const auto& [name, value] : response.headers) fmt::format_to(to, "{}: {}\r\n", name, value);
  head += "X-Content-Type-Options: nosniff\r\n";
  if (!response.takeover) {
    if (response.status != 204 && response.status != 304) {
      fmt::format_to(to, "Content-Length: {}\r\n", size_of(response.body));
    }
    head += keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
  }
  head += "\r\n";
  return head;
}

// Enough for a head; a body that is longer is read in larger pieces.
constexpr std::size_t kPiece = 4 * 1024;
constexpr std::size_t kLargePiece = 64 * 1024;
// How often those that let one wait for too long are looked for: once a loop, and not a timer for every wait.
constexpr std::chrono::seconds kSweep{1};

// One client's connection, on its loop.
struct Connection {
  explicit Connection(tcp::socket accepted) : socket(std::move(accepted)) {}
  // The peer may take this long for what is awaited of it next.
  template <class Duration>
  void expect_within(Duration patience) {
    deadline = std::chrono::steady_clock::now() + patience;
  }
  void expect_nothing() { deadline = std::chrono::steady_clock::time_point::max(); }

  tcp::socket socket;
  beast::flat_buffer buffer;  // read, and not yet parsed
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

}  // namespace

struct Server::Inside {
  explicit Inside(Server& owner)
      : server(owner), acceptor(owner.loops_.context(0)), open(owner.loops_.count()) {}

  // Coroutines hold `keep`: one that is dropped with its loop still finds what it leaves.
  Task<void> accept(std::shared_ptr<Inside> keep);
  Task<void> serve(std::shared_ptr<Inside> keep, tcp::socket socket, std::size_t loop, std::string peer);
  Task<void> sweep(std::shared_ptr<Inside> keep, std::size_t loop);
  Task<boost::system::error_code> read(Connection& connection, Parser& parser, bool only_head);
  Task<bool> write(Connection& connection, Response& response, bool head_only, bool keep_alive);
  Task<void> linger(Connection& connection);
  Task<std::optional<Problem>> read_body(Connection& connection, Parser& parser);

  // The connections of a loop, touched by it alone.
  struct Open {
    std::unordered_set<Connection*> connections;
    asio::steady_timer* sweeper = nullptr;  // of the sweep, which runs while there are connections
  };

  Server& server;
  tcp::acceptor acceptor;
  std::vector<Open> open;  // by loop
};

Server::Server(Loops& loops, Router& router, ServerOptions options)
    : loops_(loops),
      router_(router),
      options_(std::move(options)),
      inside_(std::make_shared<Inside>(*this)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(Loops& loops, Router& router, ServerOptions options) {
  const auto endpoint = parse_endpoint(options.listen, "--listen");
  if (!endpoint) return std::unexpected(endpoint.error());
  std::unique_ptr<Server> server(new Server(loops, router, std::move(options)));
  boost::system::error_code error;
  const auto address = asio::ip::make_address(endpoint->host, error);
  if (error) return invalid("--listen", fmt::format("'{}' is no IP address.", endpoint->host));
  auto& acceptor = server->inside_->acceptor;
  const tcp::endpoint at(address, endpoint->port);
  acceptor.open(at.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(at, error);
  if (!error) acceptor.listen(4096, error);
  if (error) {
    return fail(Kind::kUnavailable, "listen",
                fmt::format("{} cannot be listened on: {}. Give another --listen, or end what uses it.",
                            server->options_.listen, error.message()));
  }
  return server;
}

std::uint16_t Server::port() const { return inside_->acceptor.local_endpoint().port(); }

void Server::start() { asio::co_spawn(loops_.context(0), inside_->accept(inside_), asio::detached); }

void Server::stop() {
  stopping_ = true;
  asio::post(loops_.context(0), [this] {
    boost::system::error_code ignored;
    inside_->acceptor.close(ignored);
  });
  for (std::size_t loop = 0; loop < loops_.count(); ++loop) {
    asio::post(loops_.context(loop), [this, loop] {
      // Those that wait for a next request wait for nothing now; an answer under way is still written.
      for (auto* connection : inside_->open[loop].connections) {
        boost::system::error_code ignored;
        connection->socket.shutdown(tcp::socket::shutdown_receive, ignored);
      }
    });
  }
}

Task<void> Server::Inside::accept(std::shared_ptr<Inside> keep) {
  std::size_t next = 0;
  while (true) {
    const auto loop = next++ % server.loops_.count();
    boost::system::error_code error;
    auto socket = co_await acceptor.async_accept(server.loops_.context(loop),
                                                 asio::redirect_error(asio::use_awaitable, error));
    if (server.stopping_ || !acceptor.is_open()) co_return;
    if (error) {
      // Out of file descriptors, or a peer that left while it waited: go on after a breath.
      log_warn("a connection could not be accepted", {{"why", error.message()}});
      asio::steady_timer breath(acceptor.get_executor(), std::chrono::milliseconds(50));
      co_await breath.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (server.open_ >= server.options_.most_connections) continue;  // closed by its destructor
    socket.set_option(tcp::no_delay(true), error);
    socket.non_blocking(true, error);
    const auto remote = socket.remote_endpoint(error);
    if (error) continue;
    ++server.open_;
    asio::co_spawn(server.loops_.context(loop),
                   serve(keep, std::move(socket), loop, remote.address().to_string()),
                   [this](const std::exception_ptr& thrown) {
                     --server.open_;
                     if (!thrown) return;
                     try {
                       std::rethrow_exception(thrown);
                     } catch (const std::exception& failure) {
                       log_error("a connection ended badly", {{"why", failure.what()}});
                     }
                   });
  }
}

// Ends the waits that have been too long. Runs while the loop has connections.
Task<void> Server::Inside::sweep(std::shared_ptr<Inside> keep, std::size_t loop) {
  auto& mine = keep->open[loop];
  asio::steady_timer timer(server.loops_.context(loop));
  mine.sweeper = &timer;
  while (!mine.connections.empty()) {
    boost::system::error_code ignored;
    timer.expires_after(kSweep);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const auto now = std::chrono::steady_clock::now();
    for (auto* connection : mine.connections) {
      if (connection->deadline < now) connection->socket.close(ignored);
    }
  }
  mine.sweeper = nullptr;
}

// Reads until the parser has the head, or all.
Task<boost::system::error_code> Server::Inside::read(Connection& connection, Parser& parser, bool only_head) {
  auto& buffer = connection.buffer;
  parser.eager(!only_head);
  const auto has_all = [&] { return only_head ? parser.is_header_done() : parser.is_done(); };
  boost::system::error_code error;
  while (!has_all()) {
    if (buffer.size() > 0) {
      buffer.consume(parser.put(buffer.data(), error));
      if (error && error != beast::http::error::need_more) co_return error;
      if (has_all()) break;
    }
    const bool is_long = !only_head && parser.content_length_remaining().value_or(0) > kPiece;
    const auto piece = is_long ? kLargePiece : kPiece;
    const auto came = co_await connection.socket.async_read_some(
        buffer.prepare(piece), asio::redirect_error(asio::use_awaitable, error));
    buffer.commit(came);
    if (error == asio::error::eof) {
      co_return parser.got_some() || buffer.size() > 0 ? beast::http::error::partial_message
                                                       : beast::http::error::end_of_stream;
    }
    if (error) co_return error;
  }
  co_return boost::system::error_code();
}

// Reads the body up to the route's limit; a problem means that the connection cannot be used further.
Task<std::optional<Problem>> Server::Inside::read_body(Connection& connection, Parser& parser) {
  const auto& head = parser.get();
  std::string path(head.target());
  path.resize(std::min(path.find('?'), path.size()));
  const auto most = server.router_.max_body(std::string(head.method_string()), path);
  if (parser.content_length().value_or(0) > most) {
    co_return Problem{Kind::kTooLarge, "too-large",
                      fmt::format("The body is larger than the {} bytes this takes.", most)};
  }
  parser.body_limit(most);
  boost::system::error_code error;
  if (beast::iequals(head[beast::http::field::expect], "100-continue")) {
    co_await asio::async_write(connection.socket,
                               asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                               asio::redirect_error(asio::use_awaitable, error));
  }
  if (parser.is_done()) co_return std::nullopt;
  connection.expect_within(kBodyPatience);
  error = co_await read(connection, parser, false);
  if (error == beast::http::error::body_limit) {
    co_return Problem{Kind::kTooLarge, "too-large",
                      fmt::format("The body is larger than the {} bytes this takes.", most)};
  }
  if (error) co_return Problem{Kind::kInvalid, "invalid", "The body broke off."};
  co_return std::nullopt;
}

Task<bool> Server::Inside::write(Connection& connection, Response& response, bool head_only,
                                 bool keep_alive) {
  const auto head = head_of(response, keep_alive);
  boost::system::error_code error;
  const auto size = head_only || response.takeover || response.status == 304 ? 0 : size_of(response.body);
  auto* file = std::get_if<FileSpan>(&response.body);
  std::string_view body;
  if (size > 0 && file == nullptr) {
    const auto* text = std::get_if<std::string>(&response.body);
    const auto* bytes = std::get_if<SharedBytes>(&response.body);
    body = text != nullptr ? std::string_view(*text) : std::string_view(bytes->data, bytes->size);
  }
  // Most answers fit into the socket as they are; only what does not is waited for.
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(body)};
  auto sent = connection.socket.write_some(buffers, error);
  if (error && error != asio::error::would_block) co_return false;
  if (sent < head.size() + body.size()) {
    connection.expect_within(kWritePatience);
    const std::array<asio::const_buffer, 2> rest{asio::buffer(head) + std::min(sent, head.size()),
                                                 asio::buffer(body) + (sent - std::min(sent, head.size()))};
    co_await asio::async_write(connection.socket, rest, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
  }
  if (size == 0 || file == nullptr) co_return true;
  std::vector<char> chunk(std::min<std::size_t>(kFileChunk, size));
  for (std::uint64_t done = 0; done < file->size;) {
    const auto want = std::min<std::uint64_t>(chunk.size(), file->size - done);
    const auto got = ::pread(*file->descriptor, chunk.data(), want, static_cast<off_t>(file->offset + done));
    if (got <= 0) co_return false;
    connection.expect_within(kWritePatience);
    co_await asio::async_write(connection.socket, asio::buffer(chunk.data(), static_cast<std::size_t>(got)),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    done += static_cast<std::uint64_t>(got);
  }
  co_return true;
}

// Closing while the client still sends would reset the connection and take the answer away with it (RFC
// 9112 9.6).
Task<void> Server::Inside::linger(Connection& connection) {
  boost::system::error_code error;
  connection.socket.shutdown(tcp::socket::shutdown_send, error);
  connection.expect_within(kLingerPatience);
  std::vector<char> unwanted(16 * 1024);
  while (!error && !server.stopping_) {
    co_await connection.socket.async_read_some(asio::buffer(unwanted),
                                               asio::redirect_error(asio::use_awaitable, error));
  }
}

Task<void> Server::Inside::serve(std::shared_ptr<Inside> keep, tcp::socket socket, std::size_t loop,
                                 std::string peer) {
  auto& mine = keep->open[loop];
  Connection connection(std::move(socket));
  mine.connections.insert(&connection);
  struct Leave {
    Open& open;
    Connection* connection;
    ~Leave() {
      open.connections.erase(connection);
      if (open.connections.empty() && open.sweeper != nullptr) open.sweeper->cancel();
    }
  } leave{mine, &connection};
  if (mine.connections.size() == 1 && mine.sweeper == nullptr) {
    asio::co_spawn(server.loops_.context(loop), sweep(keep, loop), asio::detached);
  }

  for (bool first = true; !server.stopping_; first = false) {
    Parser parser;
    parser.header_limit(kMostHeader);
    parser.body_limit(boost::none);
    connection.expect_within(first ? kHeaderPatience : kIdlePatience);
    auto error = co_await read(connection, parser, true);
    if (is_protocol_error(error)) {
      auto refusal = problem_response(unreadable(error));
      co_await write(connection, refusal, false, false);
      co_return;
    }
    if (error) co_return;

    ++server.requests_;
    auto problem = co_await read_body(connection, parser);
    if (problem) {
      auto refusal = problem_response(*problem);
      if (co_await write(connection, refusal, false, false)) co_await linger(connection);
      co_return;
    }
    auto message = parser.release();
    const bool keep_alive = message.keep_alive() && !server.stopping_;
    auto request = request_of(message);
    Response response;
    if (request) {
      request->body = std::move(message.body());
      request->peer =
          client_address(peer, request->header("x-forwarded-for"), server.options_.trusted_proxies);
      connection.expect_nothing();
      response = co_await server.router_.handle(*request);
    } else {
      response = problem_response(request.error());
    }
    if (!co_await write(connection, response, message.method() == beast::http::verb::head, keep_alive))
      co_return;
    if (response.takeover) {
      const auto view = connection.buffer.data();
      std::string rest(static_cast<const char*>(view.data()), view.size());
      response.takeover(TakenConnection{std::move(connection.socket), std::move(rest), loop});
      co_return;
    }
    if (!keep_alive) {
      connection.socket.shutdown(tcp::socket::shutdown_send, error);
      co_return;
    }
  }
}

}  // namespace nigiwai::http
