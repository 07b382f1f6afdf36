// A shop with two products, a show on air, and a way to order from it.
#pragma once

#include <boost/json/parse.hpp>

#include "shop/orders/order_steps.h"
#include "shop/test_support.h"

namespace nigiwai::shop {

class OrdersTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    add_product("lip", 2640, 3);
    add_product("tea", 1080, 10, 8);
    shelves_.live = {"s1"};
    shelves_.shelf = {"lip"};
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.open(t, "s1");
                  journal_.begin(t, "s1", owner_);
                  return true;
                }).has_value());
    clock_.advance(Milliseconds(60'000));
    heard_.events.clear();
    orders_ = std::make_unique<Orders>(*core_, journal_, shelves_, random_, nullptr, &board_);
  }
  void TearDown() override {
    orders_.reset();
    ShopTest::TearDown();
  }

  OrderCommand command(WantedLines lines, const std::string& key = "", const std::string& body = "b1") {
    return {
        .order = {.show = "s1",
                  .at = Milliseconds(50'000),
                  .lines = std::move(lines),
                  .contact = {"山田 花子", "hanako@example.jp", "09012345678", "150-0001", "東京都渋谷区"}},
        .by = viewer_,
        .key = {.caller = viewer_.id, .route = "POST /api/orders", .key = key, .body = body}};
  }
  // Submits all before the writer takes a step, so that they are decided together.
  std::vector<Result<json::object>> place(std::vector<OrderCommand> commands) {
    std::vector<Result<json::object>> answers;
    for (auto& each : commands) {
      orders_->placing().submit(std::move(each), [&](const Result<std::string>& answer) {
        if (answer) {
          answers.emplace_back(json::parse(*answer).as_object());
        } else {
          answers.emplace_back(std::unexpected(answer.error()));
        }
      });
    }
    while (core_->step()) {
    }
    return answers;
  }

  // Places one order that must succeed; answers its id.
  std::string placed(WantedLines lines) {
    auto answers = place({command(std::move(lines))});
    EXPECT_TRUE(answers.at(0).has_value()) << answers[0].error().detail;
    return std::string(answers[0]->at("id").as_string());
  }
  Result<Order> step(StepCommand wanted) {
    if (wanted.by.id.empty() && wanted.who == StepBy::kStaff) wanted.by = owner_;
    return run<Order>([&](store::Transaction& t) { return take_step(t, {journal_, shelves_}, wanted); });
  }

  FakeShelves shelves_;
  SoldOutBoard board_;
  std::unique_ptr<Orders> orders_;
};

}  // namespace nigiwai::shop
