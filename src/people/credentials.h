// What a name, a mail address and a password may be (pure). Refusals name `field`.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"

namespace nigiwai::people {

inline constexpr TextRule kDisplayName{.least = 1, .most = 20};  // of a viewer: one line beside what they say
inline constexpr TextRule kStaffName{.least = 1, .most = 40};
inline constexpr TextRule kStaffTitle{.least = 0, .most = 40};

inline constexpr std::size_t kLeastPasswordCharacters = 10;
// argon2id costs the same for any length, but the request that carries it should stay small.
inline constexpr std::size_t kMostPasswordBytes = 200;

// The address trimmed and in lower case. The syntax is that of <input type=email> (HTML Standard, "valid
// e-mail address"), so that form and server agree; at most 254 bytes (RFC 5321 4.5.3.1).
Result<std::string> clean_email(std::string_view raw, std::string_view field);

// Exact bytes; counts characters so that a sentence in Japanese is as good as one in English.
Result<void> check_password(std::string_view password, std::string_view field);

}  // namespace nigiwai::people
