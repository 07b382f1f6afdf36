// Money in minor units of its currency: 1980 JPY is ¥1,980, 1980 EUR is €19.80.
#pragma once

#include <boost/json/object.hpp>
#include <compare>
#include <cstdint>
#include <string>

namespace nigiwai {

struct Money {
  std::int64_t amount = 0;
  std::string currency = "JPY";  // ISO 4217
  auto operator<=>(const Money&) const = default;
};

// More than this in one price or total is a slip of the hand: ¥100,000,000.
inline constexpr std::int64_t kMostMoney = 100'000'000;

inline boost::json::object to_json(const Money& money) {
  return {{"amount", money.amount}, {"currency", money.currency}};
}

}  // namespace nigiwai
