#include "server/partner_events.h"

#include <limits>

#include "people/key_scopes.h"
#include "social/partners/partner_events.h"

namespace nigiwai::server {
namespace {

const http::Rate kPages{"pages of events", 60, Milliseconds(250)};
constexpr const char* kSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "position":{"type":"integer"},"show":{"type":["string","null"]},"seq":{"type":"integer"},"at":{"type":"integer"},
  "kind":{"type":"string"},"by":{"type":"object"},"data":{"type":"object"},"accepted_at":{"type":"string"}}}},
  "next":{"type":"integer"},"more":{"type":"boolean"}}})";

}  // namespace

void PartnerEvents::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/events",
              .access = http::Access::keys(),
              .handle = people::scoped(readers_, people::Scope::kReadEvents,
                                       [this](http::Request& request) { return page(request); }),
              .summary =
                  "What everybody may see of all shows, in the order in which it became durable, behind "
                  "?after=; ask again with the answer's next.",
              .answer = kSchema,
              .rate = kPages});
}

Task<http::Response> PartnerEvents::page(http::Request& request) {
  const auto after = request.whole("after", 0, std::numeric_limits<std::int64_t>::max());
  if (!after) co_return http::problem_response(after.error());
  const auto limit = request.whole("limit", 1, kMostEventsAPage);
  if (!limit) co_return http::problem_response(limit.error());
  const auto made = readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
    auto page =
        social::partner_events(db, secret_, {.after = after->value_or(0), .looked_at = limit->value_or(100)});
    json::array items;
    for (auto& event : page.events) items.push_back(std::move(event.shown));
    return json::object{{"items", std::move(items)}, {"next", page.next}, {"more", page.more}};
  });
  if (!made) co_return http::problem_response(made.error());
  auto response = http::json_response(*made);
  response.with("Cache-Control", "no-store");
  co_return response;
}

}  // namespace nigiwai::server
