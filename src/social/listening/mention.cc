#include "social/listening/mention.h"

#include <sodium.h>

#include <initializer_list>

#include "base/time.h"

namespace nigiwai::social {
namespace {

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
  if (!mention.id.empty()) return hash_of({"id", mention.network, mention.id});
  return hash_of({"said", mention.network, mention.author, std::to_string(to_ms(mention.at)), mention.text});
}

std::string author_key(std::string_view network, std::string_view author) {
  return hash_of({"author", network, author});
}

}  // namespace nigiwai::social
