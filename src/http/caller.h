// Who asks: nobody, a viewer, or one of the staff.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace nigiwai::http {

// kExternal is another shop's server, known by an API key.
enum class Role { kNobody, kViewer, kExternal, kOwner, kPlanner, kDirector, kPresenter, kAnalyst };

std::string_view to_text(Role role);
std::optional<Role> staff_role(std::string_view text);

struct Caller {
  Role role = Role::kNobody;
  std::string id{};       // of the viewer or staff member; empty for nobody
  std::string name{};     // as others see it
  std::string handle{};   // staff only
  std::string session{};  // staff only: the public id of the session that the token opened
  bool is_staff() const { return role >= Role::kOwner; }
  bool is_somebody() const { return role != Role::kNobody; }
};

// Turns tokens into callers. Implemented by people/, called from any loop.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual Result<Caller> staff(const std::string& token) = 0;  // unauthorized when unknown or ended
  virtual Result<Caller> viewer(const std::string& token) = 0;
  // An API key; nobody has one where this is not implemented.
  virtual Result<Caller> key(const std::string&) {
    return fail(Kind::kUnauthorized, "unauthorized", "This is no API key of this shop.");
  }
};

// Who may use a route or send a command.
class Access {
 public:
  static Access open() { return Access(0); }  // nobody is looked up: media, pages
  static Access anyone() {
    return Access(1u << static_cast<unsigned>(Role::kNobody) | viewer_bits() | staff_bits());
  }
  static Access somebody() { return Access(viewer_bits() | staff_bits()); }  // a viewer token at least
  static Access viewers() {
    return Access(viewer_bits());
  }  // what counts as a viewer's doing: not even an owner
  static Access staff() { return Access(staff_bits()); }
  static Access keys() {
    return Access(1u << static_cast<unsigned>(Role::kExternal));
  }  // other shops' servers alone
  static Access roles(std::initializer_list<Role> roles) {
    unsigned bits =
        1u << static_cast<unsigned>(Role::kOwner);  // an owner may do whatever any of the staff may
    for (const auto role : roles) bits |= 1u << static_cast<unsigned>(role);
    return Access(bits);
  }
  bool looks_nobody_up() const { return bits_ == 0; }
  bool allows(Role role) const { return bits_ == 0 || (bits_ & 1u << static_cast<unsigned>(role)) != 0; }
  bool only_staff() const {
    return bits_ != 0 && !only_keys() && !allows(Role::kViewer) && !allows(Role::kNobody);
  }
  bool only_keys() const { return bits_ == 1u << static_cast<unsigned>(Role::kExternal); }
  std::string described() const;  // for the OpenAPI document

 private:
  explicit Access(unsigned bits) : bits_(bits) {}
  static unsigned viewer_bits() { return 1u << static_cast<unsigned>(Role::kViewer); }
  static unsigned staff_bits() {
    unsigned bits = 0;
    for (auto r = static_cast<unsigned>(Role::kOwner); r <= static_cast<unsigned>(Role::kAnalyst); ++r)
      bits |= 1u << r;
    return bits;
  }
  unsigned bits_;
};

}  // namespace nigiwai::http
