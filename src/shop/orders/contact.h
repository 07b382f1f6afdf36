// Who an order goes to. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/fields.h"

namespace nigiwai::shop {

struct Contact {
  std::string name;
  std::string email;
  std::optional<std::string> phone;
  std::string postal_code;  // 123-4567 for a Japanese one
  std::string address;      // all of it, as it is written on the parcel
  // The same in its parts, where the buyer gave it so.
  std::optional<std::string> prefecture{};
  std::optional<std::string> city{};
  std::optional<std::string> line{};
  std::optional<std::string> building{};
};

// The prefecture it goes to, by what was said or by how the address begins; empty when that says nothing.
std::string prefecture_of(const Contact& contact);

// Reads the `contact` of an order. Full-width digits and hyphens, as Japanese keyboards write them, are
// taken. An address in parts (prefecture, city, line, building?) makes `address` where that is left out.
Contact read_contact(Fields& in);

json::object to_json(const Contact& contact, json::storage_ptr memory = {});

// Full-width ASCII and the dashes that stand for a hyphen, as plain ASCII.
std::string narrowed(std::string_view utf8);

// The postal code as it is kept, or nothing when it is none: seven digits with or without a hyphen, or what
// other countries write, up to 12 letters, digits, spaces and hyphens.
std::optional<std::string> postal_code(std::string_view typed);
bool is_email(std::string_view text);

}  // namespace nigiwai::shop
