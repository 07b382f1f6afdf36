#include "show/learning/told.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "http/precondition.h"

namespace nigiwai::show {

Tags read_tags(Fields& in) {
  Tags tags;
  const auto* list = in.optional_array("tags", kMostTags);
  if (list == nullptr) return tags;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto place = fmt::format("tags/{}", i);
    const auto* raw = (*list)[i].if_string();
    if (raw == nullptr) {
      in.wrong(place, "A tag is a text.");
      return tags;
    }
    auto tag = clean_text(*raw, {.least = 1, .most = kMostTag}, in.pointer_of(place));
    if (!tag) {
      in.wrong(tag.error());
      return tags;
    }
    if (std::ranges::find(tags, *tag) == tags.end()) tags.push_back(*std::move(tag));
  }
  return tags;
}

std::string tags_kept(const Tags& tags) { return json::serialize(json::array(tags.begin(), tags.end())); }

json::array tags_told(const std::string& kept) { return json::parse(kept).as_array(); }

json::value person_told(store::Database& db, const std::string& handle) {
  if (handle.empty()) return nullptr;
  auto rows = db.query("SELECT name FROM staff WHERE handle = ?", handle);
  return json::object{{"handle", handle}, {"name", rows.next() ? rows.text(0) : handle}};
}

json::value show_briefly(store::Database& db, const std::string& show) {
  auto rows = db.query(
      "SELECT s.title, s.state, t.live_at FROM show s LEFT JOIN timeline t ON t.show = s.id WHERE s.id = ?",
      show);
  if (!rows.next()) return nullptr;
  return json::object{{"id", show},
                      {"title", rows.text(0)},
                      {"state", rows.text(1)},
                      {"live_at", time_or_null(rows.optional_integer(2))}};
}

json::value or_null(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value();
}

json::value time_or_null(const std::optional<std::int64_t>& ms) {
  return ms ? json::value(to_rfc3339(from_ms(*ms))) : json::value();
}

std::unexpected<Problem> changed_meanwhile(std::string detail, json::value present) {
  Problem problem{Kind::kConflict, "changed-meanwhile", std::move(detail)};
  problem.extra = {{"present", std::move(present)}};
  return std::unexpected(std::move(problem));
}

http::Response learning_answer(const Result<json::object>& body, int status) {
  if (!body) {
    if (body.error().type == "changed-meanwhile") return http::stale_response(body.error());
    return http::problem_response(body.error());
  }
  auto response = http::json_response(*body, status);
  response.with("Cache-Control", "no-store");
  if (const auto* version = body->if_contains("version")) {
    response.with("ETag", http::version_tag(version->as_int64()));
  }
  return response;
}

}  // namespace nigiwai::show
