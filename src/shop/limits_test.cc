#include "shop/limits.h"

#include <boost/json/parse.hpp>

#include "shop/orders/orders.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

TEST(OverLimit, CountsWhatThePersonHasAndAllLinesOfAProduct) {
  const PersonLimits two{{"lip", {.limit = 2, .already = 1}}};
  EXPECT_FALSE(over_limit(two, {{"lip-01", "lip", 1}, {"oil", "oil", 99}}).has_value());
  const auto refused = over_limit(two, {{"lip-01", "lip", 1}, {"lip-02", "lip", 1}});
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->type, "limit-per-person");
  EXPECT_EQ(refused->extra, json::parse(R"({"sku":"lip-02","limit":2,"already":1})"));
  EXPECT_FALSE(over_limit({}, {{"lip-01", "lip", 99}}).has_value());
}

class LimitsTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    orders_ = std::make_unique<Orders>(*core_, journal_, shelves_, random_);
    add_product("lip", 100, 50);
    add_product("oil", 100, 50);
    limit("lip", 3);
  }
  void limit(const std::string& product, std::int64_t pieces) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().run("UPDATE product SET limit_per_person = ? WHERE id = ?", pieces, product);
                  return true;
                }).has_value());
  }
  void place(const std::string& viewer, const std::string& sku, std::int64_t quantity) {
    OrderCommand command{
        .order = {.show = "",
                  .at = {},
                  .lines = {{sku, quantity}},
                  .contact = {.name = "山田 花子",
                              .email = "hanako@example.jp",
                              .phone = {},
                              .postal_code = "150-0001",
                              .address = "東京都"}},
        .by = viewer.empty() ? http::Caller{} : http::Caller{http::Role::kViewer, viewer, "ゆず茶", ""},
        .key = {}};
    orders_->placing().submit(std::move(command), [this](const Result<std::string>& answer) {
      answers_.push_back(answer ? "placed" : answer.error().type);
    });
  }
  std::vector<std::string> decided() {
    while (core_->step()) {
    }
    return std::exchange(answers_, {});
  }

  FakeShelves shelves_;
  std::unique_ptr<Orders> orders_;
  std::vector<std::string> answers_;
};

using Answers = std::vector<std::string>;

TEST_F(LimitsTest, HoldAmongOrdersThatAreDecidedTogether) {
  place("v1", "lip", 2);
  place("v2", "lip", 3);
  place("v1", "lip", 2);  // would be four
  place("v1", "lip", 1);
  place("v1", "oil", 9);
  EXPECT_EQ(decided(), (Answers{"placed", "placed", "limit-per-person", "placed", "placed"}));
  EXPECT_EQ(left("lip"), 44);
}

TEST_F(LimitsTest, CountTheOrdersOfBeforeButNoCancelledOnes) {
  place("v1", "lip", 3);
  EXPECT_EQ(decided(), Answers{"placed"});
  EXPECT_EQ(limits(*reader_, "v1", {"lip", "oil"}), (PersonLimits{{"lip", {.limit = 3, .already = 3}}}));
  EXPECT_EQ(limits(*reader_, "v2", {"lip"}), (PersonLimits{{"lip", {.limit = 3, .already = 0}}}));
  place("v1", "lip", 1);
  EXPECT_EQ(decided(), Answers{"limit-per-person"});
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                t.db().run("UPDATE placed_order SET state = 'cancelled'");
                return true;
              }).has_value());
  place("v1", "lip", 1);
  EXPECT_EQ(decided(), Answers{"placed"});
}

TEST_F(LimitsTest, HoldForAMemberOnSeveralDevicesAtOnce) {
  ASSERT_TRUE(
      run<bool>([](store::Transaction& t) -> Result<bool> {
        // Who signed in, and that both viewers are this member, is people's to know.
        t.db().run("INSERT INTO member (id, name, language, joined_at) VALUES ('m', 'ゆず茶', 'ja', 0)");
        t.db().run(
            "INSERT INTO member_viewer (member, viewer, joined_at) VALUES ('m', 'v1', 0), ('m', 'v2', 0)");
        return true;
      }).has_value());
  place("v1", "lip", 2);
  place("v2", "lip", 2);
  place("v2", "lip", 1);
  EXPECT_EQ(decided(), (Answers{"placed", "limit-per-person", "placed"}));
}

TEST_F(LimitsTest, HoldForOneOrderOfSomebodyUnknown) {
  place("", "lip", 4);
  place("", "lip", 3);
  place("", "lip", 3);
  EXPECT_EQ(decided(), (Answers{"limit-per-person", "placed", "placed"}));
}

}  // namespace
}  // namespace nigiwai::shop
