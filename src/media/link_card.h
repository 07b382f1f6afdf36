// The picture that social networks show beside a link: drawn from a few words and one picture, in the size
// that Open Graph's readers take without cutting.
#pragma once

#include <string>

#include "base/result.h"

namespace nigiwai::media {

inline constexpr int kLinkCardWidth = 1200, kLinkCardHeight = 630;

struct LinkCard {
  std::string shop;
  std::string when;       // "2026年11月30日 20:00", or that it is on air; may be empty
  std::string title;      // of any length; what does not fit ends in …
  std::string names;      // of the presenters; may be empty
  std::string picture{};  // encoded, as Pictures keeps them; empty for none
};

// A JPEG. Takes some tens of milliseconds: not on a loop's thread. Fails when fonts or libraries do.
Result<std::string> draw(const LinkCard& card);

}  // namespace nigiwai::media
