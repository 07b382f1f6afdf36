#include "shop/holds/holds.h"

#include <boost/json/parse.hpp>

#include "shop/orders/orders.h"
#include "shop/selling.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

class HoldsTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    add_product("lip", 2640, 2);
    shelves_.live = {"s1"};
    shelves_.shelf = {"lip"};
    open();
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.open(t, "s1");
                  journal_.begin(t, "s1", owner_);
                  set_shop_selling(t, {.mode = Mode::kFirstToHold, .hold_seconds = 20, .waitlist = true});
                  return true;
                }).has_value());
    clock_.advance(Milliseconds(60'000));
    heard_.events.clear();
  }
  void TearDown() override {
    close();
    ShopTest::TearDown();
  }
  void open() {
    holds_ = std::make_unique<Holds>(*core_, journal_, shelves_, random_);
    orders_ = std::make_unique<Orders>(*core_, journal_, shelves_, random_);
  }
  void close() {
    orders_.reset();
    holds_.reset();
  }
  // What was committed is all that a new process has.
  void restart() {
    close();
    core_ = std::make_unique<store::WriterCore>(file_.open(), clock_);
    open();
  }

  static http::Caller person(const std::string& id) { return {http::Role::kViewer, id, "客", ""}; }
  static HoldWanted wants(const std::string& id, std::int64_t quantity = 1, const std::string& sku = "lip") {
    return {.show = "s1", .at = {}, .sku = sku, .quantity = quantity, .by = person(id), .key = {}};
  }
  std::vector<Result<HoldDone>> decide(std::vector<HoldCommand> commands) {
    std::vector<Result<HoldDone>> answers;
    for (auto& each : commands) {
      holds_->deciding().submit(std::move(each),
                                [&](Result<HoldDone> done) { answers.push_back(std::move(done)); });
    }
    while (core_->step()) {
    }
    return answers;
  }
  Result<HoldDone> decide(HoldCommand command) {
    return decide(std::vector<HoldCommand>{std::move(command)}).at(0);
  }
  std::string id_of(const Result<HoldDone>& done) { return std::string(done->body.at("id").as_string()); }

  Result<std::string> order(const std::string& id, std::int64_t quantity) {
    std::optional<Result<std::string>> answer;
    orders_->placing().submit({.order = {.show = "", .at = {}, .lines = {{"lip", quantity}}, .contact = {}},
                               .by = person(id),
                               .key = {}},
                              [&](Result<std::string> placed) { answer = std::move(placed); });
    while (core_->step()) {
    }
    return *std::move(answer);
  }
  std::int64_t pieces() {  // not sold
    return left("lip") + number("SELECT coalesce(sum(quantity), 0) FROM hold") +
           number("SELECT coalesce(sum(gathered), 0) FROM waiting");
  }

  FakeShelves shelves_;
  std::unique_ptr<Holds> holds_;
  std::unique_ptr<Orders> orders_;
};

TEST_F(HoldsTest, KeepsPiecesAndTellsThePersonAndEverybody) {
  const auto done = decide(wants("a"));
  ASSERT_TRUE(done.has_value()) << done.error().detail;
  EXPECT_EQ(done->status, 201);
  EXPECT_EQ(done->body.at("left_ms").as_int64(), 20'000);
  EXPECT_EQ(left("lip"), 1);
  const auto made = heard_.of("s1", "hold.made");
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]->audience, timeline::Audience::kPerson);
  EXPECT_EQ(made[0]->person, "a");
  EXPECT_EQ(made[0]->data.at("hold").as_string(), id_of(done));
  const auto stock = heard_.of("s1", "stock.changed");
  ASSERT_EQ(stock.size(), 1u);
  EXPECT_EQ(stock[0]->data.at("left").as_int64(), 1);
  EXPECT_FALSE(stock[0]->data.contains("sold"));
  const auto mine = holds_of(*reader_, "a", clock_.wall());
  EXPECT_EQ(mine.at("items").as_array().size(), 1u);
  EXPECT_TRUE(holds_of(*reader_, "b", clock_.wall()).at("items").as_array().empty());
}

TEST_F(HoldsTest, AskingAgainAnswersTheSameHoldAndAKeyTheSameAnswer) {
  auto asked = wants("a");
  asked.key = {.caller = "a", .route = "POST /api/holds", .key = "k1", .body = "b"};
  const auto first = decide(asked);
  const auto again = decide(asked);
  EXPECT_EQ(again->status, 201);
  EXPECT_EQ(again->body, first->body);
  const auto other = decide(wants("a"));
  EXPECT_EQ(other->status, 200);
  EXPECT_EQ(id_of(other), id_of(first));
  EXPECT_EQ(left("lip"), 1);
}

