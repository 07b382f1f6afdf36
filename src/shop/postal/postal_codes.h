// Which prefecture and city a Japanese postal code means, from a table that is carried inside the program.
//
// The table is made at build time from the dictionary SKK-JISYO.zipcode of the Debian package skkdic-extra
// (public domain, made from Japan Post's list). Built without that package it is empty: the buyer then enters
// both.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nigiwai::shop {

struct PostalPlace {
  std::string prefecture;
  std::string city;
  std::string town;  // empty when the code means several
};

// `code` as postal_code() of shop/orders/contact.h keeps it: 150-0001.
std::optional<PostalPlace> place_of(std::string_view code);

std::size_t postal_codes_known();

}  // namespace nigiwai::shop
