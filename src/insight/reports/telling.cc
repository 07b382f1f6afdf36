#include "insight/reports/telling.h"

#include <fmt/format.h>

#include <cmath>

namespace nigiwai::insight {
namespace {

constexpr const char* kGap = "\u00a0";  // a number and its unit stay together
constexpr double kTenth = 10;

bool without_minor_units(const std::string& currency) {
  return currency == "JPY" || currency == "KRW" || currency == "VND";
}

Said time_told(double ms) {
  const auto seconds = std::llround(ms / 1'000);
  const auto hours = seconds / 3'600, minutes = seconds / 60 % 60;
  if (hours >= 10) return {count_told(hours) + "時間", count_told(hours) + kGap + "h"};
  if (hours > 0) {
    return {fmt::format("{}時間{}分", hours, minutes),
            fmt::format("{0}{2}h {1}{2}min", hours, minutes, kGap)};
  }
  if (minutes > 0) {
    return {fmt::format("{}分{:02}秒", minutes, seconds % 60),
            fmt::format("{0}{2}min {1:02}{2}s", minutes, seconds % 60, kGap)};
  }
  return {fmt::format("{}秒", seconds), fmt::format("{}{}s", seconds, kGap)};
}

}  // namespace

std::string count_told(std::int64_t count) {
  auto text = std::to_string(std::abs(count));
  for (auto end = text.size(); end > 3;) text.insert(end -= 3, 1, ',');
  return count < 0 ? "−" + text : text;
}

std::string money_told(std::int64_t amount, const std::string& currency) {
  if (currency == "JPY") return (amount < 0 ? "−¥" : "¥") + count_told(std::abs(amount));
  if (without_minor_units(currency)) return currency + kGap + count_told(amount);
  return fmt::format("{}{}{}.{:02}", currency, kGap, count_told(amount / 100), std::abs(amount % 100));
}

std::string percent_told(double share) {
  const auto percent = share * 100;
  const bool whole = std::abs(percent) >= kTenth || percent == 0;
  return fmt::format("{:.{}f}{}%", percent, whole ? 0 : 1, kGap);
}

Said moment_told(std::int64_t ms) {
  const auto minutes = ms / 60'000;
  if (minutes < 60) return {fmt::format("{}分台", minutes), fmt::format("in minute {}", minutes)};
  return {fmt::format("{}時間{:02}分台", minutes / 60, minutes % 60),
          fmt::format("at {}:{:02} h", minutes / 60, minutes % 60)};
}

Said told(double value, Unit unit, const std::string& currency) {
  const auto whole = std::llround(value);
  switch (unit) {
    case Unit::kMoney: {
      const auto money = money_told(whole, currency);
      return {money, money};
    }
    case Unit::kRate:
      return {percent_told(value), percent_told(value)};
    case Unit::kMilliseconds:
      return time_told(value);
    case Unit::kPeople:
      return {count_told(whole) + "人", count_told(whole)};
    case Unit::kTimes:
      break;
  }
  return {count_told(whole), count_told(whole)};
}

}  // namespace nigiwai::insight
