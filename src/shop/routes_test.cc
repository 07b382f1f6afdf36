#include "shop/routes.h"

#include "shop/routes_test_support.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kLip = R"({"title":"うるみリップ","price":{"amount":2640,"currency":"JPY"}})";
constexpr const char* kOrder = R"({"lines":[{"sku":"lip","quantity":2}],
  "contact":{"name":"山田 花子","email":"hanako@example.jp","postal_code":"1500001","address":"東京都渋谷区"}})";

class RoutesTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    writer_ = std::make_unique<store::Writer>(file_.open(), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
    pictures_ = std::make_unique<media::Pictures>(*readers_);
    orders_ = std::make_unique<Orders>(writer_->core(), journal_, shelves_, random_);
    routes_ = std::make_unique<Routes>(ShopParts{.writer = *writer_,
                                                 .readers = *readers_,
                                                 .journal = journal_,
                                                 .shelves = shelves_,
                                                 .pictures = *pictures_,
                                                 .orders = *orders_,
                                                 .sold_out = sold_out_,
                                                 .limits = limits_,
                                                 .clock = clock_,
                                                 .has_owner = [](store::Database&) { return true; }});
    routes_->add_to(router_);
    pictures_->add_routes(router_);
  }
  void TearDown() override {
    writer_->stop();
    routes_.reset();
    orders_.reset();
    pictures_.reset();
    readers_.reset();
    writer_.reset();
    ShopTest::TearDown();
  }

  FakeShelves shelves_;
  TokenIsRole people_;
  http::RateLimits limits_{clock_};
  http::Router router_{people_, limits_, {}};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<media::Pictures> pictures_;
  SoldOutBoard sold_out_;
  std::unique_ptr<Orders> orders_;
  std::unique_ptr<Routes> routes_;
};

TEST_F(RoutesTest, AreDescribedInTheOpenApiDocument) {
  const auto paths = http::openapi(router_.routes(), "http://localhost").at("paths").as_object();
  EXPECT_TRUE(paths.at("/api/orders").as_object().contains("post"));
  EXPECT_TRUE(paths.at("/api/products/{id}").as_object().contains("put"));
}

TEST_F(RoutesTest, AProductIsMadeStockedOrderedAndFound) {
  EXPECT_EQ(send(router_, {"PUT", "/api/products/lip", "planner", kLip}).status, 201);
  EXPECT_EQ(send(router_, {"PUT", "/api/products/lip", "planner", kLip}).status, 200);
  const auto stocked =
      send(router_, {"POST", "/api/stock/lip", "director", R"({"delta":3,"reason":"納品"})", "k1"});
  EXPECT_EQ(stocked.status, 201);
  EXPECT_EQ(stocked.body, R"({"sku":"lip","left":3})");
  EXPECT_EQ(
      send(router_, {"POST", "/api/stock/lip", "director", R"({"delta":3,"reason":"納品"})", "k1"}).body,
      stocked.body);

  const auto placed = send(router_, {"POST", "/api/orders", "viewer", kOrder, "k2"});
  ASSERT_EQ(placed.status, 201) << placed.body;
  EXPECT_EQ(send(router_, {"POST", "/api/orders", "viewer", kOrder, "k2"}).body, placed.body);
  const auto refused = send(router_, {"POST", "/api/orders", "", kOrder, "k2"});
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.json().at("type").as_string(), "/problems/sold-out");
  EXPECT_EQ(refused.json().at("left").as_int64(), 1);

  const std::string id(placed.json().at("id").as_string());
  const std::string url(placed.json().at("url").as_string());
  const auto secret = url.substr(url.find("key=") + 4);
  EXPECT_EQ(send(router_, {.method = "GET", .path = "/api/orders/" + id, .query = {{"key", secret}}}).body,
            placed.body);
  EXPECT_EQ(send(router_, {.method = "GET", .path = "/api/orders/" + id, .query = {{"key", "guess"}}}).status,
            404);
  EXPECT_EQ(send(router_, {"GET", "/api/orders/" + id, "viewer"}).status, 200) << "their own";
  EXPECT_EQ(send(router_, {"GET", "/api/orders/" + id, "analyst"}).status, 200);
  EXPECT_EQ(send(router_, {"GET", "/api/orders", "analyst"}).json().at("items").as_array().size(), 1u);
  EXPECT_EQ(send(router_, {"GET", "/api/orders.csv", "owner"}).status, 200);
  EXPECT_EQ(send(router_, {"GET", "/api/products/lip"}).json().at("left").as_int64(), 1);
  EXPECT_EQ(send(router_, {"GET", "/api/products"}).json().at("items").as_array().size(), 1u);
}

TEST_F(RoutesTest, EachIsOnlyForItsRoles) {
  EXPECT_EQ(send(router_, {"PUT", "/api/products/lip", "presenter", kLip}).status, 403);
  EXPECT_EQ(send(router_, {"PUT", "/api/products/lip", "", kLip}).status, 401);
  EXPECT_EQ(send(router_, {"POST", "/api/stock/lip", "viewer", "{}"}).status, 403);
  EXPECT_EQ(send(router_, {"GET", "/api/orders", "viewer"}).status, 403);
  EXPECT_EQ(send(router_, {"GET", "/api/orders.csv"}).status, 401);
  EXPECT_EQ(send(router_, {"PATCH", "/api/shop", "planner", R"({"name":"月白"})"}).status, 403);
}

TEST_F(RoutesTest, TheOwnerNamesTheShop) {
  const auto named =
      send(router_, {"PATCH", "/api/shop", "owner", R"({"name":"月白","name_latin":"TSUKISHIRO"})"});
  EXPECT_EQ(named.status, 200);
  EXPECT_EQ(
      send(router_, {"GET", "/api/shop"}).body,
      R"({"name":"月白","name_latin":"TSUKISHIRO","currency":"JPY","disclosure":"スタッフによる紹介","disclosure_latin":"Presented by our staff","cart":"here","ready":true,"legal":[],"selling":"first-to-pay","hold_seconds":600,"waitlist":true})");
  EXPECT_EQ(send(router_, {"PATCH", "/api/shop", "owner", R"({"currency":"yen"})"}).status, 400);
  EXPECT_EQ(send(router_, {"PATCH", "/api/shop", "owner", R"({"nme":"x"})"}).json().at("field").as_string(),
            "/nme");
}

TEST_F(RoutesTest, RefusesAPictureThatIsNone) {
  EXPECT_EQ(send(router_, {"PUT", "/api/products/lip/picture", "planner", "<svg/>"}).status, 404);
  add_product("lip", 2640, 0);
  EXPECT_EQ(send(router_, {"PUT", "/api/products/lip/picture", "planner", "<svg/>"}).status, 415);
  EXPECT_EQ(send(router_, {"GET", "/pictures/none-640.webp"}).status, 404);
}

TEST_F(RoutesTest, SaysWhenOneAddressOrdersTooFast) {
  Got last;
  for (int i = 0; i <= kOrdersOfAddress.burst; ++i) last = send(router_, {"POST", "/api/orders", "", "{}"});
  EXPECT_EQ(last.status, 429);
  EXPECT_GT(last.json().at("retry_after_ms").as_int64(), 0);
  EXPECT_EQ(send(router_, {"POST", "/api/orders", "viewer", "{}"}).status, 400);
}

}  // namespace
}  // namespace nigiwai::shop
