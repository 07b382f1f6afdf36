// Reads the members of a JSON object that a stranger sent, and remembers the first thing wrong with it.
//
//   Fields in(body);
//   auto title = in.text("title", {.least = 1, .most = 80});
//   auto price = in.money("price");
//   if (auto problem = in.problem()) return std::unexpected(*problem);
//
// problem() also refuses members that nobody asked for, so that a misspelt member is never silently lost.
// After a problem the values are empty or zero and must not be used.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "base/text.h"

namespace nigiwai {

namespace json = boost::json;

struct WholeRange {
  std::int64_t least;
  std::int64_t most;
};

class Fields {
 public:
  // `pointer` is the JSON pointer of `object` within the body, e.g. "/lines/0". The object must outlive this.
  explicit Fields(const json::object& object, std::string pointer = "")
      : object_(object), pointer_(std::move(pointer)) {}

  std::string text(std::string_view name, const TextRule& rule);
  std::optional<std::string> optional_text(std::string_view name, const TextRule& rule);
  std::string slug(std::string_view name);
  // Exact bytes, not normalised: passwords, tokens, keys.
  std::string secret(std::string_view name, std::size_t most);
  std::int64_t whole(std::string_view name, WholeRange range);
  std::optional<std::int64_t> optional_whole(std::string_view name, WholeRange range);
  std::optional<bool> optional_flag(std::string_view name);
  Money money(std::string_view name);
  std::optional<Money> optional_money(std::string_view name);
  // nullopt when absent; an inner nullopt when null was sent, which means "none".
  std::optional<std::optional<WallTime>> optional_time(std::string_view name);
  std::optional<std::vector<std::string>> optional_slugs(std::string_view name, std::size_t most);
  // The object or array itself; an empty one after a problem.
  const json::object& object(std::string_view name);
  const json::array& array(std::string_view name, std::size_t most);
  const json::array* optional_array(std::string_view name, std::size_t most);
  bool has(std::string_view name) const { return object_.contains(name); }

  void wrong(std::string_view name, std::string detail);
  void wrong(const Problem& problem);
  std::string pointer_of(std::string_view name) const { return pointer_ + "/" + std::string(name); }
  std::optional<Problem> problem();

 private:
  const json::value* find(std::string_view name);
  const json::value* require(std::string_view name);

  const json::object& object_;
  std::string pointer_;
  std::set<std::string, std::less<>> asked_;
  std::optional<Problem> problem_;
};

// Parses a body that must be one JSON object: at most 32 deep, UTF-8, nothing after it.
Result<json::object> parse_object(std::string_view body);

}  // namespace nigiwai
