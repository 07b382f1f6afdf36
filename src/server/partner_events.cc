#include "server/partner_events.h"

#include <limits>
#include <map>

#include "show/shows.h"
#include "timeline/journal_pages.h"
#include "timeline/reading.h"

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
              .handle = [this](http::Request& request) { return page(request); },
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
  const auto most = limit->value_or(100);
  const auto made = readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const timeline::View everybody{.secret = secret_};
    std::map<std::string, bool> known;
    auto next = after->value_or(0);
    const auto events = timeline::events_behind(db, next, most);
    json::array items;
    for (const auto& event : events) {
      next = event.position;
      if (!timeline::may_see(event, everybody)) continue;
      const auto [found, fresh] = known.try_emplace(event.show);
      if (fresh)
        found->second = event.show.empty() || show::find_for(db, event.show, http::Caller{}).has_value();
      if (!found->second) continue;
      auto shown = timeline::to_json(event, everybody);
      shown["position"] = event.position;
      shown["show"] = event.show.empty() ? json::value() : json::value(event.show);
      items.push_back(std::move(shown));
    }
    return json::object{{"items", std::move(items)},
                        {"next", next},
                        {"more", static_cast<std::int64_t>(events.size()) == most}};
  });
  if (!made) co_return http::problem_response(made.error());
  auto response = http::json_response(*made);
  response.with("Cache-Control", "no-store");
  co_return response;
}

}  // namespace nigiwai::server
