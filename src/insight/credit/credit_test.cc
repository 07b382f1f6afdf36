#include "insight/credit/credit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nigiwai::insight {
namespace {

using Cast = std::vector<std::string>;
using Sales = std::vector<SaleMade>;
using Acts = std::vector<Act>;

TEST(CreditTest, TheCastSharesAlikeAndRoundsDown) {
  Credits credits;
  add_credit(credits, Cast{"minori", "ken"}, Sales{{.at = 0, .amount = 2'641, .net = 2'641}}, {});
  EXPECT_EQ(credits["minori"].of_cast.amount, 1'320);
  EXPECT_EQ(credits["ken"].of_cast.amount, 1'320);
  EXPECT_EQ(credits["ken"].of_cast.sales, 1);
}

TEST(CreditTest, TheMomentIsOfThoseOfTheCastWhoSpokeUpShortlyBefore) {
  Credits credits;
  const Acts acts{{.at = 10'000, .handle = "minori"},
                  {.at = 300'000, .handle = "ken"},
                  {.at = 310'000, .handle = "director"}};
  add_credit(credits, Cast{"minori", "ken"},
             Sales{{.at = 320'000, .amount = 1'000, .net = 0}, {.at = 200'000, .amount = 500}}, acts);
  EXPECT_EQ(credits["ken"].of_moment.amount, 1'000 + 250) << "alone, and one of all where nobody spoke";
  EXPECT_EQ(credits["minori"].of_moment.amount, 250);
  EXPECT_FALSE(credits.contains("director"));
}

TEST(CreditTest, AnAnswerToTheBuyersQuestionIsAnAssistBesideTheCredit) {
  Credits credits;
  const Acts acts{{.at = 5'000, .handle = "hana", .asker = "v1"},
                  {.at = 90'000, .handle = "hana", .asker = "v2"}};
  add_credit(credits, Cast{"minori"},
             Sales{{.at = 60'000, .amount = 800, .net = 800, .buyer = "v1"},
                   {.at = 60'000, .amount = 900, .buyer = "v2"}},
             acts);
  EXPECT_EQ(credits["hana"].assists.sales, 1) << "the other answer came after";
  EXPECT_EQ(credits["hana"].assists.amount, 800);
  EXPECT_EQ(credits["hana"].of_cast.amount, 0);
  EXPECT_EQ(credits["minori"].of_cast.amount, 1'700);
}

TEST(CreditTest, WithoutACastNobodyIsCredited) {
  Credits credits;
  add_credit(credits, {}, Sales{{.at = 0, .amount = 100}, {.at = 0, .amount = 100, .influenced = true}}, {});
  EXPECT_TRUE(credits.empty());
}

RC_GTEST_PROP(CreditTest, SharesNeverAddUpToMoreThanWasSold, ()) {
  const auto number = [](int most) { return static_cast<std::int64_t>(*rc::gen::inRange(0, most)); };
  Cast cast;
  for (std::int64_t i = 0, many = 1 + number(4); i < many; ++i) cast.push_back("p" + std::to_string(i));
  Acts acts;
  for (std::int64_t i = 0, many = number(6); i < many; ++i)
    acts.push_back({.at = number(600'000),
                    .handle = "p" + std::to_string(number(6)),
                    .asker = "v" + std::to_string(number(3))});
  std::ranges::sort(acts, {}, &Act::at);
  Sales sales;
  std::int64_t direct = 0, elsewhere = 0;
  for (std::int64_t i = 0, many = number(20); i < many; ++i) {
    sales.push_back({.at = number(600'000),
                     .amount = number(10'000),
                     .net = 0,
                     .buyer = "v" + std::to_string(number(3)),
                     .influenced = number(2) == 1});
    (sales.back().influenced ? elsewhere : direct) += sales.back().amount;
  }
  Credits credits;
  add_credit(credits, cast, sales, acts);
  std::int64_t of_cast = 0, of_moment = 0, influenced = 0;
  for (const auto& [handle, credit] : credits) {
    of_cast += credit.of_cast.amount;
    of_moment += credit.of_moment.amount;
    influenced += credit.influenced.amount;
  }
  RC_ASSERT(of_cast <= direct);
  RC_ASSERT(of_moment <= direct);
  RC_ASSERT(influenced <= elsewhere);
}

}  // namespace
}  // namespace nigiwai::insight
