#include "shop/postal/postal_codes.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <span>

extern "C" {
extern const unsigned char nigiwai_postal_table[];
extern const unsigned char nigiwai_postal_table_end[];
}

namespace nigiwai::shop {
namespace {

// The file that postal/make_table.cpp describes, where it lies in the program.
struct Table {
  std::span<const std::uint32_t> codes{};
  std::span<const std::uint32_t> towns{};
  std::span<const std::uint32_t> cities{};
  std::span<const std::uint16_t> city_of{};
  const char* texts = "";
};

Table open_table() {
  constexpr std::size_t kHead = 3;
  const auto* words = reinterpret_cast<const std::uint32_t*>(nigiwai_postal_table);
  if (nigiwai_postal_table_end - nigiwai_postal_table <
      static_cast<std::ptrdiff_t>(kHead * sizeof(std::uint32_t))) {
    return {};
  }
  const auto codes = words[0];
  const auto cities = words[1];
  const auto* at = words + kHead;
  Table table{.codes = {at, codes}, .towns = {at + codes, codes}, .cities = {at + 2 * codes, cities}};
  const auto* small = reinterpret_cast<const std::uint16_t*>(at + 2 * codes + cities);
  table.city_of = {small, codes};
  table.texts = reinterpret_cast<const char*>(small + codes);
  return table;
}

const Table& table() {
  static const Table opened = open_table();
  return opened;
}

}  // namespace

std::optional<PostalPlace> place_of(std::string_view code) {
  if (code.size() != 8 || code[3] != '-') return std::nullopt;
  const auto digits = std::string(code.substr(0, 3)) + std::string(code.substr(4));
  std::uint32_t number = 0;
  const auto* end = digits.data() + digits.size();
  if (std::from_chars(digits.data(), end, number).ptr != end) return std::nullopt;
  const auto& all = table();
  const auto found = std::lower_bound(all.codes.begin(), all.codes.end(), number);
  if (found == all.codes.end() || *found != number) return std::nullopt;
  const auto at = static_cast<std::size_t>(found - all.codes.begin());
  const std::string_view city = all.texts + all.cities[all.city_of[at]];
  const auto tab = city.find('\t');
  return PostalPlace{.prefecture = std::string(city.substr(0, tab)),
                     .city = std::string(city.substr(tab + 1)),
                     .town = all.texts + all.towns[at]};
}

std::size_t postal_codes_known() { return table().codes.size(); }

}  // namespace nigiwai::shop
