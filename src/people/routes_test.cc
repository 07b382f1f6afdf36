#include "people/routes.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "people/people_test_support.h"

namespace nigiwai::people {
namespace {

constexpr const char* kOurs = "https://shop.example";
// One grey pixel.
constexpr unsigned char kPng[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00,
    0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81,
    0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

class RoutesTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    pictures_ = std::make_unique<media::Pictures>(*readers_);
    router_ = std::make_unique<http::Router>(*people_, limits_, http::RouterOptions{.origins = {kOurs}});
    routes_ = std::make_unique<Routes>(PeopleParts{
        .people = *people_,
        .pictures = *pictures_,
        .limits = limits_,
        .saved_by = [](store::Database&,
                       const std::string& viewer) { return json::array{{{"product", "of " + viewer}}}; },
        .origins = {kOurs},
        .secure_cookies = true});
    routes_->add_to(*router_);
  }
  void TearDown() override {
    router_.reset();
    routes_.reset();
    pictures_.reset();
    ShopTest::TearDown();
  }

  using Headers = http::Named;
  struct Answer {
    int status;
    json::object body;
    std::string cookie;
  };
  Answer ask(const std::string& method, const std::string& path, std::string body = "",
             Headers headers = {}) {
    http::Request request;
    request.method = method;
    const auto question = path.find('?');
    request.path = path.substr(0, question);
    if (question != std::string::npos) {
      const auto equals = path.find('=');
      request.query[path.substr(question + 1, equals - question - 1)] = path.substr(equals + 1);
    }
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.peer = "192.0.2.7";
    auto response = finished(router_->handle(request));
    Answer answer{.status = response.status, .body = {}, .cookie = ""};
    const auto& text = std::get<std::string>(response.body);
    if (!text.empty()) answer.body = json::parse(text).as_object();
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") answer.cookie = value;
    }
    return answer;
  }
  static Headers bearer(const json::value& token) {
    return {{"authorization", "Bearer " + std::string(token.as_string())}};
  }
  static Headers cookie(const char* name, const json::value& token) {
    return {{"cookie", "other=1; " + std::string(name) + "=" + std::string(token.as_string())}};
  }
  std::string credentials(const std::string& email, const std::string& password) {
    return json::serialize(json::object{{"email", email}, {"password", password}});
  }
  Answer owner() {
    make_owner_of("owner@example.com");
    return ask("POST", "/api/sessions", credentials("owner@example.com", kPassword));
  }

  http::RateLimits limits_{clock_};
  std::unique_ptr<media::Pictures> pictures_;
  std::unique_ptr<http::Router> router_;
  std::unique_ptr<Routes> routes_;
};

TEST_F(RoutesTest, EveryRouteIsDescribed) {
  const auto document = http::openapi(router_->routes(), kOurs);
  EXPECT_FALSE(router_->routes().empty());
  for (const auto& route : router_->routes()) {
    ASSERT_TRUE(document.at("paths").as_object().contains(route.path)) << route.path;
    EXPECT_FALSE(route.summary.empty()) << route.method << " " << route.path;
  }
}

TEST_F(RoutesTest, ViewerIsMadeAndReadsThemself) {
  const auto made = ask("POST", "/api/viewers");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.cookie, "nigiwai_viewer=" + std::string(made.body.at("token").as_string()) +
                             "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure");
  const auto me = ask("GET", "/api/viewers/me", "", bearer(made.body.at("token")));
  EXPECT_EQ(me.status, 200);
  EXPECT_EQ(me.body.at("id"), made.body.at("id"));
  EXPECT_EQ(me.body.at("name"), made.body.at("name"));
  EXPECT_EQ(me.body.at("saved").at(0).at("product").as_string(),
            "of " + std::string(me.body.at("id").as_string()));
  EXPECT_EQ(ask("GET", "/api/viewers/me", "", cookie("nigiwai_viewer", made.body.at("token"))).status, 200);
  EXPECT_EQ(ask("GET", "/api/viewers/me").status, 401);
}

TEST_F(RoutesTest, EachPostMakesAnotherViewer) {
  const auto first = ask("POST", "/api/viewers", R"({"name": "ゆず茶"})");
  const auto second =
      ask("POST", "/api/viewers", R"({"name": "ゆず茶"})", cookie("nigiwai_viewer", first.body.at("token")));
  EXPECT_EQ(second.status, 201);
  EXPECT_NE(first.body.at("id"), second.body.at("id"));
  EXPECT_NE(first.body.at("token"), second.body.at("token"));
}

