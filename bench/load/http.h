// HTTP/1.1 with keep-alive and without pipelining: one request at a time on a connection.
#pragma once

#include <string>
#include <string_view>

#include "load/poller.h"

namespace nigiwai::bench {

struct Response {
  int status = 0;
  std::string_view head;  // the status line and the fields
  std::string_view body;  // whole
};

// One connection from an address of its own. Connects when first asked, and again after it has broken.
class HttpConnection final : public Poller::Handler {
 public:
  // Outlives the connection.
  struct User {
    virtual ~User() = default;
    // The answer to the request that was sent; the next may be sent from here.
    virtual void answered(HttpConnection& connection, const Response& response) = 0;
    // The connection ended before a whole answer had come; sending again opens a new one.
    virtual void broke(HttpConnection& connection) = 0;
  };

  HttpConnection(Poller& poller, User& user, int port, std::uint32_t source)
      : poller_(poller), user_(user), port_(port), source_(source) {}
  ~HttpConnection() override { close(); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // A whole request with its head. Only when none is waited for.
  void send(std::string request);
  bool is_waiting() const { return waiting_; }
  std::int64_t sent_at() const { return sent_at_; }  // of steady_us()
  void close();

  void ready(std::uint32_t events) override;

 private:
  void write();
  void read();
  bool parse();
  void fail();

  Poller& poller_;
  User& user_;
  int port_;
  std::uint32_t source_;
  int fd_ = -1;
  bool waiting_ = false;
  bool wants_write_ = false;
  std::int64_t sent_at_ = 0;
  std::string request_;
  std::size_t written_ = 0;
  std::string held_;  // what came of the answer
  std::size_t size_ = 0;
  std::size_t head_ = 0;  // bytes of the head, once it is whole
  std::size_t body_ = 0;  // bytes of the body
  int status_ = 0;
};

// The value of a field of a head; empty without it. Names compare without case.
std::string_view field(std::string_view head, std::string_view name);

// "POST /api/orders HTTP/1.1…" with Host, Content-Type (JSON) and Content-Length; `fields` end with "\r\n"
// each.
std::string request(std::string_view method, std::string_view path, std::string_view fields,
                    std::string_view body);

}  // namespace nigiwai::bench
