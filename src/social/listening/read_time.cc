#include "social/listening/read_time.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/time.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kMostTime = 40;  // bytes of the longest form

std::optional<WallTime> unix_time(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  // Ten digits are seconds until the year 2286, thirteen the same in milliseconds.
  if (digits.size() == 10) return from_ms(number * 1000);
  if (digits.size() == 13) return from_ms(number);
  return std::nullopt;
}

}  // namespace

std::optional<WallTime> read_time(std::string_view text) {
  if (text.size() < 10 || text.size() > kMostTime) return std::nullopt;
  if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return unix_time(text);
  std::string written(text);
  for (const std::size_t place : {4u, 7u}) {
    if (written[place] == '/') written[place] = '-';
  }
  if (written.size() == 10) written += "T00:00:00";
  if (written[10] == ' ') written[10] = 'T';
  // The offset, if any, begins after the time of day.
  const auto time_end = std::min(written.find_first_not_of("0123456789:.", 11), written.size());
  auto offset = written.substr(time_end);
  written.resize(time_end);
  if (written.size() == 16) written += ":00";
  if (const auto digits = offset.find_first_not_of(' '); digits != std::string::npos) offset.erase(0, digits);
  if (offset.empty() || offset == "UTC") offset = "Z";
  return from_rfc3339(written + offset);
}

}  // namespace nigiwai::social
