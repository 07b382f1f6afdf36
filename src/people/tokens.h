// The tokens that people carry: made from Random, known to the database by their hash alone.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace nigiwai::people {

// The prefix says whose token it is, so that one of the other kind is refused without asking the database.
enum class TokenKind { kViewer, kStaff, kSetup, kInvitation, kApiKey };

// 160 bits in 32 characters, after a prefix of four.
std::string make_token(Random& random, TokenKind kind);

// Whether this could have come from make_token.
bool is_token(TokenKind kind, std::string_view token);

// 32 bytes: what the database keeps and looks up. The token is random, so that no salt is needed.
std::string hash_token(std::string_view token);

}  // namespace nigiwai::people
