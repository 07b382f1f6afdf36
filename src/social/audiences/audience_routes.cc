#include "social/audiences/audience_routes.h"

#include <charconv>
#include <limits>

#include "base/time.h"
#include "http/answers.h"
#include "http/idempotency.h"
#include "http/precondition.h"
#include "people/audit.h"
#include "social/audiences/audience_people.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kFilterSchema =
    R"({"type":"object","properties":{"saved":{"type":["string","null"]},"ordered":{"type":["string","null"]},
  "not_ordered":{"type":["string","null"]},"watched":{"type":["string","null"]},"follows":{"type":["string","null"]},
  "level":{"enum":["participant","fan","loyal","evangelist",null]},"campaign":{"type":["string","null"]},
  "days":{"type":["integer","null"],"minimum":1,"maximum":400}}})";
constexpr const char* kCountsSchema =
    R"({"type":"object","properties":{"people":{"type":["integer","null"]},"fewest":{"type":"integer"},
  "agreed":{"type":"object","properties":{"ads":{"type":["integer","null"]},"mailing":{"type":["integer","null"]}}}}})";
constexpr const char* kOwnSchema =
    R"({"type":"object","properties":{"version":{"type":"string"},"items":{"type":"array","items":{"type":"object","properties":{
  "purpose":{"enum":["ads","mailing"]},"given":{"type":"boolean"},"at":{"type":["string","null"]}}}}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";

std::string body_schema() {
  return std::string(
             R"({"type":"object","required":["title","filter"],"properties":{"title":{"type":"string","maxLength":80},"filter":)") +
         kFilterSchema + "}}";
}
std::string audience_schema() {
  return std::string(
             R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"filter":)") +
         kFilterSchema + R"(,"made_at":{"type":"string"},"version":{"type":"integer"}}})";
}

Result<std::int64_t> position_in(const std::string& cursor) {
  if (cursor.empty()) return std::numeric_limits<std::int64_t>::max();
  std::int64_t position = 0;
  const auto* end = cursor.data() + cursor.size();
  const auto [at, error] = std::from_chars(cursor.data(), end, position);
  if (error != std::errc() || at != end) return invalid("cursor", "This is not a cursor of this list.");
  return position;
}

Result<Purpose> purpose_in(Fields& in) {
  const auto purpose = purpose_of(in.text("purpose", {.least = 1, .most = 20}));
  if (!purpose) in.wrong("purpose", "This must be ads or mailing.");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return *purpose;
}

std::unexpected<Problem> too_few() {
  Problem problem{
      Kind::kConflict, "too-few",
      "Fewer than 10 of these people agreed to this. Widen the audience: nothing is given out of so "
      "few, so that it points to nobody."};
  problem.extra = {{"fewest", kFewestPeople}};
  return std::unexpected(std::move(problem));
}

struct File {
  Audience audience{};
  std::string text{};
  std::int64_t count = 0;
};

}  // namespace

