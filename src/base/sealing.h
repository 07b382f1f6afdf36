// Sealing bytes, so that whoever reads them without the key learns nothing and changes nothing unnoticed:
// XChaCha20-Poly1305 with a fresh nonce in front (libsodium).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace nigiwai {

inline constexpr std::size_t kSealKeyBytes = 32;

// `about` says what is sealed (its purpose, and whose it is): opened with another it does not open, so that
// bytes sealed for one thing never pass as another. The key has kSealKeyBytes.
std::string seal(std::string_view plain, std::string_view key, std::string_view about, Random& random);
// Nothing when the bytes are not what was sealed with this key and `about`.
std::optional<std::string> unseal(std::string_view sealed, std::string_view key, std::string_view about);

// Seals what must not be readable in the database, or in a copy of it, with keys made from a file that stands
// beside it: secrets of the second factor, tokens of other services. Each purpose has a key of its own.
//
// Without the file what was sealed is lost; that is the point, and what docs/operating.md says of backups.
// Safe from any thread.
class SecretBox {
 public:
  // Reads the key file; makes it (readable by its owner alone, and on the medium) when it is not there.
  // Refuses a file that holds no key.
  static Result<std::unique_ptr<const SecretBox>> open(const std::string& path, Random& random);
  // With a key that stands in no file, of kSealKeyBytes.
  explicit SecretBox(std::string key);
  ~SecretBox();
  SecretBox(const SecretBox&) = delete;
  SecretBox& operator=(const SecretBox&) = delete;

  // `purpose` names a kind of secrets ("second factor"), `whose` the one that has this one.
  std::string seal(std::string_view plain, std::string_view purpose, std::string_view whose,
                   Random& random) const;
  // Nothing when it was sealed with another key file, or for somebody else.
  std::optional<std::string> unseal(std::string_view sealed, std::string_view purpose,
                                    std::string_view whose) const;

 private:
  std::string key_of(std::string_view purpose) const;
  std::string key_;
};

}  // namespace nigiwai