TEST_F(RoutesTest, AnotherSiteGetsATokenButSetsNoCookie) {
  EXPECT_EQ(ask("POST", "/api/viewers", "", {{"origin", "https://evil.example"}}).cookie, "");
  EXPECT_EQ(ask("POST", "/api/viewers", "", {{"origin", "null"}}).cookie, "");
  EXPECT_NE(ask("POST", "/api/viewers", "", {{"origin", kOurs}}).cookie, "");
}

TEST_F(RoutesTest, NamesAreCleanedOrRefusedByField) {
  const auto made = ask("POST", "/api/viewers", R"({"name": "  ゆ\u202eず\n茶\u0000  "})");
  EXPECT_EQ(made.body.at("name"), "ゆず 茶");
  std::string marks = R"({"name": "あ)";
  for (int i = 0; i < 10'000; ++i) marks += "\u0301";
  const std::string wrong[] = {
      R"({"name": ""})", R"({"name": "   "})", R"({"name": "一二三四五六七八九十一二三四五六七八九十一"})",
      R"({"name": 7})",  R"({"name": null})",  R"({"name": ["x"]})",
      marks + "\"}"};
  for (const auto& body : wrong) {
    const auto refused = ask("POST", "/api/viewers", body);
    EXPECT_EQ(refused.status, 400) << body.substr(0, 60);
    EXPECT_EQ(refused.body.at("field"), "/name");
  }
  EXPECT_EQ(ask("POST", "/api/viewers", R"({"nmae": "x"})").body.at("field"), "/nmae");
  for (const char* body : {"[]", "null", "{", "\xff", R"({"name": "x"} {})"}) {
    EXPECT_EQ(ask("POST", "/api/viewers", body).status, 400) << body;
  }
}

TEST_F(RoutesTest, NewNameNeedsAnOriginWhenACookieBearsIt) {
  const auto made = ask("POST", "/api/viewers");
  const std::string body = R"({"name": "きなこ"})";
  auto headers = cookie("nigiwai_viewer", made.body.at("token"));
  EXPECT_EQ(ask("PATCH", "/api/viewers/me", body, headers).status, 403);
  headers["origin"] = kOurs;
  EXPECT_EQ(ask("PATCH", "/api/viewers/me", body, headers).body.at("name"), "きなこ");
  EXPECT_EQ(ask("GET", "/api/viewers/me", "", bearer(made.body.at("token"))).body.at("name"), "きなこ");
}

TEST_F(RoutesTest, NewViewersAreLimitedByAddressWhateverTokenTheyBear) {
  Answer last{.status = 201, .body = {}, .cookie = ""};
  int made = 0;
  Headers headers;
  for (; last.status == 201 && made < 600; ++made) {
    last = ask("POST", "/api/viewers", "", headers);
    if (last.status == 201) headers = bearer(last.body.at("token"));
  }
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(made, kNewViewers.burst + 1);
  EXPECT_GT(last.body.at("retry_after_ms").as_int64(), 0);
  EXPECT_EQ(last.body.at("limit").as_string(), kNewViewers.name);
}

