#include "base/sealing.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/check.h"

namespace nigiwai {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kSealKeyBytes <= crypto_generichash_KEYBYTES_MAX);

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// The file is one line of hex, so that it survives whatever carries it.
std::string hex_of(std::string_view raw) {
  std::string hex(raw.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes(raw), raw.size());
  hex.back() = '\n';
  return hex;
}

std::unexpected<Problem> cannot(const std::string& path, const char* what) {
  return fail(Kind::kUnavailable, "server-key",
              fmt::format("The server's key {} cannot be {}: {}.", path, what, std::strerror(errno)));
}

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// Written beside, brought to the medium and linked into place: there is never a file with half a key, and
// never two keys.
Result<void> make_key(const std::string& path, Random& random) {
  std::string key(kSealKeyBytes, '\0');
  random.fill({bytes(key), key.size()});
  const auto text = hex_of(key);
  const auto fresh = fmt::format("{}.{}", path, ::getpid());
  {
    const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.get() < 0 ||
        ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(file.get()) != 0) {
      auto problem = cannot(path, "written");
      ::unlink(fresh.c_str());
      return problem;
    }
  }
  const bool linked = ::link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST;
  auto problem = cannot(path, "made");
  ::unlink(fresh.c_str());
  if (!linked) return problem;
  const Descriptor folder(
      ::open(std::filesystem::path(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return cannot(path, "made");
  return {};
}

}  // namespace

std::string seal(std::string_view plain, std::string_view key, std::string_view about, Random& random) {
  CHECK(key.size() == kSealKeyBytes, "a key has its length");
  std::string sealed(kNonce + plain.size() + kTag, '\0');
  random.fill({bytes(sealed), kNonce});
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + kNonce, nullptr, bytes(plain), plain.size(),
                                             bytes(about), about.size(), nullptr, bytes(sealed), bytes(key));
  return sealed;
}

std::optional<std::string> unseal(std::string_view sealed, std::string_view key, std::string_view about) {
  CHECK(key.size() == kSealKeyBytes, "a key has its length");
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  std::string plain(sealed.size() - kNonce - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(sealed) + kNonce,
                                                 sealed.size() - kNonce, bytes(about), about.size(),
                                                 bytes(sealed), bytes(key)) != 0) {
    return std::nullopt;
  }
  return plain;
}

Result<std::unique_ptr<const SecretBox>> SecretBox::open(const std::string& path, Random& random) {
  if (::access(path.c_str(), F_OK) != 0) {
    if (auto made = make_key(path, random); !made) return std::unexpected(made.error());
  }
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return cannot(path, "read");
  char text[2 * kSealKeyBytes];
  if (::read(file.get(), text, sizeof text) != static_cast<ssize_t>(sizeof text)) {
    return fail(Kind::kUnavailable, "server-key",
                fmt::format("{} holds no key. Put back the one that was there, from your backup.", path));
  }
  std::string key(kSealKeyBytes, '\0');
  std::size_t size = 0;
  if (sodium_hex2bin(bytes(key), key.size(), text, sizeof text, nullptr, &size, nullptr) != 0 ||
      size != key.size()) {
    return fail(Kind::kUnavailable, "server-key",
                fmt::format("{} holds no key. Put back the one that was there, from your backup.", path));
  }
  return std::make_unique<const SecretBox>(std::move(key));
}

SecretBox::SecretBox(std::string key) : key_(std::move(key)) {
  CHECK(key_.size() == kSealKeyBytes, "a key has its length");
}

SecretBox::~SecretBox() { sodium_memzero(key_.data(), key_.size()); }

std::string SecretBox::key_of(std::string_view purpose) const {
  std::string key(kSealKeyBytes, '\0');
  crypto_generichash(bytes(key), key.size(), bytes(purpose), purpose.size(), bytes(key_), key_.size());
  return key;
}

std::string SecretBox::seal(std::string_view plain, std::string_view purpose, std::string_view whose,
                            Random& random) const {
  return nigiwai::seal(plain, key_of(purpose), whose, random);
}

std::optional<std::string> SecretBox::unseal(std::string_view sealed, std::string_view purpose,
                                             std::string_view whose) const {
  return nigiwai::unseal(sealed, key_of(purpose), whose);
}

}  // namespace nigiwai
