#include "server/oembed.h"

#include <gtest/gtest.h>

namespace nigiwai::server {
namespace {

void expect_size(PlayerSize size, std::int64_t width, std::int64_t height) {
  EXPECT_EQ(size.width, width);
  EXPECT_EQ(size.height, height);
}

TEST(OEmbed, FitsIntoWhatASiteAsksFor) {
  expect_size(player_within(0, 0), 960, 540);
  expect_size(player_within(640, 0), 640, 360);
  expect_size(player_within(640, 180), 320, 180);
  expect_size(player_within(5000, 5000), 960, 540);
  expect_size(player_within(10, 10), 240, 135);
}

TEST(OEmbed, IsAskedForByTheWholeAddress) {
  EXPECT_EQ(oembed_address("https://shop.example", "https://shop.example/shows/abc"),
            "https://shop.example/api/oembed?url=https%3A%2F%2Fshop.example%2Fshows%2Fabc");
}

}  // namespace
}  // namespace nigiwai::server
