#include "social/listening/mention.h"

#include <sodium.h>

#include <initializer_list>

#include "base/time.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kMostPlainId = 40;  // bytes: longer ones are hashed

std::string hash_of(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts) {
    all += std::to_string(part.size());
    all += ':';
    all += part;
  }
  std::string hash(crypto_generichash_BYTES_MIN, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(all.data()), all.size(), nullptr, 0);
  return hash;
}

}  // namespace

std::string key_of(const Mention& mention) {
  if (!mention.id.empty() && mention.id.size() <= kMostPlainId)
    return "i" + mention.network + " " + mention.id;
  if (!mention.id.empty()) return "h" + hash_of({mention.network, mention.id});
  std::string key = "s";
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(to_ms(mention.at) >> shift & 0xFF);
  return key + hash_of({mention.network, mention.author, mention.text});
}

std::string erased_key(std::string_view key) { return "e" + hash_of({key}); }

std::string author_key(std::string_view network, std::string_view author) {
  return hash_of({"author", network, author});
}

}  // namespace nigiwai::social
