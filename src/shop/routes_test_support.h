// Sends requests through a router as the server would, without a socket.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/test_loop.h"
#include "http/router.h"

namespace nigiwai::shop {

// The token is the role: "viewer", or one of the staff's.
class TokenIsRole final : public http::Authenticator {
 public:
  Result<http::Caller> staff(const std::string& token) override {
    if (const auto role = http::staff_role(token)) return http::Caller{*role, token + "-id", token, token};
    return fail(Kind::kUnauthorized, "unauthorized", "No.");
  }
  Result<http::Caller> viewer(const std::string& token) override {
    if (token == "viewer") return http::Caller{http::Role::kViewer, "viewer-id", "ゆず茶", ""};
    return fail(Kind::kUnauthorized, "unauthorized", "No.");
  }
};

struct Sent {
  std::string method;
  std::string path;
  std::string token{};
  std::string body{};
  std::string key{};  // Idempotency-Key
  http::Named query{};
};

struct Got {
  int status = 0;
  std::string body;
  boost::json::object json() const { return boost::json::parse(body).as_object(); }
};

inline Got send(http::Router& router, const Sent& sent) {
  http::Request request;
  request.method = sent.method;
  request.path = sent.path;
  request.body = sent.body;
  request.query = sent.query;
  request.peer = "192.0.2.1";
  if (!sent.token.empty()) request.headers["authorization"] = "Bearer " + sent.token;
  if (!sent.key.empty()) request.headers["idempotency-key"] = sent.key;
  auto& loop = test_loop();
  auto answer = asio::co_spawn(loop, router.handle(request), asio::use_future);
  loop.run();
  const auto response = answer.get();
  const auto* text = std::get_if<std::string>(&response.body);
  return {response.status, text != nullptr ? *text : std::string()};
}

}  // namespace nigiwai::shop
