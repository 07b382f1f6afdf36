// What we listen for: the shop, a product, a staff member, a rival, under all the names they go by.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/fields.h"

namespace nigiwai::social {

inline constexpr std::size_t kMostTerms = 100;   // a screen of them, and a share of voice that can be read
inline constexpr std::size_t kMostAliases = 20;  // of a term
inline constexpr std::size_t kLeastAlias =
    3;  // bytes, normalised: two letters stand in half of all sentences

enum class TermKind { kAll, kShop, kProduct, kStaff, kRival };
std::string_view to_text(TermKind kind);

// Everything that was imported, whatever it names.
inline constexpr std::int64_t kAllMentions = 0;

struct Term {
  std::int64_t id = 0;
  TermKind kind = TermKind::kShop;
  std::string name{};
  std::vector<std::string> aliases{};  // besides the name
  std::string about{};                 // the product's id or the staff member's handle; may be empty
  bool counting = false;               // mentions are still being looked through for it
};

// {"kind", "name", "aliases": […], "about"?}
Result<Term> read_term(const json::object& body);
json::object to_json(const Term& term);

// Which terms a text names. Pure and immutable, so that any thread may use it.
class TermMatcher {
 public:
  explicit TermMatcher(std::span<const Term> terms);

  // The ids of the terms that a normal text (normal_text.h) names, ascending, each once. An alias of Latin
  // letters or digits counts as a whole word only; in Japanese, which has no blanks, anywhere.
  std::vector<std::int64_t> terms_in(std::string_view normal) const;

 private:
  struct Alias {
    std::string text;  // normal
    std::int64_t term;
    bool word_start;  // no letter may stand before, or behind
    bool word_end;
  };
  static constexpr std::size_t kTable = 1 << 16;
  static std::size_t place_of(const char* three);

  std::vector<Alias> aliases_;        // by the place of their first three bytes
  std::vector<std::uint32_t> first_;  // of each place in aliases_; the next place's is the end
};

}  // namespace nigiwai::social