TEST_F(HoldsTest, TheNextInLineGetsWhatExpiresWhoeverWakesTheShop) {
  decide({wants("a"), wants("b"), wants("c"), wants("d")});
  EXPECT_EQ(left("lip"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM waiting"), 2);
  const auto mine = holds_of(*reader_, "d", clock_.wall()).at("waiting").as_array().at(0).as_object();
  EXPECT_EQ(mine.at("place").as_int64(), 2);
  clock_.advance(Milliseconds(20'000));
  // No timer has run; a stranger's order comes first and finds nothing free.
  EXPECT_EQ(order("z", 1).error().type, "sold-out");
  std::vector<std::string> granted;
  for (const auto& event : heard_.of("s1", "hold.granted")) granted.push_back(event->person);
  EXPECT_EQ(granted, (std::vector<std::string>{"c", "d"}));
  EXPECT_EQ(heard_.of("s1", "hold.expired").size(), 2u);
  EXPECT_EQ(next_hold_end(*reader_), clock_.wall() + std::chrono::seconds(20));
  EXPECT_EQ(pieces(), 2);
}

TEST_F(HoldsTest, AnOrderTakesTheCallersHoldFirstAndKeepsTheRest) {
  decide(wants("a", 2));
  EXPECT_EQ(order("b", 1).error().type, "sold-out");
  ASSERT_TRUE(order("a", 1).has_value());
  EXPECT_EQ(held_of_sku(*reader_, "a", "lip"), 1);
  ASSERT_TRUE(order("a", 1).has_value());
  EXPECT_EQ(held_of_sku(*reader_, "a", "lip"), 0);
  EXPECT_EQ(pieces(), 0);
  EXPECT_EQ(order("a", 1).error().type, "sold-out");
  const auto placed = heard_.of("", "order.placed");
  ASSERT_EQ(placed.size(), 2u);
  const auto stock = heard_.of("s1", "stock.changed");
  EXPECT_EQ(stock.back()->data.at("left").as_int64(), 0);
  EXPECT_EQ(stock.back()->data.at("sold").as_int64(), 1);
}

TEST_F(HoldsTest, AnOrderWithAHoldThatIsOverIsLikeAnyOther) {
  decide({wants("a", 2), wants("b", 2)});
  clock_.advance(Milliseconds(20'000));
  EXPECT_EQ(order("a", 1).error().type, "sold-out") << "it is b's now";
  EXPECT_TRUE(order("b", 2).has_value());
}

TEST_F(HoldsTest, StockThatStaffAddGoesToTheLineFirst) {
  decide({wants("a", 2), wants("b"), wants("c", 3)});
  heard_.events.clear();
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                const auto now = change_stock(t, {"lip", 3, "more came"}, owner_);
                announce_stock(t, journal_, shelves_, {{"lip", *now}});
                return true;
              }).has_value());
  EXPECT_EQ(held_of_sku(*reader_, "b", "lip"), 1);
  EXPECT_EQ(held_of_sku(*reader_, "c", "lip"), 0) << "two of three are set aside";
  EXPECT_EQ(number("SELECT gathered FROM waiting WHERE viewer = 'c'"), 2);
  EXPECT_EQ(left("lip"), 0);
  EXPECT_EQ(heard_.of("s1", "stock.changed").at(0)->data.at("left").as_int64(), 0);
  EXPECT_EQ(pieces(), 5);
}

TEST_F(HoldsTest, ThoseWhoBoughtLeaveTheFirstInLineWithWhatWasSetAside) {
  decide({wants("a"), wants("b"), wants("c", 2)});
  decide(HoldEnded{
      .id = std::string(holds_of(*reader_, "a", clock_.wall()).at("items").at(0).at("id").as_string()),
      .by = person("a"),
      .reason = ""});
  EXPECT_EQ(held_of_sku(*reader_, "c", "lip"), 0);
  ASSERT_TRUE(order("b", 1).has_value());
  EXPECT_EQ(held_of_sku(*reader_, "c", "lip"), 1) << "nothing more can come back";
}

TEST_F(HoldsTest, OnlyItsPersonOrStaffEndAHold) {
  const auto id = id_of(decide(wants("a")));
  EXPECT_EQ(decide(HoldEnded{.id = id, .by = person("b"), .reason = ""}).error().type, "not-found");
  const auto waiting = decide({wants("b"), wants("c")}).at(1);
  EXPECT_EQ(waiting->status, 202);
  EXPECT_EQ(decide(HoldEnded{.id = id, .by = owner_, .reason = "試し"})->status, 204);
  const auto released = heard_.of("s1", "hold.released");
  ASSERT_EQ(released.size(), 1u);
  EXPECT_EQ(released[0]->text, "試し");
  EXPECT_EQ(released[0]->by_role, "owner");
  EXPECT_EQ(held_of_sku(*reader_, "c", "lip"), 1);
  EXPECT_EQ(decide(HoldEnded{.id = id, .by = person("a"), .reason = ""}).error().type, "not-found");
}

TEST_F(HoldsTest, APersonKeepsOnlySoManyThings) {
  for (std::int64_t i = 0; i <= kMostHolds; ++i) add_product("p" + std::to_string(i), 100, 1);
  for (std::int64_t i = 0; i < kMostHolds; ++i) {
    ASSERT_TRUE(decide(wants("a", 1, "p" + std::to_string(i))).has_value());
  }
  const auto last = decide(wants("a", 1, "p" + std::to_string(kMostHolds)));
  EXPECT_EQ(last.error().type, "hold-limit");
  EXPECT_EQ(decide(wants("a", 1, "p0"))->status, 200) << "what is held already is no new one";
}

TEST_F(HoldsTest, RefusesWhatCannotBe) {
  EXPECT_EQ(decide(wants("a", 1, "none")).error().field, "/sku");
  auto elsewhere = wants("a");
  elsewhere.show = "none";
  EXPECT_EQ(decide(elsewhere).error().field, "/show");
  EXPECT_EQ(decide(wants("a", 3)).error().type, "sold-out");
  EXPECT_EQ(decide(wants("a", 3)).error().extra.at("left").as_int64(), 2);
  run<bool>([&](store::Transaction& t) -> Result<bool> {
    set_shelf_selling(t, "s1", "lip", Selling{.mode = Mode::kFirstToPay});
    return true;
  });
  EXPECT_EQ(decide(wants("a")).error().type, "first-to-pay");
  auto outside = wants("a");
  outside.show.clear();
  EXPECT_EQ(decide(outside)->status, 201) << "outside of the show the shop's own way holds";
}

TEST_F(HoldsTest, OutliveTheProcess) {
  decide({wants("a", 2), wants("b", 1), wants("c", 1)});
  restart();
  EXPECT_EQ(left("lip"), 0);
  clock_.advance(Milliseconds(20'000));
  decide(HoldsDue{});
  EXPECT_EQ(held_of_sku(*reader_, "b", "lip"), 1);
  EXPECT_EQ(held_of_sku(*reader_, "c", "lip"), 1);
  EXPECT_EQ(pieces(), 2);
}

TEST_F(HoldsTest, AMemberWhoseTurnComesIsToldByMailOnce) {
  const HoldMails mails(clock_, "https://live.example.jp");
  holds_ = std::make_unique<Holds>(*core_, journal_, shelves_, random_, &mails);
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                t.db().run(
                    "INSERT INTO member (id, email, name, language, unsubscribe, joined_at) "
                    "VALUES ('m1', 'sora@example.jp', 'そら', 'ja', 'u1', 0)");
                t.db().run("INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('b', 'm1', 0)");
                return true;
              }).has_value());
  decide({wants("a", 2), wants("b"), wants("c")});
  EXPECT_EQ(number("SELECT count(*) FROM mail"), 0);
  clock_.advance(Milliseconds(20'000));
  decide(HoldsDue{});
  decide(HoldsDue{});
  auto rows = reader_->query("SELECT recipient, kind, text FROM mail");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(0), "sora@example.jp");
  EXPECT_EQ(rows.text(1), "hold.granted");
  EXPECT_NE(rows.text(2).find("https://live.example.jp/shows/s1"), std::string::npos);
  EXPECT_FALSE(rows.next()) << "c has no address, and b is told once";
  EXPECT_FALSE(someone_to_tell(*reader_));
}

TEST_F(HoldsTest, BelongToTheMemberOnWhateverDevice) {
  clock_.advance(Milliseconds(1));
  decide(wants("phone"));
  decide(wants("laptop"));  // not yet known to be the same person
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                t.db().run(
                    "INSERT INTO member (id, email, name, language, unsubscribe, joined_at) "
                    "VALUES ('m1', 'sora@example.jp', 'そら', 'ja', 'u1', 0)");
                t.db().run(
                    "INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('phone', 'm1', 0), "
                    "('laptop', 'm1', 0), ('tablet', 'm1', 0)");
                return true;
              }).has_value());
  for (const auto* device : {"phone", "laptop", "tablet"}) {
    EXPECT_EQ(holds_of(*reader_, device, clock_.wall()).at("items").as_array().size(), 2u) << device;
    EXPECT_EQ(held_of_sku(*reader_, device, "lip"), 2);
    EXPECT_EQ(decide(wants(device))->status, 200) << "one person has one hold of a SKU";
  }
  EXPECT_FALSE(order("somebody", 1).has_value());
  ASSERT_TRUE(order("tablet", 1).has_value()) << "from what ends first";
  EXPECT_EQ(number("SELECT count(*) FROM hold"), 1);
  EXPECT_EQ(left("lip"), 0);
  const auto mine = holds_of(*reader_, "tablet", clock_.wall()).at("items").as_array();
  const std::string id(mine.at(0).at("id").as_string());
  EXPECT_FALSE(decide(HoldEnded{.id = id, .by = person("somebody")}).has_value());
  EXPECT_TRUE(decide(HoldEnded{.id = id, .by = person("tablet")}).has_value());
  EXPECT_EQ(left("lip"), 1);
}

