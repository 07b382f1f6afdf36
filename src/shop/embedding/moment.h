// Moment tokens: what another shop's cart carries, so that an order taken there counts at its moment here.
//
// A token is sealed (XChaCha20-Poly1305 of libsodium) with a key of the shop: nobody can make or change one,
// and the pages that pass it on cannot read who the viewer is. It is a text of letters, digits, '-' and '_'.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/sealing.h"

namespace nigiwai::shop {

// A cart may wait for the next pay day; a token older than this counts nothing.
inline constexpr std::chrono::hours kMomentLife{60 * 24};
inline constexpr std::size_t kMomentKeyBytes = kSealKeyBytes;

struct Moment {
  std::string show;
  Milliseconds at{0};
  std::string sku;
  std::string viewer;  // empty for nobody
  WallTime made_at{};
};

// `key` has kMomentKeyBytes bytes.
std::string seal_moment(const Moment& moment, const std::string& key, Random& random);

// Refuses with invalid what this shop did not make, and with moment-expired what is older than kMomentLife;
// both name /moment.
Result<Moment> open_moment(const std::string& token, const std::string& key, WallTime now);

}  // namespace nigiwai::shop
