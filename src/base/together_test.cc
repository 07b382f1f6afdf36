#include "base/together.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace nigiwai {
namespace {

TEST(Together, EachLoopGetsItsPiecesAtTheEndInOrder) {
  asio::io_context one, other;
  std::vector<int> ran;
  const auto hand = [&](asio::io_context& loop, int number) {
    hand_to(loop.get_executor(), [&ran, number] { ran.push_back(number); });
  };
  {
    const Together together;
    hand(one, 1);
    hand(other, 10);
    hand(one, 2);
    EXPECT_EQ(one.poll(), 0U) << "not before the end";
    one.restart();
  }
  EXPECT_EQ(one.poll(), 1U) << "in one piece";
  EXPECT_EQ(ran, (std::vector<int>{1, 2}));
  EXPECT_EQ(other.poll(), 1U);
  EXPECT_EQ(ran, (std::vector<int>{1, 2, 10}));
}

TEST(Together, WithoutOneAPieceIsHandedOverAtOnce) {
  asio::io_context loop;
  int ran = 0;
  hand_to(loop.get_executor(), [&] { ++ran; });
  EXPECT_EQ(ran, 0) << "never in the call itself";
  EXPECT_EQ(loop.poll(), 1U);
  EXPECT_EQ(ran, 1);
}

}  // namespace
}  // namespace nigiwai