TEST_F(RoutesTest, StaffSignInAndOut) {
  const auto in = owner();
  ASSERT_EQ(in.status, 201);
  const auto& token = in.body.at("token");
  EXPECT_EQ(in.cookie, "nigiwai_staff=" + std::string(token.as_string()) +
                           "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
  EXPECT_EQ(in.body.at("staff").at("role"), "owner");
  EXPECT_TRUE(in.body.at("staff").as_object().contains("handle"));

  const auto current = ask("GET", "/api/sessions/current", "", cookie("nigiwai_staff", token));
  EXPECT_EQ(current.status, 200);
  EXPECT_EQ(current.cookie, in.cookie);
  EXPECT_EQ(current.body.at("staff"), in.body.at("staff"));

  auto headers = cookie("nigiwai_staff", token);
  EXPECT_EQ(ask("DELETE", "/api/sessions/current", "", headers).status, 403);
  headers["origin"] = kOurs;
  const auto out = ask("DELETE", "/api/sessions/current", "", headers);
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(out.cookie.starts_with("nigiwai_staff=; Path=/; Max-Age=0;")) << out.cookie;
  EXPECT_EQ(ask("GET", "/api/sessions/current", "", bearer(token)).status, 401);
}

TEST_F(RoutesTest, BearerSignsOutToo) {
  const auto in = owner();
  EXPECT_EQ(ask("DELETE", "/api/sessions/current", "", bearer(in.body.at("token"))).status, 204);
  EXPECT_EQ(ask("DELETE", "/api/sessions/current", "", bearer(in.body.at("token"))).status, 401);
}

TEST_F(RoutesTest, ViewerIsNoStaff) {
  const auto viewer = ask("POST", "/api/viewers");
  EXPECT_EQ(ask("GET", "/api/sessions/current", "", bearer(viewer.body.at("token"))).status, 403);
  EXPECT_EQ(ask("GET", "/api/sessions/current", "", cookie("nigiwai_viewer", viewer.body.at("token"))).status,
            401);
  EXPECT_EQ(ask("GET", "/api/sessions/current", "", cookie("nigiwai_staff", viewer.body.at("token"))).status,
            401);
  const auto staff = owner();
  EXPECT_EQ(ask("GET", "/api/viewers/me", "", bearer(staff.body.at("token"))).status, 401);
}

TEST_F(RoutesTest, SignInRefusalsNameTheField) {
  const std::pair<std::string, std::string> wrong[] = {
      {R"({"email": "x", "password": "0123456789"})", "/email"},
      {R"({"email": 1, "password": "0123456789"})", "/email"},
      {R"({"password": "0123456789"})", "/email"},
      {R"({"email": "x@y.jp"})", "/password"},
      {R"({"email": "x@y.jp", "password": {}})", "/password"},
      {R"({"email": "x@y.jp", "password": ")" + std::string(2000, 'x') + "\"}", "/password"},
      {R"({"email": "x@y.jp", "password": "0123456789", "role": "owner"})", "/role"}};
  for (const auto& [body, field] : wrong) {
    const auto refused = ask("POST", "/api/sessions", body);
    EXPECT_EQ(refused.status, 400) << body.substr(0, 80);
    EXPECT_EQ(refused.body.at("field").as_string(), field);
  }
}

TEST_F(RoutesTest, GuessingIsSlowedByMailAndByAddressForKnownAndUnknownAlike) {
  make_owner_of("owner@example.com");
  for (const char* email : {"owner@example.com", "nobody@example.com"}) {
    for (int i = 0; i < kSignInsOfMail.burst; ++i) {
      EXPECT_EQ(ask("POST", "/api/sessions", credentials(email, "not this sentence")).status, 401);
    }
    // By now the address has its limit too, in the second round.
    const auto refused = ask("POST", "/api/sessions", credentials(email, kPassword));
    EXPECT_EQ(refused.status, 429);
    EXPECT_GT(refused.body.at("retry_after_ms").as_int64(), 0);
    clock_.advance(kSignInsFromAddress.each * kSignInsFromAddress.burst);
  }
  clock_.advance(kSignInsOfMail.each * kSignInsOfMail.burst);
  EXPECT_EQ(ask("POST", "/api/sessions", credentials("owner@example.com", kPassword)).status, 201);

  Answer last{.status = 401, .body = {}, .cookie = ""};
  int tried = 0;
  for (; last.status == 401 && tried < 100; ++tried) {
    last = ask("POST", "/api/sessions", credentials("n" + std::to_string(tried) + "@example.com", kPassword));
  }
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.body.at("limit").as_string(), kSignInsFromAddress.name);
}

TEST_F(RoutesTest, SetupByTheLinkSignsIn) {
  const auto token = make_setup_token(*database_, clock_, random_);
  auto body = json::object{{"token", **token}, {"email", "x@y.jp"}, {"password", "short"}, {"name", "店主"}};
  EXPECT_EQ(ask("POST", "/api/setup", json::serialize(body)).body.at("field"), "/password");
  body["password"] = kPassword;
  body["token"] = "guess";
  EXPECT_EQ(ask("POST", "/api/setup", json::serialize(body)).status, 403);
  body["token"] = **token;
  const auto done = ask("POST", "/api/setup", json::serialize(body));
  EXPECT_EQ(done.status, 201);
  EXPECT_NE(done.cookie, "");
  EXPECT_EQ(done.body.at("staff").at("name"), "店主");
  const auto again = ask("POST", "/api/setup", json::serialize(body));
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body.at("type"), "/problems/setup-done");
}

