#include "show/routes.h"

#include "shop/routes_test_support.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using shop::send;

class RoutesTest : public ShowTest {
 protected:
  void SetUp() override {
    ShowTest::SetUp();
    writer_ = std::make_unique<store::Writer>(file_.open(), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
    routes_ = std::make_unique<Routes>(ShowParts{.writer = *writer_,
                                                 .readers = *readers_,
                                                 .journal = journal_,
                                                 .random = random_,
                                                 .views = parts_,
                                                 .ingest = {.host = "live.example.jp"}});
    routes_->add_to(router_);
  }
  void TearDown() override {
    writer_->stop();
    routes_.reset();
    readers_.reset();
    writer_.reset();
    ShowTest::TearDown();
  }

  shop::TokenIsRole people_;
  http::RateLimits limits_{clock_};
  http::Router router_{people_, limits_, {}};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<Routes> routes_;
};

TEST_F(RoutesTest, AreDescribedInTheOpenApiDocument) {
  const auto paths = http::openapi(router_.routes(), "http://localhost").at("paths").as_object();
  EXPECT_TRUE(paths.at("/api/shows/{id}/start").as_object().contains("post"));
}

TEST_F(RoutesTest, AShowIsPlannedSentToStartedAndEnded) {
  const char* wanted = R"({"title":"秋の新色","shelf":["lip"],"cast":["minori"]})";
  const auto planned = send(router_, {"POST", "/api/shows", "planner", wanted, "k1"});
  ASSERT_EQ(planned.status, 201) << planned.body;
  EXPECT_EQ(send(router_, {"POST", "/api/shows", "planner", wanted, "k1"}).body, planned.body);
  const auto path = "/api/shows/" + std::string(planned.json().at("id").as_string());
  EXPECT_EQ(send(router_, {"GET", path}).status, 404);
  EXPECT_EQ(send(router_, {"GET", path, "viewer"}).status, 404);
  EXPECT_EQ(send(router_, {"GET", path, "analyst"}).json().at("staff").at("record").as_bool(), true);
  EXPECT_EQ(send(router_, {"PATCH", path, "planner", R"({"starts_at":"2027-01-01T11:00:00Z"})"})
                .json()
                .at("state")
                .as_string(),
            "scheduled");
  EXPECT_EQ(send(router_, {"GET", path}).status, 200);

  const auto ingest =
      boost::json::parse(send(router_, {"GET", path + "/ingest", "presenter"}).body).as_array();
  EXPECT_EQ(ingest.at(0).at("url").as_string(), "rtmp://live.example.jp:1935/live");
  const auto renewed =
      boost::json::parse(send(router_, {"POST", path + "/ingest", "presenter"}).body).as_array();
  EXPECT_NE(renewed.at(0).at("key"), ingest.at(0).at("key"));
  EXPECT_TRUE(send(router_, {.method = "GET",
                             .path = path + "/ingest/qr.svg",
                             .token = "presenter",
                             .query = {{"protocol", "srt"}}})
                  .body.starts_with("<svg"));
  EXPECT_EQ(send(router_, {.method = "GET",
                           .path = path + "/ingest/qr.svg",
                           .token = "presenter",
                           .query = {{"protocol", "x"}}})
                .status,
            400);

  EXPECT_EQ(send(router_, {"POST", path + "/start", "planner"}).status, 403);
  EXPECT_EQ(send(router_, {"POST", path + "/start", "director"}).json().at("state").as_string(), "live");
  const auto again = send(router_, {"POST", path + "/start", "director"});
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.json().at("type").as_string(), "/problems/state");
  EXPECT_EQ(send(router_, {.method = "GET", .path = "/api/shows", .query = {{"state", "live"}}})
                .json()
                .at("items")
                .as_array()
                .size(),
            1u);
  EXPECT_EQ(send(router_, {"POST", path + "/end", "director"}).json().at("state").as_string(), "archived");
  EXPECT_EQ(send(router_, {"GET", path + "/outline"}).status, 200);
}

TEST_F(RoutesTest, ThePublicListHasNoDraftsEvenWhenAskedFor) {
  plan({});
  const auto drafts = [&](const std::string& token) {
    return send(router_,
                {.method = "GET", .path = "/api/shows", .token = token, .query = {{"state", "draft,live"}}})
        .json()
        .at("items")
        .as_array()
        .size();
  };
  EXPECT_EQ(drafts(""), 0u);
  EXPECT_EQ(drafts("viewer"), 0u);
  EXPECT_EQ(drafts("planner"), 1u);
  EXPECT_EQ(send(router_, {.method = "GET", .path = "/api/shows", .query = {{"state", "on air"}}})
                .json()
                .at("field")
                .as_string(),
            "state");
  EXPECT_EQ(send(router_, {"GET", "/api/shows/none/outline"}).status, 404);
}

TEST_F(RoutesTest, NothingIsKeptOfAShowThatWasRefused) {
  const auto refused = send(router_, {"POST", "/api/shows", "planner", R"({"title":"T","shelf":["none"]})"});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.json().at("field").as_string(), "/shelf/0");
  EXPECT_EQ(number("SELECT count(*) FROM show"), 0);
}

}  // namespace
}  // namespace nigiwai::show
