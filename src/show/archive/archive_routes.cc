#include "show/archive/archive_routes.h"

#include "http/idempotency.h"
#include "http/precondition.h"
#include "show/archive/chapters.h"
#include "show/archive/moment_search.h"
#include "show/archive/shelf_history.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

// Somebody who types looks several times for one thing.
const http::Rate kSearches{"searches", 40, Milliseconds(400)};

constexpr const char* kChaptersSchema =
    R"({"type":"object","properties":{"version":{"type":"integer"},"seq":{"type":"integer"},"items":{"type":"array","items":{"type":"object",
  "properties":{"id":{"type":"string"},"at":{"type":"integer"},"until":{"type":["integer","null"]},"title":{"type":"string"},
  "product":{"type":["string","null"]},"made_by":{"enum":["pin","cue","staff"]},"edited":{"type":"boolean"},
  "removed":{"type":"boolean"}}}},"next":{"type":"null"}}})";
constexpr const char* kNewChapterSchema =
    R"({"type":"object","required":["at","title"],"properties":{"at":{"type":"integer"},
  "title":{"type":"string","maxLength":80},"product":{"type":"string"}}})";
constexpr const char* kChapterChangeSchema =
    R"({"type":"object","properties":{"at":{"type":"integer"},"title":{"type":"string","maxLength":80},
  "removed":{"type":"boolean"}}})";
constexpr const char* kShelfSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "product":{"type":"string"},"now":{"type":"object"},"then":{"type":"array","items":{"type":"object","properties":{
  "at":{"type":"integer"},"price":{"type":["object","null"]},"left":{"type":["integer","null"]}}}}}}},"next":{"type":"null"}}})";
constexpr const char* kFoundSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "kind":{"enum":["chapter","product","staff","caption","line"]},"at":{"type":["integer","null"]},"title":{"type":"string"},
  "product":{"type":["string","null"]},"seq":{"type":"integer"},"text":{"type":"string"},"by":{"type":["object","null"]}}}},
  "next":{"type":["string","null"]}}})";
constexpr const char* kShowsFoundSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "show":{"type":"object"},"moments":{"type":"array","items":{"type":"object"}},"more":{"type":"boolean"}}}},
  "next":{"type":"null"}}})";

http::Response answer(const Result<json::object>& body) {
  return body ? http::json_response(*body) : http::problem_response(body.error());
}

// A list of chapters, whose version is the ETag.
http::Response chapters_answer(const Result<json::object>& body, int status = 200) {
  if (!body) {
    if (body.error().type == "changed-meanwhile") return http::stale_response(body.error());
    return http::problem_response(body.error());
  }
  auto response = http::json_response(*body, status);
  response.with("ETag", http::version_tag(body->at("version").as_int64()));
  return response;
}

}  // namespace

void ArchiveRoutes::add_to(http::Router& router) {
  add_chapter_routes(router);
  router.add({.method = "GET",
              .path = "/api/shows/{id}/shelf",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_shelf(r); },
              .summary = "Price and stock of a show's products as they were at each moment, or at ?at=, and "
                         "as they are now.",
              .answer = kShelfSchema});
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/search",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return search_show(r); },
       .summary =
           "Finds ?q= in a show: chapters, products, the staff's lines and the chat, each with its moment.",
       .answer = kFoundSchema,
       .rate = kSearches});
  router.add(
      {.method = "GET",
       .path = "/api/search",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return search_shows(r); },
       .summary = "Finds ?q= in all shows on air and archived: each with the first moments that were found.",
       .answer = kShowsFoundSchema,
       .rate = kSearches});
}

void ArchiveRoutes::add_chapter_routes(http::Router& router) {
  const auto editing = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter});
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/chapters",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return get_chapters(r); },
       .summary = "The chapters of a show so far; staff see removed ones too. Their version is the ETag.",
       .answer = kChaptersSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/chapters",
              .access = editing,
              .handle = [this](http::Request& r) { return add_chapter(r); },
              .summary = "Adds a chapter. Takes If-Match and an Idempotency-Key.",
              .body = kNewChapterSchema,
              .answer = kChaptersSchema});
  router.add(
      {.method = "PATCH",
       .path = "/api/shows/{id}/chapters/{chapter}",
       .access = editing,
       .handle = [this](http::Request& r) { return change_chapter(r); },
       .summary = "Changes a chapter's beginning or title, or brings a removed one back. Takes If-Match.",
       .body = kChapterChangeSchema,
       .answer = kChaptersSchema});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/chapters/{chapter}",
              .access = editing,
              .handle = [this](http::Request& r) { return remove_chapter(r); },
              .summary = "Removes a chapter. Takes If-Match.",
              .answer = kChaptersSchema});
}

ArchiveRoutes::Answer ArchiveRoutes::get_chapters(http::Request& request) {
  const std::string show(request.parameter("id"));
  co_return chapters_answer(parts_.readers.read<json::object>(
      [&](store::Database& db) { return chapters_json(db, show, request.caller); }));
}

ArchiveRoutes::Answer ArchiveRoutes::add_chapter(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_chapter(*body, ChapterBody::kNew);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const auto key = http::idempotency_key(request, "POST " + request.path);
  if (!key) co_return http::problem_response(key.error());
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  auto written =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto id = show::add_chapter(t, show, *wanted, {parts_.journal, parts_.random, by, *expected});
          if (!id) return std::unexpected(id.error());
          auto list = chapters_json(t.db(), show, by);
          if (list) list->emplace("id", *id);
          return list;
        });
      });
  co_return chapters_answer(written, 201);
}

ArchiveRoutes::Answer ArchiveRoutes::change_chapter(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_chapter(*body, ChapterBody::kChange);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string show(request.parameter("id"));
  const std::string id(request.parameter("chapter"));
  const auto& by = request.caller;
  co_return chapters_answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto done =
            show::change_chapter(t, show, id, *wanted, {parts_.journal, parts_.random, by, *expected});
        if (!done) return std::unexpected(done.error());
        return chapters_json(t.db(), show, by);
      }));
}

ArchiveRoutes::Answer ArchiveRoutes::remove_chapter(http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string show(request.parameter("id"));
  const std::string id(request.parameter("chapter"));
  const auto& by = request.caller;
  co_return chapters_answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto done = show::remove_chapter(t, show, id, {parts_.journal, parts_.random, by, *expected});
        if (!done) return std::unexpected(done.error());
        return chapters_json(t.db(), show, by);
      }));
}

ArchiveRoutes::Answer ArchiveRoutes::get_shelf(http::Request& request) {
  const auto at = request.whole("at", 0, std::int64_t{1} << 40);
  if (!at) co_return http::problem_response(at.error());
  const std::string show(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) {
    const auto place = *at ? std::optional(Milliseconds(**at)) : std::nullopt;
    return shelf_history(db, show, request.caller, place, parts_.views.clock.wall());
  }));
}

ArchiveRoutes::Answer ArchiveRoutes::search_show(http::Request& request) {
  const auto question = moment_question(request);
  if (!question) co_return http::problem_response(question.error());
  const std::string show(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>(
      [&](store::Database& db) { return show::search_show(db, show, *question, request.caller); }));
}

ArchiveRoutes::Answer ArchiveRoutes::search_shows(http::Request& request) {
  const auto question = moment_question(request);
  if (!question) co_return http::problem_response(question.error());
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) {
    return show::search_shows(db, *question, request.caller, parts_.views.broadcasting);
  }));
}

}  // namespace nigiwai::show
