#include "load/http.h"

#include <fmt/format.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace nigiwai::bench {
namespace {

constexpr std::size_t kReadAtOnce = 16 * 1024;

}  // namespace

std::string_view field(std::string_view head, std::string_view name) {
  for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
    const auto line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    if (line.size() <= name.size() || line[name.size()] != ':') continue;
    if (::strncasecmp(line.data(), name.data(), name.size()) != 0) continue;
    const auto begins = line.find_first_not_of(' ', name.size() + 1);
    return begins == std::string_view::npos ? std::string_view{} : line.substr(begins);
  }
  return {};
}

std::string request(std::string_view method, std::string_view path, std::string_view fields,
                    std::string_view body) {
  if (body.empty() && method == "GET")
    return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n", path, fields);
  return fmt::format(
      "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}",
      method, path, body.size(), fields, body);
}

void HttpConnection::send(std::string request) {
  request_ = std::move(request);
  written_ = 0;
  size_ = head_ = body_ = 0;
  waiting_ = true;
  sent_at_ = steady_us();
  if (fd_ < 0) {
    fd_ = connect_from(source_, port_);
    wants_write_ = true;
    poller_.add(fd_, *this, EPOLLIN | EPOLLOUT);
  } else {
    write();
  }
}

void HttpConnection::close() {
  if (fd_ >= 0) {
    poller_.remove(fd_);
    ::close(fd_);
  }
  fd_ = -1;
  waiting_ = false;
}

void HttpConnection::fail() {
  const bool told = waiting_;
  close();
  if (told) user_.broke(*this);
}

void HttpConnection::ready(std::uint32_t events) {
  if (wants_write_ && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
    if ((events & EPOLLERR) != 0) return fail();
    write();
  }
  if (fd_ >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read();
}

void HttpConnection::write() {
  const auto sent = ::send(fd_, request_.data() + written_, request_.size() - written_, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) return fail();
  if (sent > 0) written_ += static_cast<std::size_t>(sent);
  const bool more = written_ < request_.size();
  if (more == wants_write_) return;
  wants_write_ = more;
  poller_.change(fd_, *this, more ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void HttpConnection::read() {
  for (;;) {
    const auto wanted = head_ > 0 ? std::max(head_ + body_ - size_, kReadAtOnce) : kReadAtOnce;
    if (held_.size() < size_ + wanted) held_.resize(size_ + wanted);
    const auto got = ::recv(fd_, held_.data() + size_, wanted, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return fail();
    size_ += static_cast<std::size_t>(got);
    if (!parse())
      give_up("an answer that is not HTTP: " + held_.substr(0, std::min<std::size_t>(size_, 300)));
    if (head_ > 0 && size_ >= head_ + body_) break;
    if (static_cast<std::size_t>(got) < wanted) return;
  }
  if (!waiting_ || size_ > head_ + body_) give_up("an answer that nobody asked for");
  waiting_ = false;
  const std::string_view whole(held_.data(), size_);
  const bool last = field(whole.substr(0, head_), "Connection") == "close";
  const Response response{.status = status_, .head = whole.substr(0, head_), .body = whole.substr(head_)};
  if (last) {
    poller_.remove(fd_);
    ::close(fd_);
    fd_ = -1;
  }
  user_.answered(*this, response);
}

// False for what is no answer with a length.
bool HttpConnection::parse() {
  if (head_ > 0) return true;
  const std::string_view come(held_.data(), size_);
  const auto end = come.find("\r\n\r\n");
  if (end == std::string_view::npos) return size_ < 64 * 1024;
  if (!come.starts_with("HTTP/1.1 ")) return false;
  std::from_chars(come.data() + 9, come.data() + 12, status_);
  const auto length = field(come.substr(0, end + 2), "Content-Length");
  const bool bare = status_ == 204 || status_ == 304;
  if (!bare && std::from_chars(length.data(), length.data() + length.size(), body_).ec != std::errc())
    return false;
  head_ = end + 4;
  return true;
}

}  // namespace nigiwai::bench
