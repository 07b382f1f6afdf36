#include "show/plan_routes.h"

#include "http/precondition.h"
#include "people/audit.h"
#include "show/plan.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kPlanSchema =
    R"({"type":"object","properties":{"version":{"type":"integer"},
  "concept":{"enum":["","seasonal","limited_price","first_look","how_to","behind_the_scenes","free"]},
  "purpose":{"type":"string","maxLength":1000},"length_s":{"type":["integer","null"]},
  "targets":{"type":"array","items":{"type":"object","required":["figure","target"],
  "properties":{"figure":{"type":"string"},"target":{"type":"integer","minimum":1}}}},
  "team":{"type":"array","items":{"type":"object","required":["staff","role"],
  "properties":{"staff":{"type":"string"},"role":{"enum":["planner","director","presenter","analyst"]}}}}}})";

http::Response plan_answer(const Result<Plan>& plan) {
  if (!plan) {
    return plan.error().type == "changed-meanwhile" ? http::stale_response(plan.error())
                                                    : http::problem_response(plan.error());
  }
  auto response = http::json_response(to_json(*plan));
  response.with("ETag", http::version_tag(plan->version));
  return response;
}

}  // namespace

void PlanRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/plan",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return get(r); },
       .summary = "The plan of a show: concept, purpose, length, targets, team. Its version is the ETag.",
       .answer = kPlanSchema});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/plan",
              .access = Access::roles({Role::kPlanner, Role::kDirector}),
              .handle = [this](http::Request& r) { return put(r); },
              .summary = "Writes the plan as a whole. With If-Match (If-None-Match: * for the first), 412 "
                         "changed-meanwhile when somebody else wrote it since.",
              .body = kPlanSchema,
              .answer = kPlanSchema});
}

Task<http::Response> PlanRoutes::get(http::Request& request) {
  const std::string show(request.parameter("id"));
  co_return plan_answer(parts_.readers.read<Plan>([&](store::Database& db) { return plan_of(db, show); }));
}

Task<http::Response> PlanRoutes::put(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_plan(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  co_return plan_answer(
      co_await store::write<Plan>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        auto written = write_plan(t, show, *wanted, *expected);
        if (!written) return written;
        people::audit(t, by, "show.plan-changed", show, {{"version", written->version}});
        parts_.journal.append(t, show, {.kind = "plan.changed", .audience = timeline::Audience::kStaff});
        return written;
      }));
}

}  // namespace nigiwai::show
