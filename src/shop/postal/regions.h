// Japan's prefectures, and the regions by which parcels are priced. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace nigiwai::shop {

// As the carriers' tables have them, from north to south.
inline constexpr std::array<std::string_view, 12> kRegions{
    "hokkaido", "tohoku-north", "tohoku-south", "kanto",   "shinetsu", "hokuriku",
    "chubu",    "kansai",       "chugoku",      "shikoku", "kyushu",   "okinawa"};

// All 47, in the order of their official codes.
std::span<const std::string_view> prefectures();

// The place among kRegions of a prefecture; nothing when it is none of the 47.
std::optional<std::size_t> region_of(std::string_view prefecture);

// The prefecture that an address begins with.
std::optional<std::string_view> prefecture_of_address(std::string_view address);

}  // namespace nigiwai::shop
