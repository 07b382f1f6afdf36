#include "shop/products/on_sale.h"

#include "shop/holds/holds.h"
#include "shop/orders/orders.h"
#include "shop/orders/quote.h"
#include "shop/selling.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

constexpr WallTime kOpens{Milliseconds(1'000'000)};

TEST(MayBuy, FromItsTimeOnAndBeforeWhereItWasGranted) {
  const std::vector<EarlyAccess> none, anywhere{{""}}, of_show{{"s1"}};
  struct Row {
    std::optional<WallTime> from;
    WallTime now;
    const char* show;
    std::vector<EarlyAccess> granted;
    bool may;
  };
  const std::vector<Row> rows{{std::nullopt, kOpens, "", none, true},
                              {kOpens, kOpens, "", none, true},
                              {kOpens, kOpens - Milliseconds(1), "", none, false},
                              {kOpens, kOpens - Milliseconds(1), "", anywhere, true},
                              {kOpens, kOpens - Milliseconds(1), "s1", anywhere, true},
                              {kOpens, kOpens - Milliseconds(1), "", of_show, false},
                              {kOpens, kOpens - Milliseconds(1), "s2", of_show, false},
                              {kOpens, kOpens - Milliseconds(1), "s1", of_show, true}};
  for (const auto& row : rows)
    EXPECT_EQ(may_buy(row.from, row.now, row.show, row.granted), row.may) << row.show;
}

class OnSaleTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    add_product("lip", 2640, 5);
    add_product("oil", 1200, 5);
    shelves_.live = {"s1"};
    shelves_.shelf = {"lip"};
    orders_ = std::make_unique<Orders>(*core_, journal_, shelves_, random_);
    holds_ = std::make_unique<Holds>(*core_, journal_, shelves_, random_);
    change([&](store::Transaction& t) {
      journal_.open(t, "s1");
      journal_.begin(t, "s1", owner_);
      set_shop_selling(t, {.mode = Mode::kFirstToHold, .hold_seconds = 20, .waitlist = true});
      auto lip = *product(t.db(), "lip");
      lip.on_sale_from = t.now() + std::chrono::hours(1);
      ASSERT_TRUE(put(t, lip).has_value());
    });
  }
  void change(const std::function<void(store::Transaction&)>& work) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  work(t);
                  return true;
                }).has_value());
  }
  void grant(const std::string& person, const std::string& show = "") {
    change([&](store::Transaction& t) { grant_early_access(t, {"lip", person, show}); });
  }
  static http::Caller viewer(const std::string& id) {
    return id.empty() ? http::Caller{} : http::Caller{http::Role::kViewer, id, "ゆず茶", ""};
  }

  std::string order(const std::string& by, WantedLines lines) {
    OrderCommand command{.order = {.show = "",
                                   .at = {},
                                   .lines = std::move(lines),
                                   .contact = {.name = "山田 花子",
                                               .email = "hanako@example.jp",
                                               .phone = {},
                                               .postal_code = "150-0001",
                                               .address = "東京都"}},
                         .by = viewer(by),
                         .key = {}};
    std::string answer;
    orders_->placing().submit(std::move(command), [&](const Result<std::string>& done) {
      answer = done ? "placed" : done.error().type + done.error().field;
      if (!done) refused_ = done.error();
    });
    while (core_->step()) {
    }
    return answer;
  }
  std::string hold(const std::string& by, const std::string& show = "") {
    std::string answer;
    holds_->deciding().submit(HoldWanted{.show = show, .sku = "lip", .by = viewer(by)},
                              [&](Result<HoldDone> done) { answer = done ? "held" : done.error().type; });
    while (core_->step()) {
    }
    return answer;
  }

  FakeShelves shelves_;
  std::unique_ptr<Orders> orders_;
  std::unique_ptr<Holds> holds_;
  Problem refused_{};
};

TEST_F(OnSaleTest, NothingIsOrderedOrKeptBefore) {
  EXPECT_EQ(order("v1", {{"oil", 1}, {"lip", 1}}), "not-on-sale/lines/1/sku");
  EXPECT_EQ(refused_.extra.at("product").as_string(), "lip");
  EXPECT_EQ(refused_.extra.at("on_sale_from").as_string(), to_rfc3339(clock_.wall() + std::chrono::hours(1)));
  EXPECT_EQ(order("", {{"lip", 1}}), "not-on-sale/lines/0/sku");
  EXPECT_EQ(hold("v1"), "not-on-sale");
  EXPECT_EQ(left("oil"), 5);
  const auto asked = quote(*reader_, {.lines = {{.sku = "lip"}}, .person = "v1"}, clock_.wall());
  EXPECT_EQ(asked.at("lines").as_array()[0].at("problem").as_string(), "not-on-sale");
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(order("v1", {{"lip", 1}}), "placed");
  EXPECT_EQ(hold("v2"), "held");
}

TEST_F(OnSaleTest, WhoWasGrantedItMayAndNobodyElse) {
  grant("v1");
  EXPECT_EQ(order("v1", {{"lip", 1}}), "placed");
  EXPECT_EQ(hold("v1"), "held");
  EXPECT_EQ(order("v2", {{"lip", 1}}), "not-on-sale/lines/0/sku");
  EXPECT_EQ(open_early(*reader_, "v1", "", clock_.wall()), std::vector<std::string>{"lip"});
  EXPECT_TRUE(open_early(*reader_, "v2", "", clock_.wall()).empty());
  EXPECT_TRUE(open_early(*reader_, "v1", "", clock_.wall() + std::chrono::hours(1)).empty()) << "open to all";
}

TEST_F(OnSaleTest, AMemberHasItOnEveryDeviceAndFromBeforeSigningIn) {
  grant("v1");
  grant("m2");
  change([](store::Transaction& t) {
    t.db().run(
        "INSERT INTO member (id, name, language, joined_at) VALUES ('m1', 'a', 'ja', 0), ('m2', 'b', 'ja', "
        "0)");
    t.db().run(
        "INSERT INTO member_viewer (member, viewer, joined_at) VALUES ('m1', 'v1', 0), ('m1', 'v2', 0), "
        "('m2', "
        "'v3', 0)");
  });
  for (const auto* device : {"v1", "v2", "v3"}) EXPECT_EQ(order(device, {{"lip", 1}}), "placed") << device;
  EXPECT_EQ(order("v4", {{"lip", 1}}), "not-on-sale/lines/0/sku");
}

TEST_F(OnSaleTest, WhatAShowOpenedForAllIsBoughtFromThatShow) {
  grant("", "s1");
  EXPECT_EQ(order("v1", {{"lip", 1}}), "not-on-sale/lines/0/sku");
  EXPECT_EQ(order("v1", {{.sku = "lip", .show = "s1"}}), "placed");
  EXPECT_EQ(order("", {{.sku = "lip", .show = "s1"}}), "placed");
  EXPECT_EQ(hold("v2"), "not-on-sale");
  EXPECT_EQ(hold("v2", "s1"), "held");
  EXPECT_EQ(open_early(*reader_, "", "s1", clock_.wall()), std::vector<std::string>{"lip"});
  EXPECT_TRUE(open_early(*reader_, "", "", clock_.wall()).empty());
}

}  // namespace
}  // namespace nigiwai::shop