TEST_F(HoldsTest, AMemberWaitsOnceAndOrdersWithTwoDevicesWhatIsKept) {
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                t.db().run(
                    "INSERT INTO member (id, email, name, language, unsubscribe, joined_at) "
                    "VALUES ('m1', 'sora@example.jp', 'そら', 'ja', 'u1', 0)");
                t.db().run(
                    "INSERT INTO member_viewer (viewer, member, joined_at) VALUES ('phone', 'm1', 0), "
                    "('laptop', 'm1', 0)");
                return true;
              }).has_value());
  decide(wants("a", 2));
  EXPECT_EQ(decide(wants("phone", 2))->status, 202);
  EXPECT_EQ(decide(wants("laptop", 2))->body.at("waiting").to_number<int>(), 1);
  EXPECT_EQ(number("SELECT count(*) FROM waiting"), 1);
  clock_.advance(Milliseconds(20'000));
  decide(HoldsDue{});
  const auto granted = heard_.of("s1", "hold.granted");
  ASSERT_EQ(granted.size(), 1u);
  EXPECT_EQ(granted[0]->person, "phone") << "told where it was asked for";
  // Both devices order in one batch: together they have what is kept and no more.
  std::vector<bool> placed;
  for (const auto* device : {"laptop", "phone", "laptop"}) {
    orders_->placing().submit(
        {.order = {.show = "", .at = {}, .lines = {{"lip", 1}}, .contact = {}},
         .by = person(device),
         .key = {}},
        [&](const Result<std::string>& answer) { placed.push_back(answer.has_value()); });
  }
  while (core_->step()) {
  }
  EXPECT_EQ(placed, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(number("SELECT count(*) FROM hold"), 0);
  EXPECT_EQ(left("lip"), 0);
}

TEST_F(HoldsTest, StaffSeeWhatIsKeptAndWhoWaits) {
  decide({wants("a"), wants("b"), wants("c")});
  const auto all = all_holds(*reader_, "lip", clock_.wall()).at("items").as_array();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("held").as_int64(), 2);
  EXPECT_EQ(all[0].at("waiting").to_number<int>(), 1);
  EXPECT_TRUE(all_holds(*reader_, "oil", clock_.wall()).at("items").as_array().empty());
}

TEST(ReadHold, NamesWhatIsWrong) {
  const auto field = [](const char* body) {
    const auto wanted = read_hold(json::parse(body).as_object());
    return wanted ? std::string() : wanted.error().field;
  };
  EXPECT_EQ(field(R"({"sku":"lip"})"), "");
  EXPECT_EQ(field(R"({"quantity":1})"), "/sku");
  EXPECT_EQ(field(R"({"sku":"lip","quantity":0})"), "/quantity");
  EXPECT_EQ(field(R"({"sku":"lip","at":5})"), "/at");
  EXPECT_EQ(field(R"({"sku":"lip","until":5})"), "/until");
}

}  // namespace
}  // namespace nigiwai::shop
