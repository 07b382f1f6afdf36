#include "http/router.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>

namespace nigiwai::http {
namespace {

class Tokens final : public Authenticator {
 public:
  Result<Caller> staff(const std::string& token) override {
    const auto role = staff_role(token);
    if (!role) return fail(Kind::kUnauthorized, "unauthorized", "Sign in.");
    return Caller{.role = *role, .id = token, .name = token, .handle = token};
  }
  Result<Caller> viewer(const std::string& token) override {
    if (token != "viewer") return fail(Kind::kUnauthorized, "unauthorized", "Sign in.");
    return Caller{.role = Role::kViewer, .id = "v"};
  }
};

class RouterTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto answer = [](std::string text) {
      return [text](Request& request) -> Task<Response> {
        co_return text_response(
            text + std::string(request.parameter("id")) + std::string(request.parameter("rest")),
            "text/plain");
      };
    };
    router_.add({.method = "GET",
                 .path = "/api/shows/{id}",
                 .access = Access::anyone(),
                 .handle = answer("show "),
                 .summary = "Reads a show."});
    router_.add({.method = "POST",
                 .path = "/api/shows/{id}/start",
                 .access = Access::roles({Role::kDirector}),
                 .handle = answer("started "),
                 .summary = "Starts it."});
    router_.add({.method = "POST",
                 .path = "/api/orders",
                 .access = Access::somebody(),
                 .handle = answer("ordered"),
                 .rate = Rate{"orders", 2, Milliseconds(1000)}});
    router_.add({.method = "GET",
                 .path = "/media/{id}/{rest...}",
                 .access = Access::open(),
                 .handle = answer("media ")});
    router_.add({.method = "GET",
                 .path = "/api/broken",
                 .access = Access::open(),
                 .handle = [](Request&) -> Task<Response> {
                   throw std::runtime_error("oops");
                   co_return empty_response();
                 }});
  }

  Response ask(const std::string& method, const std::string& path, Named headers = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    request.peer = "192.0.2.1";
    Response response;
    asio::io_context context;
    asio::co_spawn(
        context, [&]() -> Task<void> { response = co_await router_.handle(request); }, asio::detached);
    context.run();
    return response;
  }
  static std::string body(const Response& response) { return std::get<std::string>(response.body); }

  ManualClock clock_;
  RateLimits limits_{clock_};
  Tokens tokens_;
  Router router_{tokens_, limits_, {.origins = {"https://shop.example"}}};
};

TEST_F(RouterTest, FindsRoutesAndTheirParameters) {
  EXPECT_EQ(body(ask("GET", "/api/shows/abc")), "show abc");
  EXPECT_EQ(body(ask("HEAD", "/api/shows/abc")), "show abc");
  EXPECT_EQ(body(ask("GET", "/media/abc/av/1.m4s")), "media abcav/1.m4s");
  EXPECT_EQ(ask("GET", "/media/abc").status, 404);
  EXPECT_EQ(ask("GET", "/api/shows/abc/more").status, 404);
  const auto wrong = ask("DELETE", "/api/shows/abc");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_THAT(wrong.headers, testing::Contains(testing::Pair("Allow", "GET, HEAD, OPTIONS")));
  EXPECT_EQ(ask("OPTIONS", "/api/shows/abc").status, 204);
}

TEST_F(RouterTest, GivesAPathThatIsWrittenOutToItsOwnRoute) {
  router_.add(
      {.method = "GET",
       .path = "/api/shows/list",
       .access = Access::open(),
       .handle = [](Request&) -> Task<Response> { co_return text_response("the list", "text/plain"); }});
  EXPECT_EQ(std::get<std::string>(ask("GET", "/api/shows/list").body), "the list");
  EXPECT_EQ(std::get<std::string>(ask("GET", "/api/shows/h3k9").body), "show h3k9");
  // Where only the other one takes what follows, it is found all the same.
  EXPECT_EQ(ask("POST", "/api/shows/list/start", {{"authorization", "Bearer director"}}).status, 200);
}

TEST_F(RouterTest, LetsInByRole) {
  const auto start = [&](const std::string& token) {
    return ask("POST", "/api/shows/abc/start", {{"authorization", "Bearer " + token}}).status;
  };
  EXPECT_EQ(ask("POST", "/api/shows/abc/start").status, 401);
  EXPECT_EQ(start("nonsense"), 401);
  EXPECT_EQ(start("viewer"), 403);
  EXPECT_EQ(start("analyst"), 403);
  EXPECT_EQ(start("director"), 200);
  EXPECT_EQ(start("owner"), 200);
}

TEST_F(RouterTest, WritesWithACookieMustComeFromOurPages) {
  const auto order = [&](const std::string& origin) {
    return ask("POST", "/api/orders", {{"cookie", "nigiwai_viewer=viewer"}, {"origin", origin}});
  };
  EXPECT_EQ(order("https://evil.example").status, 403);
  EXPECT_EQ(order("").status, 403);
  EXPECT_EQ(order("https://shop.example").status, 200);
}

TEST_F(RouterTest, LimitsByCaller) {
  const auto order = [&] { return ask("POST", "/api/orders", {{"authorization", "Bearer viewer"}}); };
  EXPECT_EQ(order().status, 200);
  EXPECT_EQ(order().status, 200);
  const auto refused = order();
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(body(refused).find("retry_after_ms"), std::string::npos);
  clock_.advance(Milliseconds(1000));
  EXPECT_EQ(order().status, 200);
}

TEST_F(RouterTest, WhatGoesWrongIsAProblemAndTellsNothing) {
  const auto response = ask("GET", "/api/broken");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(body(response).find("oops"), std::string::npos);
}

TEST_F(RouterTest, DescribesItself) {
  const auto document = openapi(router_.routes(), "https://shop.example");
  const auto& paths = document.at("paths").as_object();
  EXPECT_EQ(paths.size(), 2u);
  EXPECT_TRUE(paths.at("/api/shows/{id}/start").as_object().contains("post"));
  EXPECT_EQ(paths.at("/api/shows/{id}").at("get").at("summary"), "Reads a show.");
}

}  // namespace
}  // namespace nigiwai::http
