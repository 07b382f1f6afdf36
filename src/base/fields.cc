#include "base/fields.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "base/time.h"

namespace nigiwai {
namespace {

const json::object kNoObject;
const json::array kNoArray;

}  // namespace

const json::value* Fields::find(std::string_view name) {
  asked_.emplace(name);
  return object_.if_contains(name);
}

const json::value* Fields::require(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) wrong(name, "This is missing.");
  return value;
}

void Fields::wrong(std::string_view name, std::string detail) {
  if (!problem_) problem_ = Problem{Kind::kInvalid, "invalid", std::move(detail), pointer_of(name)};
}

void Fields::wrong(const Problem& problem) {
  if (!problem_) problem_ = problem;
}

std::optional<Problem> Fields::problem() {
  if (problem_) return problem_;
  for (const auto& member : object_) {
    if (!asked_.contains(std::string_view(member.key()))) {
      return Problem{Kind::kInvalid, "invalid", "Nothing by this name is known here; check its spelling.",
                     pointer_of(std::string(member.key()).substr(0, 64))};
    }
  }
  return std::nullopt;
}

std::string Fields::text(std::string_view name, const TextRule& rule) {
  const auto* value = require(name);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    wrong(name, "This must be a text.");
    return {};
  }
  auto cleaned = clean_text(value->get_string(), rule, pointer_of(name));
  if (!cleaned) {
    wrong(cleaned.error());
    return {};
  }
  return *std::move(cleaned);
}

std::optional<std::string> Fields::optional_text(std::string_view name, const TextRule& rule) {
  if (find(name) == nullptr) return std::nullopt;
  return text(name, rule);
}

std::string Fields::slug(std::string_view name) {
  const auto* value = require(name);
  if (value == nullptr) return {};
  if (!value->is_string() || !is_slug(value->get_string())) {
    wrong(name, "This must be 1 to 64 of a-z, 0-9, '-', '_' and '.', starting with a letter or digit.");
    return {};
  }
  return std::string(value->get_string());
}

std::string Fields::secret(std::string_view name, std::size_t most) {
  const auto* value = require(name);
  if (value == nullptr) return {};
  if (!value->is_string() || value->get_string().size() > most || !is_utf8(value->get_string())) {
    wrong(name, fmt::format("This must be a text of at most {} bytes.", most));
    return {};
  }
  return std::string(value->get_string());
}

std::int64_t Fields::whole(std::string_view name, WholeRange range) {
  const auto* value = require(name);
  if (value == nullptr) return 0;
  const bool fits =
      value->is_int64() && value->get_int64() >= range.least && value->get_int64() <= range.most;
  if (!fits) {
    wrong(name, fmt::format("This must be a whole number from {} to {}.", range.least, range.most));
    return 0;
  }
  return value->get_int64();
}

std::optional<std::int64_t> Fields::optional_whole(std::string_view name, WholeRange range) {
  const auto* value = find(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return whole(name, range);
}

std::optional<bool> Fields::optional_flag(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) {
    wrong(name, "This must be true or false.");
    return std::nullopt;
  }
  return value->get_bool();
}

Money Fields::money(std::string_view name) {
  const auto* value = require(name);
  if (value == nullptr) return {};
  if (!value->is_object()) {
    wrong(name, R"(This must be money, such as {"amount": 1980, "currency": "JPY"}.)");
    return {};
  }
  Fields inner(value->get_object(), pointer_of(name));
  Money read;
  read.amount = inner.whole("amount", {0, kMostMoney});
  read.currency = inner.text("currency", {.least = 3, .most = 3});
  for (const char c : read.currency) {
    if (c < 'A' || c > 'Z') inner.wrong("currency", "This must be an ISO 4217 code such as JPY.");
  }
  if (const auto problem = inner.problem()) wrong(*problem);
  return read;
}

std::optional<Money> Fields::optional_money(std::string_view name) {
  if (find(name) == nullptr) return std::nullopt;
  return money(name);
}

std::optional<std::optional<WallTime>> Fields::optional_time(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_null()) return std::optional<WallTime>{};
  const auto time = value->is_string() ? from_rfc3339(value->get_string()) : std::nullopt;
  if (!time) {
    wrong(name, "This must be a time such as 2026-11-21T11:00:00Z.");
    return std::nullopt;
  }
  return time;
}

std::optional<std::vector<std::string>> Fields::optional_slugs(std::string_view name, std::size_t most) {
  const auto* items = optional_array(name, most);
  if (items == nullptr) return std::nullopt;
  std::vector<std::string> slugs;
  for (const auto& item : *items) {
    if (!item.is_string() || !is_slug(item.get_string())) {
      wrong(fmt::format("{}/{}", name, slugs.size()), "This must be an id.");
      return std::nullopt;
    }
    slugs.emplace_back(item.get_string());
  }
  return slugs;
}

const json::object& Fields::object(std::string_view name) {
  const auto* value = require(name);
  if (value != nullptr && value->is_object()) return value->get_object();
  if (value != nullptr) wrong(name, "This must be an object.");
  return kNoObject;
}

const json::array& Fields::array(std::string_view name, std::size_t most) {
  if (require(name) == nullptr) return kNoArray;
  const auto* items = optional_array(name, most);
  return items == nullptr ? kNoArray : *items;
}

const json::array* Fields::optional_array(std::string_view name, std::size_t most) {
  const auto* value = find(name);
  if (value == nullptr) return nullptr;
  if (!value->is_array() || value->get_array().size() > most) {
    wrong(name, fmt::format("This must be a list of at most {}.", most));
    return nullptr;
  }
  return &value->get_array();
}

Result<json::object> parse_object(std::string_view body) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  auto value = json::parse(body, error, {}, options);
  if (error) return invalid("", fmt::format("The body is not JSON: {}.", error.message()));
  if (!value.is_object()) return invalid("", "The body must be one JSON object.");
  return std::move(value.get_object());
}

}  // namespace nigiwai
