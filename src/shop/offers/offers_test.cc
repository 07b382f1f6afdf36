#include "shop/offers/offers.h"

#include "shop/offers/offer_store.h"
#include "shop/orders/order_pieces.h"
#include "shop/orders/order_rows.h"
#include "shop/orders/orders_test_support.h"
#include "shop/orders/quote.h"

namespace nigiwai::shop {
namespace {

class OffersTest : public OrdersTest {
 protected:
  Offer twenty_off(std::optional<std::int64_t> pieces = std::nullopt) {
    return {.title = "20% OFF",
            .benefit = Benefit::kPercent,
            .value = 20,
            .targets = {{.product = "lip"}},
            .pieces = pieces};
  }
  std::string prepared(const Offer& offer) {
    const auto made = run<Offer>([&](store::Transaction& t) {
      return prepare_offer(t, {journal_, shelves_, random_}, "s1", offer, owner_);
    });
    EXPECT_TRUE(made.has_value()) << made.error().detail;
    return made->id;
  }
  // A director's command, at the show clock or where their playhead stands.
  Result<timeline::NewEvent> command_of(const std::string& offer, bool open,
                                        std::optional<Milliseconds> at = std::nullopt) {
    return run<timeline::NewEvent>([&](store::Transaction& t) -> Result<timeline::NewEvent> {
      const auto times = *timeline::times_of(t.db(), "s1");
      const timeline::Command command{
          .name = "", .show = "s1", .by = owner_, .at = at, .key = "k", .data = {{"offer", offer}}};
      const auto place = timeline::place(times, at, t.now(), owner_);
      auto event = open ? decide_open(t, command, times, place) : decide_close(t, command, times, place);
      if (event) journal_.append(t, "s1", *event, owner_, place);
      return event;
    });
  }
  std::string opened(const Offer& offer) {
    auto id = prepared(offer);
    EXPECT_TRUE(command_of(id, true).has_value());
    return id;
  }
  OrderCommand by(const std::string& viewer, WantedLines lines, const std::string& coupon = "") {
    auto made = command(std::move(lines));
    made.order.at = std::nullopt;
    made.order.coupon = coupon;
    made.by.id = viewer;
    made.key = {};
    return made;
  }
  static WantedLine lip(std::int64_t quantity = 1, std::optional<std::int64_t> seen = std::nullopt) {
    WantedLine line{.sku = "lip", .quantity = quantity};
    if (seen) line.price = Money{*seen, "JPY"};
    return line;
  }
  std::int64_t taken(const std::string& offer) {
    return number("SELECT taken FROM offer WHERE id = ?", offer);
  }
};

TEST_F(OffersTest, MakesThePriceWhileItIsOpen) {
  const auto id = opened(twenty_off());
  EXPECT_EQ(heard_.of("s1", "offer.opened").size(), 1U);
  const auto answers = place({by("v1", {lip(1, 2112)})});
  ASSERT_TRUE(answers[0].has_value()) << answers[0].error().detail;
  const auto& line = answers[0]->at("lines").at(0);
  EXPECT_EQ(line.at("unit_price").at("amount").as_int64(), 2112);
  EXPECT_EQ(line.at("usual_price").at("amount").as_int64(), 2640);
  EXPECT_EQ(line.at("discount").at("amount").as_int64(), 528);
  EXPECT_EQ(line.at("offer").at("id").as_string(), id);
  EXPECT_EQ(answers[0]->at("tax").at(0).at("amount").at("amount").as_int64(), 192);
  const auto read = order(*reader_, std::string(answers[0]->at("id").as_string()));
  EXPECT_EQ(read->lines[0].offer_title, "20% OFF");
  EXPECT_EQ(read->lines[0].usual_price, 2640);

  ASSERT_TRUE(command_of(id, false).has_value());
  const auto late = place({by("v2", {lip(1, 2112)}), by("v2", {lip()})});
  EXPECT_EQ(late[0].error().type, "offer-gone");
  EXPECT_EQ(late[0].error().extra.at("why").as_string(), "closed");
  EXPECT_EQ(late[0].error().extra.at("now").at("amount").as_int64(), 2640);
  EXPECT_EQ(late[1]->at("total").at("amount").as_int64(), 2640);
}

TEST_F(OffersTest, SellsItsPiecesInOrderAndTellsTheNextWhatIsLeft) {
  const auto id = opened(twenty_off(2));
  const auto answers = place({by("v1", {lip(1, 2112)}), by("v2", {lip(1, 2112)}), by("v3", {lip(1, 2112)})});
  EXPECT_TRUE(answers[0].has_value() && answers[1].has_value());
  EXPECT_EQ(answers[2].error().type, "offer-gone");
  EXPECT_EQ(answers[2].error().extra.at("left").as_int64(), 0);
  EXPECT_EQ(taken(id), 2);
  EXPECT_EQ(left("lip"), 1) << "nothing was ordered for the third";
  const auto told = heard_.of("s1", "offer.changed");
  ASSERT_EQ(told.size(), 1U) << "once for all that waited";
  EXPECT_EQ(told[0]->data.at("left").as_int64(), 0);
}

TEST_F(OffersTest, AnOrderThatIsSoldOutTakesNoPieceOfTheOffer) {
  const auto id = opened(twenty_off(3));
  const auto answers =
      place({by("v1", {lip(), {.sku = "tea", .quantity = 99}}), by("v2", {lip(3)}), by("v3", {lip()})});
  EXPECT_EQ(answers[0].error().type, "sold-out");
  ASSERT_TRUE(answers[1].has_value()) << answers[1].error().detail;
  EXPECT_EQ(answers[2].error().type, "sold-out");
  EXPECT_EQ(taken(id), 3);
}

TEST_F(OffersTest, ACouponUsedTwiceAtOnceByOnePersonCountsOnce) {
  auto coupon = twenty_off();
  coupon.code = "SPRING";
  coupon.per_person = 1;
  const auto id = opened(coupon);
  ASSERT_TRUE(
      run<bool>([&](store::Transaction& t) -> Result<bool> {
        t.db().run(
            "INSERT INTO member (id, email, name, joined_at, language, unsubscribe) VALUES ('m1', 'a@b.jp', "
            "'', 0, 'ja', 'u')");
        t.db().run(
            "INSERT INTO member_viewer (member, viewer, joined_at) VALUES ('m1', 'v1', 0), ('m1', 'v2', 0)");
        return true;
      }).has_value());
  const auto answers =
      place({by("v1", {lip()}, "SPRING"), by("v2", {lip()}, "SPRING"), by("v3", {lip()}, "spring")});
  EXPECT_TRUE(answers[0].has_value());
  EXPECT_EQ(answers[1].error().type, "coupon");
  EXPECT_EQ(answers[1].error().extra.at("why").as_string(), "limit");
  EXPECT_EQ(answers[2].error().type, "coupon") << "codes are cleaned where bodies are read";
  EXPECT_EQ(taken(id), 1);
  const auto later = place({by("v2", {lip()}, "SPRING")});
  EXPECT_EQ(later[0].error().extra.at("why").as_string(), "limit") << "the rows know it too";
}

TEST_F(OffersTest, AForgedPlayheadIsBroughtToWhereAViewerCanBe) {
  const auto id = opened(twenty_off());
  auto ahead = by("v1", {lip()});
  ahead.order.at = Milliseconds(std::int64_t{1} << 39);
  EXPECT_EQ(place({ahead})[0]->at("total").at("amount").as_int64(), 2112);
  ASSERT_TRUE(command_of(id, false).has_value());
  EXPECT_EQ(place({ahead})[0]->at("total").at("amount").as_int64(), 2640);
  clock_.advance(kPriceReachBack);
  auto long_ago = by("v1", {lip()});
  long_ago.order.at = Milliseconds(60'000);  // when it was open
  EXPECT_EQ(place({long_ago})[0]->at("total").at("amount").as_int64(), 2640);
}

TEST_F(OffersTest, EndsByItselfAtTheViewersOwnPlayhead) {
  auto minute = twenty_off();
  minute.lasts = Milliseconds(60'000);
  opened(minute);
  clock_.advance(Milliseconds(65'000));
  auto behind = by("v1", {lip()});
  behind.order.at = Milliseconds(60'000 + 59'999);
  auto beyond = by("v2", {lip()});
  beyond.order.at = Milliseconds(60'000 + 60'000);
  const auto answers = place({behind, beyond});
  EXPECT_EQ(answers[0]->at("total").at("amount").as_int64(), 2112);
  EXPECT_EQ(answers[1]->at("total").at("amount").as_int64(), 2640);
}

TEST_F(OffersTest, ALineOfTheCartGoesByWhereTheBuyerStandsNow) {
  clock_.advance(Milliseconds(600'000));
  opened(twenty_off());
  auto line = lip();
  line.show = "s1";
  line.at = Milliseconds(1000);
  auto told = line;
  told.playhead = Milliseconds(660'000);
  const auto answers = place({by("v1", {line}), by("v2", {told})});
  EXPECT_EQ(answers[0]->at("total").at("amount").as_int64(), 2640) << "half a minute ago it was not open";
  EXPECT_EQ(answers[1]->at("total").at("amount").as_int64(), 2112);
  EXPECT_EQ(answers[1]->at("lines").at(0).at("at").as_int64(), 1000) << "the moment it came from stays";
}

TEST_F(OffersTest, ACancelledOrderGivesItsPiecesBack) {
  const auto id = opened(twenty_off(1));
  const auto order = std::string(place({by("v1", {lip()})})[0]->at("id").as_string());
  EXPECT_EQ(taken(id), 1);
  ASSERT_TRUE(step({.order = order, .act = Act::kCancel, .reason = "r"}).has_value());
  EXPECT_EQ(taken(id), 0);
  EXPECT_TRUE(place({by("v2", {lip(1, 2112)})})[0].has_value());
}

TEST_F(OffersTest, RefundsOfTwoPricesOfOneSkuComeToWhatWasPaid) {
  opened(twenty_off(1));
  auto cart = by("v1", {lip(), lip(2)});
  const auto answer = place({cart});
  ASSERT_TRUE(answer[0].has_value());
  EXPECT_EQ(answer[0]->at("total").at("amount").as_int64(), 2112 + 2 * 2640);
  auto known = *order(*reader_, std::string(answer[0]->at("id").as_string()));
  std::int64_t refunded = 0;
  for (int i = 0; i < 3; ++i) {
    refunded += *price_of_refund(known, {{.sku = "lip", .quantity = 1}});
    known.steps.push_back({.act = Act::kRefund, .pieces = {{.sku = "lip", .quantity = 1}}});
  }
  EXPECT_EQ(refunded, 2112 + 2 * 2640);
}

TEST_F(OffersTest, AQuoteSaysTheSameAsTheOrder) {
  auto coupon = twenty_off(2);
  coupon.code = "SPRING";
  opened(coupon);
  auto line = lip(1, 2112);
  line.show = "s1";
  const auto quoted = quote(*reader_, {.lines = {line}, .coupon = "SPRING", .person = "v1"}, clock_.wall());
  EXPECT_TRUE(quoted.at("lines").at(0).at("problem").is_null());
  EXPECT_EQ(quoted.at("total").at("amount").as_int64(), 2112);
  EXPECT_TRUE(quoted.at("coupon").at("problem").is_null());
  const auto without = quote(*reader_, {.lines = {line}, .person = "v1"}, clock_.wall());
  EXPECT_EQ(without.at("lines").at(0).at("problem").as_string(), "offer-gone");
  EXPECT_EQ(without.at("total").at("amount").as_int64(), 2640);
  const auto wrong = quote(*reader_, {.lines = {line}, .coupon = "AUTUMN", .person = "v1"}, clock_.wall());
  EXPECT_EQ(wrong.at("coupon").at("problem").as_string(), "unknown");
}

TEST_F(OffersTest, OpensAndClosesOnlyAsItStands) {
  const auto id = prepared(twenty_off(1));
  EXPECT_EQ(command_of(id, false).error().type, "state");
  EXPECT_EQ(command_of("no-such", true).error().type, "not-found");
  ASSERT_TRUE(command_of(id, true).has_value());
  EXPECT_EQ(command_of(id, true).error().type, "state");
  const auto change = [&](const Offer& offer) {
    return run<Offer>([&](store::Transaction& t) {
      return change_offer(t, {journal_, shelves_, random_}, "s1", id, offer, owner_);
    });
  };
  EXPECT_EQ(change(twenty_off(5)).error().type, "state") << "while it is open";
  ASSERT_TRUE(command_of(id, false).has_value());
  auto dearer = twenty_off(5);
  dearer.value = 10;
  EXPECT_EQ(change(dearer).error().field, "/percent") << "what viewers were told stays";
  ASSERT_TRUE(change(twenty_off(5)).has_value());
  EXPECT_EQ(heard_.of("s1", "offer.changed").back()->data.at("left").as_int64(), 5);
  const auto gone = run<bool>([&](store::Transaction& t) -> Result<bool> {
    auto removed = remove_offer(t, "s1", id, owner_);
    return removed ? Result<bool>(true) : std::unexpected(removed.error());
  });
  EXPECT_EQ(gone.error().type, "state");
  ASSERT_TRUE(command_of(id, true).has_value()) << "it can be opened again";
  EXPECT_EQ(shown_offers(*reader_, "s1").at(0).at("windows").as_array().size(), 2U);
}

TEST_F(OffersTest, RefusesWhatIsNotOnTheShelfAndACodeTwice) {
  const auto prepare = [&](const Offer& offer) {
    return run<Offer>([&](store::Transaction& t) {
      return prepare_offer(t, {journal_, shelves_, random_}, "s1", offer, owner_);
    });
  };
  auto tea = twenty_off();
  tea.targets = {{.product = "tea"}};
  EXPECT_EQ(prepare(tea).error().field, "/targets/0/product");
  auto sku = twenty_off();
  sku.targets[0].sku = "tea";
  EXPECT_EQ(prepare(sku).error().field, "/targets/0/sku");
  auto coupon = twenty_off();
  coupon.code = "SPRING";
  EXPECT_TRUE(prepare(coupon).has_value());
  EXPECT_EQ(prepare(coupon).error().field, "/code");
}

}  // namespace
}  // namespace nigiwai::shop
