#include "show/simulcast/simulcast_routes.h"

#include "http/answers.h"
#include "http/idempotency.h"
#include "people/audit.h"
#include "show/shows.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kListSchema =
    R"({"type":"object","properties":{"places":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},
  "name":{"type":"string"},"url":{"type":"string"},"on":{"type":"boolean"}}}}}})";
constexpr const char* kPlaceBody =
    R"({"type":"object","properties":{"name":{"type":"string","maxLength":40},"url":{"type":"string","maxLength":500},
  "key":{"type":"string","maxLength":500}}})";
constexpr const char* kPlaceSchema = R"({"type":"object","properties":{"id":{"type":"string"}}})";

}  // namespace

void SimulcastRoutes::add_to(http::Router& router) {
  const auto directing = Access::roles({Role::kDirector});
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/simulcast",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return list(r); },
       .summary =
           "Other services that the shop's shows may go on to, and to which of them this one does; how "
           "it goes stands in staff.health.",
       .answer = kListSchema});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/simulcast",
              .access = directing,
              .handle = [this](http::Request& r) { return set(r); },
              .summary = "Says to which places a show goes on, by id; on air at once, too.",
              .body = R"({"type":"object","required":["places"],"properties":{"places":{"type":"array",
  "maxItems":10,"items":{"type":"string"}}}})",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/simulcast-places",
              .access = directing,
              .handle = [this](http::Request& r) { return add(r); },
              .summary =
                  "Adds a place: the address of an RTMP server and a stream key, which is never told again. "
                  "Takes an Idempotency-Key.",
              .body = kPlaceBody,
              .answer = kPlaceSchema});
  router.add({.method = "PATCH",
              .path = "/api/simulcast-places/{id}",
              .access = directing,
              .handle = [this](http::Request& r) { return change(r); },
              .summary = "Changes a place; a show on air is sent there anew.",
              .body = kPlaceBody,
              .answer = kPlaceSchema});
  router.add({.method = "DELETE",
              .path = "/api/simulcast-places/{id}",
              .access = directing,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Removes a place; nothing goes there any more."});
}

void SimulcastRoutes::tell(store::Transaction& transaction, const std::vector<std::string>& shows) {
  for (const auto& show : shows)
    transaction.on_commit([&to = parts_.views.broadcasting, show] { to.simulcast_changed(show); });
}

SimulcastRoutes::Answer SimulcastRoutes::list(http::Request& request) {
  const std::string show(request.parameter("id"));
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (const auto found = find(db, show); !found) return std::unexpected(found.error());
    return json::object{{"places", places_json(db, show)}};
  }));
}

SimulcastRoutes::Answer SimulcastRoutes::set(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  std::vector<std::string> places;
  const auto& wanted = in.array("places", kMostPlaces);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (const auto* id = wanted[i].if_string())
      places.emplace_back(*id);
    else
      in.wrong("places/" + std::to_string(i), "This must be the id of a place.");
  }
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        if (const auto done = set_places(t, show, places); !done) return std::unexpected(done.error());
        people::audit(t, by, "simulcast.changed", show, {{"places", places.size()}});
        tell(t, {show});
        return json::object{{"places", places_json(t.db(), show)}};
      }));
}

SimulcastRoutes::Answer SimulcastRoutes::add(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_place(*body, true, check_);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/simulcast-places");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  co_return http::answer(
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff,
                                          [&](store::Transaction& t) {
                                            return http::once(t, *key, [&]() -> Result<json::object> {
                                              const auto id = add_place(t, {parts_.random, box_}, *wanted);
                                              if (!id) return std::unexpected(id.error());
                                              people::audit(t, by, "simulcast.place.added", *id,
                                                            {{"name", *wanted->name}, {"url", *wanted->url}});
                                              return json::object{{"id", *id}};
                                            });
                                          }),
      201);
}

SimulcastRoutes::Answer SimulcastRoutes::change(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_place(*body, false, check_);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto shows = change_place(t, {parts_.random, box_}, id, *wanted);
        if (!shows) return std::unexpected(shows.error());
        people::audit(t, by, "simulcast.place.changed", id);
        tell(t, *shows);
        return json::object{{"id", id}};
      }));
}

SimulcastRoutes::Answer SimulcastRoutes::remove(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto removed = co_await store::write<bool>(parts_.writer, store::Lane::kStaff,
                                                   [&](store::Transaction& t) -> Result<bool> {
                                                     const auto shows = remove_place(t, id);
                                                     if (!shows) return std::unexpected(shows.error());
                                                     people::audit(t, by, "simulcast.place.removed", id);
                                                     tell(t, *shows);
                                                     return true;
                                                   });
  co_return removed ? http::empty_response() : http::problem_response(removed.error());
}

}  // namespace nigiwai::show
