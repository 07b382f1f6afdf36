#include "base/time.h"

#include <fmt/format.h>

namespace nigiwai {
namespace {

// Reads exactly `count` digits at `from`; -1 when they are not all digits.
int digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::string to_rfc3339(WallTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::optional<WallTime> from_rfc3339(std::string_view text) {
  if (text.size() < 20 || text.size() > 40) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (year < 1970 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  std::size_t i = 19;
  int ms = 0;
  if (text[i] == '.') {
    int scale = 100;
    const auto first = ++i;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, scale /= 10)
      ms += (text[i] - '0') * scale;
    if (i == first) return std::nullopt;
  }
  if (i >= text.size()) return std::nullopt;
  int offset_minutes = 0;
  if (text[i] == 'Z' || text[i] == 'z') {
    if (i + 1 != text.size()) return std::nullopt;
  } else if (text[i] == '+' || text[i] == '-') {
    const int hours = digits(text, i + 1, 2), minutes = digits(text, i + 4, 2);
    if (i + 6 != text.size() || text[i + 3] != ':' || hours < 0 || hours > 23 || minutes < 0 ||
        minutes > 59) {
      return std::nullopt;
    }
    offset_minutes = (hours * 60 + minutes) * (text[i] == '-' ? -1 : 1);
  } else {
    return std::nullopt;
  }
  return WallTime{std::chrono::sys_days(date)} + std::chrono::hours(hour) +
         std::chrono::minutes(minute - offset_minutes) + std::chrono::seconds(second) + Milliseconds(ms);
}

}  // namespace nigiwai
