#include "shop/orders/contact.h"

#include <algorithm>

#include "shop/postal/regions.h"

namespace nigiwai::shop {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_phone(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return digits >= 6 && digits <= 15 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || std::string_view("+-() .").contains(c);
         });
}

}  // namespace

std::string narrowed(std::string_view utf8) {
  std::string narrow;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = [&](std::size_t at) {
      return at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0U;
    };
    if (byte(i) < 0x80 || byte(i) >= 0xF0 || byte(i) < 0xE0) {
      narrow += utf8[i++];
      continue;
    }
    const unsigned point = (byte(i) & 0x0FU) << 12 | (byte(i + 1) & 0x3FU) << 6 | (byte(i + 2) & 0x3FU);
    if (point >= 0xFF01 && point <= 0xFF5E) {
      narrow += static_cast<char>(point - 0xFF01 + '!');
    } else if (point == 0x3000) {
      narrow += ' ';
    } else if (point == 0x30FC || point == 0x2212 || (point >= 0x2010 && point <= 0x2015)) {
      narrow += '-';
    } else {
      narrow += utf8.substr(i, 3);
    }
    i += 3;
  }
  return narrow;
}

std::optional<std::string> postal_code(std::string_view typed) {
  const auto code = narrowed(typed);
  std::string digits;
  std::copy_if(code.begin(), code.end(), std::back_inserter(digits), is_digit);
  const bool hyphen = code.size() == 8 && code[3] == '-';
  if (digits.size() == 7 && (code.size() == 7 || hyphen)) return digits.substr(0, 3) + "-" + digits.substr(3);
  if (code.empty() || code.size() > 12) return std::nullopt;
  const bool plain = std::all_of(code.begin(), code.end(),
                                 [](char c) { return is_alphanumeric(c) || c == ' ' || c == '-'; });
  if (!plain || std::none_of(code.begin(), code.end(), is_alphanumeric)) return std::nullopt;
  return code;
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64 || at != text.rfind('@'))
    return false;
  const auto domain = text.substr(at + 1);
  if (domain.empty() || domain.front() == '.' || domain.back() == '.' ||
      domain.find('.') == std::string_view::npos || domain.find("..") != std::string_view::npos) {
    return false;
  }
  // What a mail's header could be broken with stays out; letters of any language stay in.
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || std::string_view("<>()[],;:\\\"").contains(c);
  });
}

namespace {

void read_address(Fields& in, Contact& contact) {
  contact.prefecture = in.optional_text("prefecture", {.least = 1, .most = 10});
  contact.city = in.optional_text("city", {.least = 1, .most = 60});
  contact.line = in.optional_text("line", {.least = 1, .most = 120});
  contact.building = in.optional_text("building", {.most = 120});
  if (contact.building && contact.building->empty()) contact.building.reset();
  if (contact.prefecture && !region_of(*contact.prefecture)) {
    in.wrong("prefecture", "This must be one of the 47 prefectures, such as 東京都.");
  }
  const bool in_parts = contact.prefecture && contact.city && contact.line;
  if (in.has("address") || !in_parts) {
    contact.address = in.text("address", {.least = 1, .most = 300, .lines = Lines::kMany});
    return;
  }
  contact.address = *contact.prefecture + *contact.city + *contact.line;
  if (contact.building) contact.address += " " + *contact.building;
}

}  // namespace

std::string prefecture_of(const Contact& contact) {
  if (contact.prefecture) return *contact.prefecture;
  return std::string(prefecture_of_address(contact.address).value_or(""));
}

Contact read_contact(Fields& in) {
  Contact contact{.name = in.text("name", {.least = 1, .most = 80}),
                  .email = narrowed(in.text("email", {.least = 1, .most = 254})),
                  .phone = std::nullopt,
                  .postal_code = in.text("postal_code", {.least = 1, .most = 24}),
                  .address = ""};
  read_address(in, contact);
  if (const auto phone = in.optional_text("phone", {.most = 30}); phone && !phone->empty()) {
    contact.phone = narrowed(*phone);
    if (!is_phone(*contact.phone))
      in.wrong("phone", "This must be a phone number: digits, with hyphens if you like.");
  }
  if (!is_email(contact.email)) in.wrong("email", "This must be a mail address such as name@example.jp.");
  if (auto code = postal_code(contact.postal_code)) {
    contact.postal_code = *std::move(code);
  } else {
    in.wrong("postal_code", "This must be a postal code such as 150-0001.");
  }
  return contact;
}

json::object to_json(const Contact& contact, json::storage_ptr memory) {
  json::object shown({{"name", contact.name}, {"email", contact.email}}, std::move(memory));
  if (contact.phone) shown["phone"] = *contact.phone;
  shown["postal_code"] = contact.postal_code;
  shown["address"] = contact.address;
  if (contact.prefecture) shown["prefecture"] = *contact.prefecture;
  if (contact.city) shown["city"] = *contact.city;
  if (contact.line) shown["line"] = *contact.line;
  if (contact.building) shown["building"] = *contact.building;
  return shown;
}

}  // namespace nigiwai::shop
