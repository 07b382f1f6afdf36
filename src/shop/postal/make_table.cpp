// Makes the table of postal codes from SKK-JISYO.zipcode:
//
//   nigiwai_postal_table SKK-JISYO.zipcode OUT.bin
//
// The dictionary has a line a code, `1500001 /東京都渋谷区神宮前/`, in EUC with JIS X 0213; several places
// stand apart by '/'. It does not say where the city ends: a city is the shortest text that a code ending in
// 00 stands for ("what is not listed below") and that begins the place; where there is none, the endings of
// Japanese cities tell it. OUT.bin, in the machine's own byte order:
//
//   u32 codes, u32 cities, u32 bytes of texts
//   codes × u32 code, ascending
//   codes × u32 offset of the town in the texts
//   cities × u32 offset of the prefecture and city, apart by a tab
//   codes × u16 city
//   texts, each ended by a zero byte; the first is empty
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "shop/postal/regions.h"

namespace {

std::string to_utf8(std::string text) {
  iconv_t converter = iconv_open("UTF-8", "EUC-JISX0213");
  if (converter == reinterpret_cast<iconv_t>(-1)) return "";
  std::string out(text.size() * 2 + 16, '\0');
  char* in = text.data();
  std::size_t in_left = text.size();
  char* to = out.data();
  std::size_t out_left = out.size();
  const auto failed = iconv(converter, &in, &in_left, &to, &out_left) == static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (failed) return "";
  out.resize(out.size() - out_left);
  return out;
}

struct Entry {
  std::uint32_t code = 0;
  std::vector<std::string> places;
};

std::vector<Entry> read(const std::string& text) {
  std::vector<Entry> entries;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < 10 || line.find_first_not_of("0123456789") != 7 || line.compare(7, 2, " /") != 0)
      continue;
    Entry entry{.code = static_cast<std::uint32_t>(std::stoul(line.substr(0, 7))), .places = {}};
    std::istringstream places(line.substr(9));
    for (std::string place; std::getline(places, place, '/');) {
      if (!place.empty()) entry.places.push_back(place.substr(0, place.find(';')));
    }
    if (!entry.places.empty()) entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.code < b.code; });
  return entries;
}

bool ends_as_city(const std::string& text) {
  constexpr std::array<std::string_view, 5> kEndings{"市", "区", "町", "村", "島"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](auto ending) { return text.ends_with(ending); });
}

// The shortest of `cities` that begins `place`; empty when none does.
std::string city_in(const std::set<std::string>& cities, const std::string& place) {
  for (std::size_t length = 3; length <= place.size(); length += 3) {
    const auto start = place.substr(0, length);
    if (cities.contains(start)) return start;
  }
  return "";
}

constexpr std::size_t kKanji = 3;  // bytes of one

// The end of the first `ending` in `text` at least one character past `from`; npos when there is none.
std::size_t past(const std::string& text, std::string_view ending, std::size_t from) {
  const auto found = text.find(ending, from + kKanji);
  return found == std::string::npos ? found : found + ending.size();
}

// The city by how such names are built: 札幌市北区, 四日市市, 高市郡高取町, 渋谷区; empty for none of them.
std::string city_by_ending(const std::string& place) {
  constexpr std::array<std::string_view, 20> kWithWards{
      "札幌",   "仙台", "さいたま", "千葉", "横浜", "川崎", "相模原", "新潟",   "静岡", "浜松",
      "名古屋", "京都", "大阪",     "堺",   "神戸", "岡山", "広島",   "北九州", "福岡", "熊本"};
  constexpr std::array<std::string_view, 5> kNoCounties{"大和郡山市", "小郡市", "郡山市", "蒲郡市", "郡上市"};
  const auto prefecture = nigiwai::shop::prefecture_of_address(place);
  if (!prefecture) return "";
  const auto start = prefecture->size();
  const auto rest = std::string_view(place).substr(start);
  const auto begins = [&](auto name) { return rest.starts_with(name); };
  if (std::none_of(kNoCounties.begin(), kNoCounties.end(), begins)) {
    if (const auto county = past(place, "郡", start); county != std::string::npos) {
      const auto end = std::min(past(place, "町", county), past(place, "村", county));
      return end == std::string::npos ? "" : place.substr(0, end);
    }
  }
  if (auto end = past(place, "市", start); end != std::string::npos) {
    if (place.compare(end, kKanji, "市") == 0) end += kKanji;
    const bool wards = std::any_of(kWithWards.begin(), kWithWards.end(), begins);
    const auto ward = wards ? past(place, "区", end) : std::string::npos;
    return place.substr(0, ward == std::string::npos ? end : ward);
  }
  const auto end = std::min({past(place, "区", start), past(place, "町", start), past(place, "村", start)});
  return end == std::string::npos ? "" : place.substr(0, end);
}

template <class T>
void put(std::ofstream& out, const std::vector<T>& values) {
  out.write(reinterpret_cast<const char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(T)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  const auto text = to_utf8(std::string(std::istreambuf_iterator<char>(in), {}));
  const auto entries = read(text);
  if (entries.empty()) {
    std::cerr << argv[1] << " has no postal codes\n";
    return 1;
  }
  std::set<std::string> known;
  for (const auto& entry : entries) {
    if (entry.code % 100 == 0 && entry.places.size() == 1 && ends_as_city(entry.places[0]))
      known.insert(entry.places[0]);
  }
  std::string texts(1, '\0');
  std::map<std::string, std::uint32_t> offsets{{"", 0}};
  const auto offset_of = [&](const std::string& each) {
    const auto [found, fresh] = offsets.try_emplace(each, static_cast<std::uint32_t>(texts.size()));
    if (fresh) texts.append(each).push_back('\0');
    return found->second;
  };
  std::vector<std::uint32_t> codes, towns, cities;
  std::vector<std::uint16_t> city_of;
  std::map<std::string, std::uint16_t> places;
  std::size_t lost = 0;
  for (const auto& entry : entries) {
    auto city = city_in(known, entry.places[0]);
    if (city.empty()) city = city_by_ending(entry.places[0]);
    const auto prefecture = nigiwai::shop::prefecture_of_address(city);
    if (city.empty() || !prefecture) {
      ++lost;
      continue;
    }
    const auto [place, fresh] = places.try_emplace(city, static_cast<std::uint16_t>(cities.size()));
    if (fresh) cities.push_back(offset_of(std::string(*prefecture) + "\t" + city.substr(prefecture->size())));
    codes.push_back(entry.code);
    city_of.push_back(place->second);
    towns.push_back(offset_of(entry.places.size() == 1 ? entry.places[0].substr(city.size()) : ""));
  }
  std::ofstream out(argv[2], std::ios::binary);
  put(out, std::vector<std::uint32_t>{static_cast<std::uint32_t>(codes.size()),
                                      static_cast<std::uint32_t>(cities.size()),
                                      static_cast<std::uint32_t>(texts.size())});
  put(out, codes);
  put(out, towns);
  put(out, cities);
  put(out, city_of);
  out.write(texts.data(), static_cast<std::streamsize>(texts.size()));
  std::cerr << codes.size() << " postal codes of " << cities.size() << " cities; " << lost << " left out\n";
  return out.good() ? 0 : 1;
}