void AudienceRoutes::add_to(http::Router& router) {
  const auto reading = Access::roles({Role::kPlanner, Role::kAnalyst});
  const auto giving = Access::roles({Role::kPlanner});
  router.add({.method = "GET",
              .path = "/api/audiences",
              .access = reading,
              .handle = [this](http::Request& r) { return list(r); },
              .summary = "The audiences that the staff described, the newest first.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/audiences",
              .access = reading,
              .handle = [this](http::Request& r) { return post(r); },
              .summary = "Describes an audience. Takes an Idempotency-Key.",
              .body = body_schema(),
              .answer = audience_schema()});
  router.add({.method = "PUT",
              .path = "/api/audiences/{id}",
              .access = reading,
              .handle = [this](http::Request& r) { return put(r); },
              .summary = "Describes it anew. With If-Match, 412 changed-meanwhile.",
              .body = body_schema(),
              .answer = audience_schema()});
  router.add({.method = "DELETE",
              .path = "/api/audiences/{id}",
              .access = reading,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Removes an audience. What was given out of it stays noted."});
  router.add({.method = "POST",
              .path = "/api/audience-counts",
              .access = reading,
              .handle = [this](http::Request& r) { return count(r); },
              .summary =
                  "How many people a description fits, and how many of them agreed to each purpose; null "
                  "below 10.",
              .body = kFilterSchema,
              .answer = kCountsSchema,
              .rate = kCountingAudiences});
  router.add(
      {.method = "POST",
       .path = "/api/audiences/{id}/exports",
       .access = giving,
       .handle = [this](http::Request& r) { return give_out(r); },
       .summary = "The members of it who agreed to the purpose, as CSV: hashed addresses for ads, "
                  "addresses, names and languages for mailing. Noted with count, purpose and by whom.",
       .body =
           R"({"type":"object","required":["purpose"],"properties":{"purpose":{"enum":["ads","mailing"]}}})",
       .rate = kExportingAudiences});
  router.add({.method = "GET",
              .path = "/api/audience-exports",
              .access = reading,
              .handle = [this](http::Request& r) { return list_exports(r); },
              .summary = "What was given out, when, what for and by whom.",
              .answer = kListSchema});
  add_own(router);
}

void AudienceRoutes::add_own(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/me/agreements",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return get_own(r); },
       .summary = "What a member agrees their mail address to be used for outside; nothing for others.",
       .answer = kOwnSchema});
  router.add(
      {.method = "PUT",
       .path = "/api/me/agreements",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return put_own(r); },
       .summary = "Agrees to a purpose, or takes it back, in the words of a version; kept with the time.",
       .body =
           R"({"type":"object","required":["purpose","given","version"],"properties":{"purpose":{"enum":["ads","mailing"]},"given":{"type":"boolean"},"version":{"type":"string"}}})",
       .answer = kOwnSchema});
}

AudienceRoutes::Answer AudienceRoutes::list(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>([](store::Database& db) -> Result<json::object> {
    json::array items;
    for (const auto& each : audiences(db)) items.push_back(to_json(each));
    return json::object{{"items", std::move(items)}, {"next", nullptr}};
  }));
}

AudienceRoutes::Answer AudienceRoutes::changed(http::Request& request, const char* what, int status,
                                               Change change) {
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
                             parts_.writer, store::Lane::kStaff,
                             [&](store::Transaction& t) -> Result<json::object> {
                               const auto audience = change(t);
                               if (!audience) return std::unexpected(audience.error());
                               people::audit(t, by, what, audience->id, {{"title", audience->title}});
                               return to_json(*audience);
                             }),
                         status);
}

AudienceRoutes::Answer AudienceRoutes::post(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_audience(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/audiences");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
                             parts_.writer, store::Lane::kStaff,
                             [&](store::Transaction& t) {
                               return http::once(t, *key, [&]() -> Result<json::object> {
                                 const auto made = make_audience(t, parts_.random, *wanted, by);
                                 if (!made) return std::unexpected(made.error());
                                 people::audit(t, by, "audience.made", made->id, {{"title", made->title}});
                                 return to_json(*made);
                               });
                             }),
                         201);
}

AudienceRoutes::Answer AudienceRoutes::put(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_audience(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "audience.changed", 200, [&](store::Transaction& t) {
    return change_audience(t, id, *wanted, *expected);
  });
}

AudienceRoutes::Answer AudienceRoutes::remove(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto gone =
      co_await store::write<Audience>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        auto audience = remove_audience(t, id);
        if (audience) people::audit(t, by, "audience.removed", id, {{"title", audience->title}});
        return audience;
      });
  co_return gone ? http::empty_response() : http::problem_response(gone.error());
}

