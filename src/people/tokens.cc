#include "people/tokens.h"

#include <sodium.h>

#include <algorithm>

namespace nigiwai::people {
namespace {

constexpr std::size_t kRandomCharacters = 32;

std::string_view prefix(TokenKind kind) {
  switch (kind) {
    case TokenKind::kViewer:
      return "nwv_";
    case TokenKind::kStaff:
      return "nws_";
    case TokenKind::kSetup:
      return "nwo_";
    case TokenKind::kInvitation:
      return "nwi_";
    case TokenKind::kApiKey:
      return "nwk_";
  }
  return "";
}

}  // namespace

std::string make_token(Random& random, TokenKind kind) {
  return std::string(prefix(kind)) + random.token(kRandomCharacters);
}

bool is_token(TokenKind kind, std::string_view token) {
  if (!token.starts_with(prefix(kind))) return false;
  token.remove_prefix(prefix(kind).size());
  return token.size() == kRandomCharacters &&
         std::ranges::all_of(token, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

std::string hash_token(std::string_view token) {
  std::string hash(32, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr, 0);
  return hash;
}

}  // namespace nigiwai::people
