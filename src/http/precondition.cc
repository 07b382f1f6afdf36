#include "http/precondition.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <charconv>

namespace nigiwai::http {

std::string version_tag(std::int64_t version) { return fmt::format("\"{}\"", version); }

Result<std::optional<std::int64_t>> version_expected(const Request& request) {
  if (const auto none = request.header("if-none-match"); none == "*") return 0;
  auto tag = request.header("if-match");
  if (tag.empty() || tag == "*") return std::nullopt;
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  std::int64_t version = 0;
  const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  const auto* end = tag.data() + tag.size() - 1;
  if (!quoted || std::from_chars(tag.data() + 1, end, version).ptr != end || version <= 0) {
    return invalid("If-Match", "This is no tag that the server gave, such as \"3\".");
  }
  return version;
}

Response stale_response(const Problem& problem) {
  constexpr int kPreconditionFailed = 412;
  auto body = problem_json(problem);
  body["status"] = kPreconditionFailed;
  body["title"] = "Precondition Failed";
  auto response =
      text_response(boost::json::serialize(body), "application/problem+json", kPreconditionFailed);
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace nigiwai::http
