// The bytes of a feed as text, whatever program wrote them.
//
// UTF-8 and UTF-16 with or without a byte order mark, Shift_JIS as Windows writes it (CP932), and EUC-JP are
// told apart by their bytes; what an XML declaration says is not believed, because feeds that were saved anew
// often lie.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace nigiwai::shop::feed {

struct Decoded {
  std::string encoding;  // "UTF-8", "UTF-16LE", "UTF-16BE", "Shift_JIS", "EUC-JP"
  // Valid UTF-8 without a byte order mark. Where bytes were broken stands U+FFFD, so that only their row is
  // refused.
  std::string text;
};

// Refuses what is no text (a spreadsheet, an archive) and what none of these encodings explains.
Result<Decoded> decode(std::string_view bytes);

// U+FFFD in UTF-8.
inline constexpr std::string_view kBroken = "\xEF\xBF\xBD";

}  // namespace nigiwai::shop::feed
