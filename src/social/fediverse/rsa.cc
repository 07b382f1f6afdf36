#include "social/fediverse/rsa.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

namespace nigiwai::social::fediverse {
namespace {

struct Freeing {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing>;
using Context = std::unique_ptr<EVP_MD_CTX, Freeing>;
using Bio = std::unique_ptr<BIO, Freeing>;

std::unexpected<Problem> failed(const char* what) {
  ERR_clear_error();
  return fail(Kind::kInternal, "internal", what);
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Result<KeyPair> make_key_pair() {
  const Key key(EVP_RSA_gen(kKeyBits));
  const Bio open(BIO_new(BIO_s_mem())), closed(BIO_new(BIO_s_mem()));
  if (!key || !open || !closed || PEM_write_bio_PUBKEY(open.get(), key.get()) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(closed.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return failed("No key could be made.");
  }
  return KeyPair{.public_pem = text_of(open.get()), .private_pem = text_of(closed.get())};
}

Result<std::string> sign_rsa(std::string_view text, const std::string& private_pem) {
  const Bio bio(BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size())));
  const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  const Context context(EVP_MD_CTX_new());
  if (!key || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) {
    return failed("The key of an actor cannot be read.");
  }
  std::size_t size = 0;
  if (EVP_DigestSign(context.get(), nullptr, &size, bytes(text), text.size()) != 1)
    return failed("Nothing could be signed.");
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes(text),
                     text.size()) != 1) {
    return failed("Nothing could be signed.");
  }
  signature.resize(size);
  return signature;
}

Result<bool> verify_rsa(std::string_view text, std::string_view signature, const std::string& public_pem) {
  const auto none = [] {
    ERR_clear_error();
    return invalid("/publicKey", "This is no RSA key that we take.");
  };
  if (public_pem.size() > kMostPem) return none();
  const Bio bio(BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size())));
  const Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA ||
      EVP_PKEY_get_bits(key.get()) > kMostKeyBits || EVP_PKEY_get_bits(key.get()) < 1024) {
    return none();
  }
  const Context context(EVP_MD_CTX_new());
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) return none();
  const bool right =
      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
  ERR_clear_error();
  return right;
}

}  // namespace nigiwai::social::fediverse