AudienceRoutes::Answer AudienceRoutes::count(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto filter = read_filter(*body);
  if (!filter) co_return http::problem_response(filter.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto people = people_in(db, *filter, arrivals_, now);
        if (!people) return std::unexpected(people.error());
        json::object agreed;
        for (const auto purpose : kPurposes) {
          agreed[to_text(purpose)] =
              shown_count(static_cast<std::int64_t>(who_agreed(db, *people, purpose).size()));
        }
        return json::object{{"people", shown_count(static_cast<std::int64_t>(people->size()))},
                            {"fewest", kFewestPeople},
                            {"agreed", std::move(agreed)}};
      }));
}

AudienceRoutes::Answer AudienceRoutes::give_out(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto purpose = purpose_in(in);
  if (!purpose) co_return http::problem_response(purpose.error());
  const std::string id(request.parameter("id"));
  const auto now = parts_.clock.wall();
  const auto file = co_await parts_.aside.read<File>([&](store::Database& db) -> Result<File> {
    File made;
    auto audience = find_audience(db, id);
    if (!audience) return std::unexpected(audience.error());
    made.audience = *std::move(audience);
    const auto people = people_in(db, made.audience.filter, arrivals_, now);
    if (!people) return std::unexpected(people.error());
    const auto agreed = who_agreed(db, *people, *purpose);
    made.count = static_cast<std::int64_t>(agreed.size());
    if (made.count < kFewestPeople) return too_few();
    if (made.count > kMostExported)
      return fail(Kind::kConflict, "limit-reached", "One file holds 100,000 people. Narrow the audience.");
    made.text = csv_of(*purpose, agreed);
    return made;
  });
  if (!file) co_return http::problem_response(file.error());
  const auto& by = request.caller;
  // Nothing leaves before it is noted.
  const auto noted = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<int> {
        note_export(t, parts_.journal, file->audience, *purpose, file->count, by);
        return 0;
      });
  if (!noted) co_return http::problem_response(noted.error());
  auto response = http::text_response(file->text, "text/csv; charset=utf-8");
  response
      .with("Content-Disposition",
            "attachment; filename=\"audience-" + std::string(to_text(*purpose)) + ".csv\"")
      .with("Cache-Control", "no-store");
  co_return response;
}

AudienceRoutes::Answer AudienceRoutes::list_exports(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto before = position_in(page->cursor);
  if (!before) co_return http::problem_response(before.error());
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return exports_json(db, *before, page->limit); }));
}

AudienceRoutes::Answer AudienceRoutes::get_own(http::Request& request) {
  const auto& viewer = request.caller.id;
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto member = people::member_of(db, viewer);
    json::array items;
    for (const auto purpose : kPurposes) {
      if (!member) break;
      const auto agreement = agreement_of(db, member->id, purpose);
      items.push_back({{"purpose", to_text(purpose)},
                       {"given", agreement.given},
                       {"at", agreement.at ? json::value(to_rfc3339(*agreement.at)) : json::value()}});
    }
    return json::object{{"version", kAudienceWording}, {"items", std::move(items)}};
  }));
}

AudienceRoutes::Answer AudienceRoutes::put_own(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto given = in.optional_flag("given");
  if (!given) in.wrong("given", "This must be true or false.");
  const auto version = in.text("version", {.least = 1, .most = 20});
  const auto purpose = purpose_in(in);
  if (!purpose) co_return http::problem_response(purpose.error());
  // Taking back holds whatever the words.
  if (*given && version != kAudienceWording) {
    co_return http::problem_response(
        {Kind::kConflict, "words-changed", "The words have changed since. Read them again.", "/version"});
  }
  const auto viewer = request.caller.id;
  const auto done = co_await store::write<int>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<int> {
        const auto member = people::member_of(t.db(), viewer);
        if (!member)
          return fail(Kind::kForbidden, "sign-in-needed", "Sign in first: this is about your mail address.");
        agree(t, member->id, *purpose, *given);
        return 0;
      });
  if (!done) co_return http::problem_response(done.error());
  co_return co_await get_own(request);
}

}  // namespace nigiwai::social
