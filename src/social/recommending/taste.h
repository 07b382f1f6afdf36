// What turning to a product weighs, and how it fades (model "together-1"). Pure.
//
// A person's weight of a product is that of the strongest thing they ever did with it, so that doing the same
// again, or a program that does it a thousand times, counts once. Two products that the same person turned to
// are together by the smaller of both weights; a product is liked by the sum of its weights. Both halve every
// kHalfLife. How near `other` is to `product` is the cosine of the two, shrunk towards nothing where little
// is known:
//
//   near = together(product, other) / (sqrt(liked(product) * liked(other)) + kShrink)
//
// after Linden, Smith and York, "Amazon.com Recommendations: Item-to-Item Collaborative Filtering" (2003),
// with Bell and Koren's shrinkage (2007). It does not read what people say.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"

namespace nigiwai::social {

inline constexpr const char* kTasteModel = "together-1";
inline constexpr std::chrono::hours kHalfLife{45 * 24};
inline constexpr double kShrink = 2'000;  // thousandths: as much as two people who had its card before them

// By the kind of an event, in thousandths; 0 for what says nothing of a product.
std::int64_t weight_of(std::string_view kind);

struct Score {
  std::int64_t value = 0;  // thousandths, as it was at `at`
  WallTime at{};
};
// What is left of it at `now`; never more than it was.
double faded(const Score& score, WallTime now);
// With `more` added at `now`.
Score with(const Score& score, std::int64_t more, WallTime now);
// Orders scores by what is left of them, whenever they are looked at: millionths of a doubling.
std::int64_t rank_of(const Score& score);

double near(double together, double liked, double liked_other);

}  // namespace nigiwai::social
