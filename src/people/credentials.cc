#include "people/credentials.h"

#include <fmt/format.h>

#include <algorithm>

namespace nigiwai::people {
namespace {

constexpr std::size_t kMostEmailBytes = 254;
constexpr std::size_t kMostLocalBytes = 64;
constexpr std::size_t kMostLabelBytes = 63;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > kMostLocalBytes) return false;
  return std::ranges::all_of(local, [](char c) {
    return is_alphanumeric(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
  });
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > kMostLabelBytes || label.front() == '-' || label.back() == '-')
    return false;
  return std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  while (true) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<std::string> clean_email(std::string_view raw, std::string_view field) {
  while (!raw.empty() && raw.front() == ' ') raw.remove_prefix(1);
  while (!raw.empty() && raw.back() == ' ') raw.remove_suffix(1);
  std::string email(raw.substr(0, kMostEmailBytes + 1));
  for (auto& c : email) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto at = email.find('@');
  const auto whole = std::string_view(email);
  if (email.size() > kMostEmailBytes || at == std::string::npos || !is_local_part(whole.substr(0, at)) ||
      !is_domain(whole.substr(at + 1))) {
    return invalid(std::string(field), "This must be a mail address such as name@example.com.");
  }
  return email;
}

Result<void> check_password(std::string_view password, std::string_view field) {
  if (password.size() > kMostPasswordBytes) {
    return invalid(std::string(field), fmt::format("A password has at most {} bytes.", kMostPasswordBytes));
  }
  if (!is_utf8(password)) return invalid(std::string(field), "This is not valid UTF-8 text.");
  if (character_count(password) < kLeastPasswordCharacters) {
    return invalid(std::string(field),
                   fmt::format("A password needs at least {} characters.", kLeastPasswordCharacters));
  }
  return {};
}

}  // namespace nigiwai::people
