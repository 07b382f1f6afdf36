#include "insight/visits/fact.h"

#include <gtest/gtest.h>

namespace nigiwai::insight {
namespace {

// What was read, as text; "-" where no figure counts it.
std::string read(std::string_view kind, std::string_view data) {
  Fact fact{.what = *what_of(kind)};
  if (!read_data(fact, kind, data)) return "-";
  return std::to_string(fact.from) + " " + std::to_string(fact.to) + " " + fact.product;
}

TEST(ReadData, IsTheSameWhetherTheJournalWroteItOrNot) {
  EXPECT_EQ(read("play.span", R"({"from":10,"to":9000})"), "10 9000 ");
  EXPECT_EQ(read("play.span", R"({ "to": 9000, "from": 10 })"), "10 9000 ");
  EXPECT_EQ(read("seek", R"({"from":9000,"to":10,"by":"hand"})"), "9000 10 ");
  EXPECT_EQ(read("seek", R"({"from":9000,"to":10})"), "9000 10 ");
  EXPECT_EQ(read("heart.given", R"({"count":3})"), "3 0 ");
  EXPECT_EQ(read("heart.given", R"({"count":3,"at":1})"), "3 0 ");
  EXPECT_EQ(read("product.seen", R"({"product":"lip"})"), "0 0 lip");
  EXPECT_EQ(read("product.seen", R"({"product":"l\u0069p"})"), "0 0 lip") << "with an escape";
  EXPECT_EQ(read("product.opened", R"({"sku":"red","product":"lip"})"), "0 0 lip");
}

TEST(ReadData, AnOrderIsTheSameWhetherTheJournalWroteItOrNot) {
  const auto order = [](std::string_view data) {
    Fact fact{.what = *what_of("order.placed")};
    if (!read_data(fact, "order.placed", data)) return std::string("-");
    auto told = fact.order + " " + std::to_string(fact.amount) + " " + std::to_string(fact.pieces);
    for (const auto& [product, amount] : fact.products) told += " " + product + ":" + std::to_string(amount);
    return told;
  };
  EXPECT_EQ(order(R"({"order":"o1","number":"N-000001","total":{"amount":2640,"currency":"JPY"},"pieces":2,)"
                  R"("products":["lip"]})"),
            "o1 2640 2 lip:2640");
  EXPECT_EQ(order(R"({"number":"N-000001","order":"o1","total":{"currency":"JPY","amount":2640},"pieces":2,)"
                  R"("products":["lip"]})"),
            "o1 2640 2 lip:2640");
  EXPECT_EQ(order(R"({"order":"o1","number":"N-000001","total":{"amount":2640,"currency":"JPY"},"pieces":2,)"
                  R"("products":["lip","oil"],"amounts":{"lip":1000,"oil":1640}})"),
            "o1 2640 2 lip:1000 oil:1640");
  EXPECT_EQ(order(R"({"order":"o1","number":"N-000001","total":{"amount":"x","currency":"JPY"},"pieces":2,)"
                  R"("products":["lip"]})"),
            "o1 0 2 lip:0");
  EXPECT_EQ(order(R"({"order":"","number":"N-000001","total":{"amount":2640,"currency":"JPY"},"pieces":2,)"
                  R"("products":["lip"]})"),
            "-");
}

TEST(ReadData, IsNothingWhereNothingCanBeCounted) {
  EXPECT_EQ(read("play.span", R"({"from":10,"to":10})"), "-");
  EXPECT_EQ(read("play.span", R"({"from":10})"), "-");
  EXPECT_EQ(read("play.span", R"({"from":1e1,"to":"x"})"), "-");
  EXPECT_EQ(read("play.span", R"({"from":10,"to":90)"), "-") << "cut off";
  EXPECT_EQ(read("play.span", R"({"from":10,"to":99999999999999999999})"), "-");
  EXPECT_EQ(read("heart.given", R"({"count":0})"), "-");
  EXPECT_EQ(read("heart.given", R"({"count":-2})"), "-");
  EXPECT_EQ(read("product.saved", R"({"product":""})"), "-");
  EXPECT_EQ(read("product.saved", R"({"product":7})"), "-");
  EXPECT_EQ(read("product.saved", "[]"), "-");
}

}  // namespace
}  // namespace nigiwai::insight
