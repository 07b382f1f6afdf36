#include "social/listening/term.h"

#include <algorithm>
#include <set>

#include "social/listening/normal_text.h"

namespace nigiwai::social {
namespace {

constexpr TextRule kNameRule{.least = 1, .most = 60};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string_view to_text(TermKind kind) {
  switch (kind) {
    case TermKind::kAll:
      return "all";
    case TermKind::kShop:
      return "shop";
    case TermKind::kProduct:
      return "product";
    case TermKind::kStaff:
      return "staff";
    case TermKind::kRival:
      return "rival";
  }
  return "";
}

Result<Term> read_term(const json::object& body) {
  Fields in(body);
  Term term;
  const auto kind = in.text("kind", {.least = 1, .most = 20});
  bool known = false;
  for (const auto each : {TermKind::kShop, TermKind::kProduct, TermKind::kStaff, TermKind::kRival}) {
    if (kind != to_text(each)) continue;
    term.kind = each;
    known = true;
  }
  if (!known) in.wrong("kind", "This must be shop, product, staff or rival.");
  term.name = in.text("name", kNameRule);
  std::set<std::string> seen;
  const auto fine = [&](const std::string& alias, std::string_view field) {
    if (normal_text(alias).size() < kLeastAlias)
      in.wrong(field, "This needs at least three letters, or a Japanese character.");
    return seen.insert(normal_text(alias)).second;
  };
  if (!term.name.empty()) fine(term.name, "name");
  if (const auto* aliases = in.optional_array("aliases", kMostAliases)) {
    for (const auto& each : *aliases) {
      if (!each.is_string()) {
        in.wrong("aliases", "Each of these must be text.");
        break;
      }
      auto alias = clean_text(std::string_view(each.as_string()), kNameRule, in.pointer_of("aliases"));
      if (!alias) {
        in.wrong(alias.error());
        break;
      }
      if (fine(*alias, "aliases")) term.aliases.push_back(*std::move(alias));
    }
  }
  term.about = in.optional_text("about", {.most = 64}).value_or("");
  if (auto problem = in.problem()) return std::unexpected(*problem);
  return term;
}

json::object to_json(const Term& term) {
  return {{"id", term.id},       {"kind", to_text(term.kind)},
          {"name", term.name},   {"aliases", json::array(term.aliases.begin(), term.aliases.end())},
          {"about", term.about}, {"counting", term.counting}};
}

std::size_t TermMatcher::place_of(const char* three) {
  const auto byte = [three](int at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(three[at]));
  };
  return (byte(0) * 8191 + byte(1) * 131 + byte(2)) % kTable;
}

TermMatcher::TermMatcher(std::span<const Term> terms) : first_(kTable + 1, 0) {
  const auto add = [&](const std::string& alias, std::int64_t term) {
    auto text = normal_text(alias);
    if (text.size() < kLeastAlias) return;
    const bool word_start = is_word(text.front());
    const bool word_end = is_word(text.back());
    aliases_.push_back({std::move(text), term, word_start, word_end});
  };
  for (const auto& term : terms) {
    if (term.id == kAllMentions) continue;
    add(term.name, term.id);
    for (const auto& alias : term.aliases) add(alias, term.id);
  }
  std::ranges::sort(aliases_, {}, [](const Alias& alias) { return place_of(alias.text.data()); });
  for (const auto& alias : aliases_) ++first_[place_of(alias.text.data()) + 1];
  for (std::size_t place = 1; place < first_.size(); ++place) first_[place] += first_[place - 1];
}

std::vector<std::int64_t> TermMatcher::terms_in(std::string_view normal) const {
  std::vector<std::int64_t> found;
  for (std::size_t at = 0; at + kLeastAlias <= normal.size(); ++at) {
    const auto place = place_of(normal.data() + at);
    for (auto each = first_[place]; each < first_[place + 1]; ++each) {
      const auto& alias = aliases_[each];
      if (!normal.substr(at).starts_with(alias.text)) continue;
      const auto end = at + alias.text.size();
      if (alias.word_start && at > 0 && is_word(normal[at - 1])) continue;
      if (alias.word_end && end < normal.size() && is_word(normal[end])) continue;
      if (std::ranges::find(found, alias.term) == found.end()) found.push_back(alias.term);
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace nigiwai::social
