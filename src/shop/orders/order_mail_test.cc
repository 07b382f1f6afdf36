#include "shop/orders/order_mail.h"

#include <boost/json/serialize.hpp>

#include "shop/orders/order_forget.h"
#include "shop/orders/orders_test_support.h"

namespace nigiwai::shop {
namespace {

Order an_order() {
  Order order{.number = 123,
              .placed_at = WallTime{std::chrono::milliseconds{1'795'000'000'000}},
              .payment = "bank-transfer",
              .contact = {.name = "山田 花子",
                          .email = "hanako@example.jp",
                          .phone = {},
                          .postal_code = "150-0001",
                          .address = "東京都渋谷区"},
              .shipping = 800};
  order.lines = {
      {.sku = "lip", .product = "lip", .title = "うるみリップ {06}", .quantity = 2, .unit_price = 26'400}};
  order.due_at = order.placed_at + std::chrono::days(7);
  order.told = "月白銀行 本店\n普通 1234567";
  return order;
}
const MailFacts kFacts{.shop = "月白", .link = "https://live.example.jp/orders/x?key=k"};

TEST(OrderMail, TellsWhatWasOrderedAndHowToPay) {
  const auto mail = mail_text(News::kPlaced, an_order(), kFacts);
  EXPECT_EQ(mail.subject, "【月白】ご注文を受け付けました（N-000123）");
  for (const auto* part : {"山田 花子 様", "・うるみリップ {06} × 2  ¥52,800", "送料：¥800",
                           "合計：¥53,600（税込）", "うち消費税（10％）：¥4,872", "お支払い方法：銀行振込",
                           "月白銀行 本店\n普通 1234567", "お支払い期限：2026年11月25日",
                           "〒150-0001 東京都渋谷区", "https://live.example.jp/orders/x?key=k"}) {
    EXPECT_NE(mail.text.find(part), std::string::npos) << part << "\nin\n" << mail.text;
  }
}

TEST(OrderMail, SpeaksTheLanguageOfTheOrder) {
  auto order = an_order();
  order.language = Language::kEnglish;
  order.state = "shipped";
  order.tracking = "1234-5678";
  const auto mail = mail_text(News::kShipped, order, kFacts);
  EXPECT_EQ(mail.subject, "月白: Your order is on its way (N-000123)");
  EXPECT_NE(mail.text.find("Tracking number: 1234-5678"), std::string::npos);
  EXPECT_NE(mail.text.find("Dear 山田 花子,"), std::string::npos);
  EXPECT_EQ(mail.text.find("様"), std::string::npos);
  EXPECT_EQ(mail.text.find("月白銀行"), std::string::npos) << "only who has yet to pay is told where";
}

class OrderMailsTest : public OrdersTest {
 protected:
  void SetUp() override {
    OrdersTest::SetUp();
    orders_ = std::make_unique<Orders>(*core_, journal_, shelves_, random_, &mails_);
  }
  OrderMails mails_{clock_, random_, "https://live.example.jp"};
};

TEST_F(OrderMailsTest, AreQueuedWithWhatTheyTellAndOpenTheOrder) {
  const auto id = placed({{"tea", 1}});
  const auto shipped = run<Order>([&](store::Transaction& t) {
    return take_step(t, {journal_, shelves_, &mails_}, {.order = id, .act = Act::kShip, .by = owner_});
  });
  ASSERT_TRUE(shipped.has_value()) << shipped.error().detail;
  auto rows = reader_->query("SELECT kind, recipient, text FROM mail ORDER BY id");
  for (const auto* kind : {"order.placed", "order.shipped"}) {
    ASSERT_TRUE(rows.next()) << kind;
    EXPECT_EQ(rows.text(0), kind);
    EXPECT_EQ(rows.text(1), "hanako@example.jp");
    const auto text = rows.text(2);
    const auto at = text.find("?key=") + 5;
    EXPECT_TRUE(order_with_key(*reader_, id, text.substr(at, text.find('\n', at) - at)).has_value()) << text;
  }
  EXPECT_FALSE(rows.next());
}

TEST_F(OrderMailsTest, WhatIsRefusedIsNotTold) {
  EXPECT_FALSE(place({command({{"lip", 9}})}).at(0).has_value());
  EXPECT_EQ(number("SELECT count(*) FROM mail"), 0);
}

TEST_F(OrderMailsTest, ABuyerWhoIsForgottenLeavesTheSumsAlone) {
  const auto id = placed({{"tea", 2}});
  ASSERT_TRUE(step({.order = id, .act = Act::kCancel, .reason = "山田様のご都合"}).has_value());
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                forget_buyers(t, std::vector<std::string>{viewer_.id});
                return true;
              }).has_value());
  const auto kept = order(*reader_, id);
  EXPECT_EQ(total_of(*kept), 2160);
  EXPECT_EQ(kept->state, "cancelled");
  const auto shown = json::serialize(to_json(*kept, "", Reader::kStaff));
  for (const auto* word : {"山田", "hanako", "渋谷", "090"})
    EXPECT_EQ(shown.find(word), std::string::npos) << shown;
  EXPECT_EQ(number("SELECT count(*) FROM event_text WHERE text LIKE '%山田%'"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM placed_order WHERE viewer IS NOT NULL"), 0);
}

}  // namespace
}  // namespace nigiwai::shop
