#include "load/shoppers.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "load/http.h"

namespace nigiwai::bench {
namespace {

class Maker final : public HttpConnection::User {
 public:
  Maker(Poller& poller, int port, std::size_t count, int block) : wanted_(count) {
    for (std::size_t i = 0; i * kShoppersOfAddress < count; ++i) {
      connections_.push_back(std::make_unique<HttpConnection>(poller, *this, port, source_address(block, i)));
      ask(*connections_.back());
    }
    while (tokens.size() < wanted_) poller.run_once(steady_us() + kSecond);
  }
  std::vector<std::string> tokens;

 private:
  void ask(HttpConnection& connection) {
    if (asked_ == wanted_) return;
    ++asked_;
    connection.send(request("POST", "/api/viewers", "", "{}"));
  }
  void answered(HttpConnection& connection, const Response& response) override {
    if (response.status != 201) give_up(fmt::format("the shop makes no viewer: {}", response.body));
    tokens.emplace_back(boost::json::parse(response.body).at("token").as_string());
    ask(connection);
  }
  void broke(HttpConnection&) override { give_up("the shop makes no viewer: the connection broke"); }

  std::size_t wanted_, asked_ = 0;
  std::vector<std::unique_ptr<HttpConnection>> connections_;
};

}  // namespace

std::vector<std::string> make_shoppers(Poller& poller, int port, std::size_t count, int block) {
  return std::move(Maker(poller, port, count, block).tokens);
}

}  // namespace nigiwai::bench
