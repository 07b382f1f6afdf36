#include "show/planning_routes.h"

#include "base/time.h"
#include "http/answers.h"
#include "show/month.h"
#include "show/reach.h"

namespace nigiwai::show {
namespace {

Result<WallTime> time_asked(const http::Request& request, const char* name) {
  const auto text = request.asked(name);
  const auto time = text ? from_rfc3339(*text) : std::nullopt;
  if (!time) return invalid(name, "This must be a time such as 2026-11-01T00:00:00Z.");
  return *time;
}

}  // namespace

void PlanningRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/calendar",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_month(r); },
       .summary =
           "The shows of ?from= to ?until= (62 days at most) in order of time, and drafts without a time.",
       .answer =
           R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "show":{"type":"string"},"title":{"type":"string"},"state":{"type":"string"},"at":{"type":["string","null"]},
  "length_ms":{"type":["integer","null"]},"planned_ms":{"type":["integer","null"]},
  "cast":{"type":"array","items":{"type":"string"}}}}},"undated":{"type":"array","items":{"type":"object"}}}})"});
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/reach",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_reach(r); },
       .summary = "How the audience of a show grows: followers of its cast, reminders, viewers, and what is "
                  "missing to the plan's target.",
       .answer =
           R"({"type":"object","properties":{"followers":{"type":"integer"},"reminders":{"type":"integer"},
  "mailed":{"type":["integer","null"]},"earlier":{"type":["object","null"],"properties":{"reminded":{"type":"integer"},
  "came":{"type":"integer"}}},"viewers":{"type":["integer","null"]},"target":{"type":["integer","null"]},
  "expected":{"type":"integer"},"shortfall":{"type":["integer","null"]}}})"});
}

PlanningRoutes::Answer PlanningRoutes::get_month(http::Request& request) {
  const auto from = time_asked(request, "from");
  if (!from) co_return http::problem_response(from.error());
  const auto until = time_asked(request, "until");
  if (!until) co_return http::problem_response(until.error());
  if (*until <= *from || *until - *from > kMostDays)
    co_return http::problem_response(
        invalid("until", "This must be after from, by 62 days at most.").error());
  co_return http::answer(readers_.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return month_json(db, *from, *until); }));
}

PlanningRoutes::Answer PlanningRoutes::get_reach(http::Request& request) {
  const std::string show(request.parameter("id"));
  co_return http::answer(readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto reach = reach_of(db, show, clock_.wall());
    if (!reach) return std::unexpected(reach.error());
    return to_json(*reach);
  }));
}

}  // namespace nigiwai::show
