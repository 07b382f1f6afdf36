#include "shop/embedding/hand_off.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "http/origin.h"

namespace nigiwai::shop {
namespace {

constexpr std::array<std::string_view, 6> kNames{"shop", "variant", "sku", "product", "quantity", "moment"};

std::unexpected<Problem> wrong(std::string detail) { return invalid("/handoff/template", std::move(detail)); }

bool has(const std::string& text, std::string_view name) {
  return text.find("{" + std::string(name) + "}") != std::string::npos;
}

// RFC 3986 2.3: what needs no encoding anywhere.
std::string encoded(std::string_view value) {
  std::string made;
  for (const char c : value) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain) {
      made += c;
    } else {
      made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return made;
}

}  // namespace

Result<void> check_template(const std::string& text, const std::string& shop) {
  constexpr std::string_view kScheme = "https://";
  if (text.size() > kMostTemplate)
    return wrong(fmt::format("This may have at most {} characters.", kMostTemplate));
  if (!text.starts_with(kScheme)) return wrong("The address must begin with https://.");
  // What may stand in an address (RFC 3986 2), and the braces of our placeholders.
  for (const char c : text) {
    const bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view("-._~:/?#[]@!$&'()*+,;=%{}").find(c) != std::string_view::npos;
    if (!fine) return wrong("The address has a character that none may have. Write it as %XX.");
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '}') return wrong("There is a } without its {.");
    if (text[at] != '{') continue;
    const auto end = text.find('}', at);
    if (end == std::string::npos) return wrong("There is a { without its }.");
    const auto name = text.substr(at + 1, end - at - 1);
    if (std::ranges::find(kNames, name) == kNames.end()) {
      return wrong(
          fmt::format("{{{}}} is none of ours. There are {{shop}}, {{variant}}, {{sku}}, {{product}}, "
                      "{{quantity}} and {{moment}}.",
                      name));
    }
    at = end;
  }
  const auto host_end = text.find_first_of("/?#", kScheme.size());
  const auto host =
      text.substr(kScheme.size(), host_end == std::string::npos ? host_end : host_end - kScheme.size());
  if (host == "{shop}") {
    if (shop.empty())
      return invalid("/handoff/shop", "The address names {shop}: enter the shop's host name.");
  } else if (host.find('{') != std::string::npos || !http::site_origin("https://" + host, "")) {
    return wrong("After https:// must come a host name, or {shop} alone.");
  }
  if (host != "{shop}" && has(text, "shop"))
    return wrong("{shop} stands for the host and may stand there alone.");
  if (!has(text, "moment")) return wrong("Without {moment} orders could not be counted here.");
  if (!has(text, "variant") && !has(text, "sku") && !has(text, "product")) {
    return wrong("The address must say what is bought: {variant}, {sku} or {product}.");
  }
  return {};
}

std::string fill_template(const std::string& text, const TemplateValues& values) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text[at] == '{' ? text.find('}', at) : std::string::npos;
    if (end == std::string::npos) {
      made += text[at];
      continue;
    }
    const auto name = text.substr(at + 1, end - at - 1);
    const auto value = values.find(name);
    if (value != values.end()) made += name == "shop" ? value->second : encoded(value->second);
    at = end;
  }
  return made;
}

}  // namespace nigiwai::shop
