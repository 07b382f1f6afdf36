#include "shop/embedding/moment.h"

#include <sodium.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/sealing.h"
#include "base/time.h"

namespace nigiwai::shop {
namespace {

namespace json = boost::json;

constexpr std::string_view kPrefix = "nwm_";
// Says what is sealed, so that bytes sealed for another purpose never pass as a moment.
constexpr std::string_view kPurpose = "nigiwai moment 1";
constexpr std::size_t kMostToken = 1024;
constexpr int kForm = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::unexpected<Problem> not_ours() {
  return invalid("/moment",
                 "This is no moment token of this shop. Send the one that came with nigiwai:add-to-cart.");
}

}  // namespace

std::string seal_moment(const Moment& moment, const std::string& key, Random& random) {
  const auto plain = json::serialize(
      json::array{moment.show, moment.at.count(), moment.sku, moment.viewer, to_ms(moment.made_at)});
  const auto sealed = seal(plain, key, kPurpose, random);
  std::string text(sodium_base64_ENCODED_LEN(sealed.size(), kForm), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes(sealed), sealed.size(), kForm);
  text.resize(text.size() - 1);  // the length counts the closing zero
  return std::string(kPrefix) + text;
}

Result<Moment> open_moment(const std::string& token, const std::string& key, WallTime now) {
  if (!token.starts_with(kPrefix) || token.size() > kMostToken) return not_ours();
  const auto text = std::string_view(token).substr(kPrefix.size());
  std::string sealed(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(bytes(sealed), sealed.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        kForm) != 0) {
    return not_ours();
  }
  const auto plain = unseal(std::string_view(sealed).substr(0, size), key, kPurpose);
  if (!plain) return not_ours();
  // Sealed by us, so it has the form that we gave it.
  const auto parts = json::parse(*plain).as_array();
  Moment moment{.show = std::string(parts.at(0).as_string()),
                .at = Milliseconds(parts.at(1).as_int64()),
                .sku = std::string(parts.at(2).as_string()),
                .viewer = std::string(parts.at(3).as_string()),
                .made_at = from_ms(parts.at(4).as_int64())};
  if (now - moment.made_at > kMomentLife) {
    return fail(Kind::kInvalid, "moment-expired",
                "This moment token is older than 60 days and counts no more.", "/moment");
  }
  return moment;
}

}  // namespace nigiwai::shop
