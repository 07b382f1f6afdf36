#include "show/archive/caption_routes.h"

#include <fmt/format.h>

#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"language":{"type":"string"},
  "count":{"type":"integer"},"url":{"type":"string"},"made_by":{"type":"string"},"made_at":{"type":"string"}}}},"next":{"type":"null"}}})";

http::Response answer(const Result<json::object>& body) {
  return body ? http::json_response(*body) : http::problem_response(body.error());
}

std::unexpected<Problem> no_language() {
  return invalid("language", "This is no language's tag; it is written as in ja, en or zh-Hant.");
}

}  // namespace

void CaptionRoutes::add_to(http::Router& router) {
  const auto editing = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/captions",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary = "The captions of an archive, by language.",
              .answer = kListSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/captions/{language}",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return file(r); },
              .summary =
                  "Captions as WebVTT (ja.vtt) or SubRip (ja.srt), in the time of the recording, without "
                  "what is withdrawn."});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/captions/{language}",
              .access = editing,
              .handle = [this](http::Request& r) { return put(r); },
              .summary =
                  "Keeps captions of an archive; the body is a SubRip or WebVTT file of up to 1 MiB, in the "
                  "time of the download. A refusal names the line.",
              .answer = kListSchema,
              .max_body = kMostCaptionBytes});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/captions/{language}",
              .access = editing,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Deletes the captions of a language.",
              .answer = kListSchema});
}

CaptionRoutes::Answer CaptionRoutes::list(http::Request& request) {
  const std::string show(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (auto known = find_for(db, show, request.caller); !known) return std::unexpected(known.error());
    return captions_json(db, show);
  }));
}

CaptionRoutes::Answer CaptionRoutes::file(http::Request& request) {
  const std::string show(request.parameter("id"));
  const std::string name(request.parameter("language"));
  const auto dot = name.rfind('.');
  const auto language = name.substr(0, dot);
  const auto ending = dot == std::string::npos ? std::string() : name.substr(dot);
  const auto captions =
      parts_.readers.read<std::vector<Caption>>([&](store::Database& db) -> Result<std::vector<Caption>> {
        if (auto known = find_for(db, show, request.caller); !known) return std::unexpected(known.error());
        if ((ending != ".vtt" && ending != ".srt") || !has_captions(db, show, language)) {
          return fail(Kind::kNotFound, "not-found", "This show has no captions in this language.");
        }
        return captions_of(db, show, language);
      });
  if (!captions) co_return http::problem_response(captions.error());
  const auto shown = into_recording(*captions, pieces_(show));
  http::Response response;
  response.body = ending == ".vtt" ? to_webvtt(shown) : to_subrip(shown);
  response.with("Content-Type",
                ending == ".vtt" ? "text/vtt; charset=utf-8" : "application/x-subrip; charset=utf-8");
  // They change with what is withdrawn.
  response.with("Cache-Control", "no-cache");
  if (ending == ".srt")
    response.with("Content-Disposition", fmt::format("attachment; filename=\"{}-{}\"", show, name));
  co_return response;
}

CaptionRoutes::Answer CaptionRoutes::put(http::Request& request) {
  const std::string show(request.parameter("id"));
  const std::string language(request.parameter("language"));
  if (!is_language(language)) co_return http::problem_response(no_language().error());
  auto read = read_captions(request.body);
  if (!read) co_return http::problem_response(read.error());
  const auto known = parts_.readers.read<bool>([&](store::Database& db) -> Result<bool> {
    if (auto found = find_for(db, show, request.caller); !found) return std::unexpected(found.error());
    return true;
  });
  if (!known) co_return http::problem_response(known.error());
  const auto captions = into_show(*std::move(read), pieces_(show));
  if (!captions) co_return http::problem_response(captions.error());
  const auto& by = request.caller;
  co_return answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto done = put_captions(t, show, language, *captions, by);
        if (!done) return std::unexpected(done.error());
        return captions_json(t.db(), show);
      }));
}

CaptionRoutes::Answer CaptionRoutes::remove(http::Request& request) {
  const std::string show(request.parameter("id"));
  const std::string language(request.parameter("language"));
  const auto& by = request.caller;
  co_return answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto done = remove_captions(t, show, language, by);
        if (!done) return std::unexpected(done.error());
        return captions_json(t.db(), show);
      }));
}

}  // namespace nigiwai::show
