#include "talk/asking_routes.h"

#include <limits>

#include "http/idempotency.h"
#include "people/audit.h"
#include "store/writing.h"
#include "talk/polls.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;
using http::Access;
using http::Role;

constexpr std::int64_t kMostId = std::int64_t{1} << 53;

const char* const kQuestionsSchema =
    R"({"type":"object","properties":{"next":{"type":["string","null"]},"items":{"type":"array","items":{"type":"object",
  "required":["seq","at","text","by","state","seconds"],"properties":{"show":{},"seq":{"type":"integer"},
  "at":{"type":"integer"},"text":{"type":"string"},"by":{"type":"object"},"product":{"type":["string","null"]},
  "state":{"enum":["held","open","claimed","answered"]},"seconds":{"type":"integer"},"claim":{"type":["object","null"]},
  "answer":{"type":["object","null"],"properties":{"by":{"type":"object"},"at":{"type":"integer"},
  "from":{"type":["integer","null"]},"until":{"type":["integer","null"]},"text":{"type":["string","null"]}}},
  "own":{"type":"boolean"},"seconded":{"type":"boolean"}}}}}})";
const char* const kPollSchema =
    R"({"type":"object","required":["id","question","options","counts","state"],"properties":{"id":{"type":"integer"},
  "question":{"type":"string"},"options":{"type":"array","items":{"type":"string"}},
  "counts":{"type":"array","items":{"type":"integer"}},"state":{"enum":["prepared","open","closed"]},
  "opened_at":{"type":["integer","null"]},"closed_at":{"type":["integer","null"]},"own":{"type":["integer","null"]}}})";
const char* const kNewPollSchema =
    R"({"type":"object","required":["question","options"],"properties":{"question":{"type":"string"},
  "options":{"type":"array","minItems":2,"maxItems":6,"items":{"type":"string"}}}})";

std::int64_t poll_of(http::Request& request) {
  request.query["poll"] = std::string(request.parameter("poll"));
  const auto id = request.whole("poll", 1, kMostId);
  return id && *id ? **id : 0;  // 0: none has it
}

// ?cursor=, a number of an earlier answer.
Result<std::int64_t> cursor_of(http::Request& request, std::int64_t first) {
  const auto cursor = request.whole("cursor", 0, kMostId);
  if (!cursor) return std::unexpected(cursor.error());
  return cursor->value_or(first);
}

json::object page_json(QuestionPage page) {
  return {{"items", std::move(page.items)},
          {"next", page.next ? json::value(std::to_string(*page.next)) : json::value()}};
}

}  // namespace

void AskingRoutes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/questions",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return list_of_show(r); },
              .summary = "A show's questions in the order in which they were asked, each with how it stands.",
              .answer = kQuestionsSchema});
  router.add({.method = "GET",
              .path = "/api/products/{id}/questions",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return list_of_product(r); },
              .summary = "What was asked about a product in all shows, newest first, with the answers.",
              .answer = kQuestionsSchema});
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/polls",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return list_polls(r); },
       .summary = "A show's polls with their results; staff see those that are only prepared, too.",
       .answer = R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})"});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/polls",
              .access = planning,
              .handle = [this](http::Request& r) { return prepare(r); },
              .summary = "Prepares a poll of 2 to 6 options. Takes an Idempotency-Key.",
              .body = kNewPollSchema,
              .answer = kPollSchema});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/polls/{poll}",
              .access = planning,
              .handle = [this](http::Request& r) { return reword(r); },
              .summary = "Changes a poll that was not opened yet.",
              .body = kNewPollSchema,
              .answer = kPollSchema});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/polls/{poll}",
              .access = planning,
              .handle = [this](http::Request& r) { return discard(r); },
              .summary = "Takes back a poll that was not opened yet."});
}

Asker AskingRoutes::asker(const http::Request& request) const {
  return {.caller = request.caller, .secret = parts_.secret, .now = parts_.clock.wall()};
}

AskingRoutes::Answer AskingRoutes::list_of_show(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto cursor = cursor_of(request, 0);
  const auto limit = request.whole("limit", 1, kMostQuestionsInPage);
  if (!cursor) co_return http::problem_response(cursor.error());
  if (!limit) co_return http::problem_response(limit.error());
  const auto page = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (auto known = parts_.may_know(db, show, request.caller); !known) return std::unexpected(known.error());
    return page_json(
        questions_of_show(db, show, asker(request), *cursor, limit->value_or(kMostQuestionsInPage)));
  });
  co_return page ? http::json_response(*page) : http::problem_response(page.error());
}

AskingRoutes::Answer AskingRoutes::list_of_product(http::Request& request) {
  const std::string product(request.parameter("id"));
  const auto cursor = cursor_of(request, kMostId);
  const auto limit = request.whole("limit", 1, kMostQuestionsInPage);
  if (!cursor) co_return http::problem_response(cursor.error());
  if (!limit) co_return http::problem_response(limit.error());
  const auto page = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!parts_.has_product(db, product))
      return fail(Kind::kNotFound, "not-found", "There is no such product.");
    return page_json(
        questions_of_product(db, product, asker(request), parts_.show_told, *cursor, limit->value_or(50)));
  });
  co_return page ? http::json_response(*page) : http::problem_response(page.error());
}

AskingRoutes::Answer AskingRoutes::list_polls(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto items = parts_.readers.read<json::array>([&](store::Database& db) -> Result<json::array> {
    if (auto known = parts_.may_know(db, show, request.caller); !known) return std::unexpected(known.error());
    return polls_json(db, show, request.caller);
  });
  if (!items) co_return http::problem_response(items.error());
  co_return http::json_response(json::object{{"items", *items}});
}

AskingRoutes::Answer AskingRoutes::prepare(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_poll(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const AtDesk desk{parts_.journal, std::string(request.parameter("id")), request.caller};
  const auto key = http::idempotency_key(request, "POST /api/shows/" + desk.show + "/polls");
  if (!key) co_return http::problem_response(key.error());
  const auto written =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          if (auto known = parts_.may_know(t.db(), desk.show, desk.by); !known)
            return std::unexpected(known.error());
          const auto poll = prepare_poll(t, desk, *wanted);
          if (!poll) return std::unexpected(poll.error());
          return to_json(*poll);
        });
      });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(*written, 201);
}

AskingRoutes::Answer AskingRoutes::reword(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_poll(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const AtDesk desk{parts_.journal, std::string(request.parameter("id")), request.caller};
  const auto id = poll_of(request);
  const auto poll =
      co_await store::write<Poll>(parts_.writer, store::Lane::kStaff,
                                  [&](store::Transaction& t) { return reword_poll(t, desk, id, *wanted); });
  co_return poll ? http::json_response(to_json(*poll)) : http::problem_response(poll.error());
}

AskingRoutes::Answer AskingRoutes::discard(http::Request& request) {
  const AtDesk desk{parts_.journal, std::string(request.parameter("id")), request.caller};
  const auto id = poll_of(request);
  const auto done = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) { return discard_poll(t, desk, id); });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

}  // namespace nigiwai::talk