TEST_F(RoutesTest, OwnerWritesProfilesThatEveryoneReads) {
  const auto headers = bearer(owner().body.at("token"));
  const std::string minori = R"({"name": "佐倉 みのり", "title": "美容部員", "role": "presenter"})";
  EXPECT_EQ(ask("PUT", "/api/staff/minori", minori).status, 401);
  EXPECT_EQ(
      ask("PUT", "/api/staff/minori", minori, bearer(ask("POST", "/api/viewers").body.at("token"))).status,
      403);
  EXPECT_EQ(ask("PUT", "/api/staff/minori", minori, headers).status, 201);
  EXPECT_EQ(ask("PUT", "/api/staff/minori", minori, headers).status, 200);
  const auto listed = ask("GET", "/api/staff?limit=1");
  EXPECT_EQ(listed.body.at("items").at(0), (json::object{{"handle", "minori"},
                                                         {"name", "佐倉 みのり"},
                                                         {"title", "美容部員"},
                                                         {"role", "presenter"},
                                                         {"picture", nullptr}}));
  EXPECT_EQ(listed.body.at("next"), "minori");
  const auto rest = ask("GET", "/api/staff?cursor=minori");
  EXPECT_EQ(rest.body.at("items").at(0).at("handle"), "owner");
  EXPECT_TRUE(rest.body.at("next").is_null());
  EXPECT_EQ(json::serialize(rest.body).find("example.com"), std::string::npos);
}

TEST_F(RoutesTest, ProfileRefusalsNameTheField) {
  const auto headers = bearer(owner().body.at("token"));
  const std::pair<std::string, std::string> wrong[] = {
      {R"({"name": "", "role": "presenter"})", "/name"},
      {R"({"name": "x", "role": "viewer"})", "/role"},
      {R"({"name": "x", "role": "nobody"})", "/role"},
      {R"({"name": "x"})", "/role"},
      {R"({"name": "x", "role": "owner", "title": 1})", "/title"},
      {R"({"name": "x", "role": "owner", "email": "a@b.jp"})", "/email"}};
  for (const auto& [body, field] : wrong) {
    const auto refused = ask("PUT", "/api/staff/minori", body, headers);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(refused.body.at("field").as_string(), field);
  }
  for (const auto& handle :
       {std::string("Minori"), std::string("みのり"), std::string("-a"), std::string(65, 'a')}) {
    EXPECT_EQ(
        ask("PUT", "/api/staff/" + handle, R"({"name": "x", "role": "presenter"})", headers).body.at("field"),
        "handle");
  }
}

TEST_F(RoutesTest, PortraitIsOnesOwnOrAnOwnersToChange) {
  const auto first = owner();
  const auto headers = bearer(first.body.at("token"));
  ask("PUT", "/api/staff/minori", R"({"name": "佐倉", "role": "presenter"})", headers);
  const std::string png(reinterpret_cast<const char*>(kPng), sizeof kPng);
  EXPECT_EQ(
      ask("PUT", "/api/staff/minori/picture", "<svg xmlns='http://www.w3.org/2000/svg'/>", headers).status,
      415);
  EXPECT_EQ(ask("PUT", "/api/staff/nobody/picture", png, headers).status, 404);
  const auto set = ask("PUT", "/api/staff/minori/picture", png, headers);
  ASSERT_EQ(set.status, 200) << json::serialize(set.body);
  EXPECT_EQ(ask("GET", "/api/staff?limit=1").body.at("items").at(0).at("picture"), set.body.at("picture"));
  EXPECT_EQ(number("SELECT count(*) FROM picture"), 2);

  make_owner_of("second@example.com");
  ask("PUT", "/api/staff/owner", R"({"name": "前店主", "role": "presenter"})", headers);
  EXPECT_EQ(ask("PUT", "/api/staff/minori/picture", png, headers).status, 403);
  EXPECT_EQ(ask("PUT", "/api/staff/owner/picture", png, headers).status, 200);
}

}  // namespace
}  // namespace nigiwai::people
