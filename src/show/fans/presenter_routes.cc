#include "show/fans/presenter_routes.h"

#include "base/fields.h"
#include "http/answers.h"
#include "people/audit.h"
#include "people/own_words.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

constexpr const char* kFiguresSchema =
    R"({"type":"object","properties":{"viewers_live":{"type":"integer"},"viewers":{"type":"integer"},
  "watched_ms":{"type":"integer"},"chatters":{"type":"integer"},"orders":{"type":"integer"}}})";
constexpr const char* kRankingSchema =
    R"({"type":"object","required":["ranked"],"properties":{"ranked":{"type":"boolean"}}})";

}  // namespace

void PresenterRoutes::add_to(http::Router& router) {
  const std::string figures = kFiguresSchema;
  router.add(
      {.method = "GET",
       .path = "/api/account/presenting",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_presenting(r); },
       .summary =
           "One's own followers over time, shows of the last 90 days with their figures and one's share of "
           "their sales, and what viewers said in them.",
       .answer = R"({"type":"object","properties":{"words":{"type":"string"},"ranked":{"type":"boolean"},
         "followers":{"type":"object"},"shows":{"type":"array","items":{"type":"object","properties":{"figures":)" +
                 figures +
                 R"(}}},"questions":{"type":"array"},"lines":{"type":"array"},"sales_rule":{"type":"string"},
         "days":{"type":"integer"}}})"});
  router.add(
      {.method = "GET",
       .path = "/api/account/hits",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_hits(r); },
       .summary = "Colleagues' best shows of the last 90 days by ?by=sales, viewers, watch_time or chatters, "
                  "how they were made, and what is usual in one's own.",
       .answer =
           R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
         "figures":)" +
           figures +
           R"(,"making":{"type":"object"}}}},"usual":{"type":["object","null"]},
         "ranked":{"type":"boolean"},"days":{"type":"integer"}}})"});
  router.add({.method = "PUT",
              .path = "/api/account/ranking",
              .access = http::Access::staff(),
              .handle = [this](http::Request& r) { return put_ranking(r); },
              .summary = "Whether shows with oneself in their cast stand in the ranking of colleagues.",
              .body = kRankingSchema,
              .answer = kRankingSchema});
}

PresenterRoutes::Answer PresenterRoutes::get_presenting(http::Request& request) {
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        return presenter_json(db, request.caller.handle, parts_.clock.wall());
      }));
}

PresenterRoutes::Answer PresenterRoutes::get_hits(http::Request& request) {
  const auto by = rank_by(request.asked("by").value_or("viewers"));
  if (!by)
    co_return http::problem_response(
        invalid("by", "This must be sales, viewers, watch_time or chatters.").error());
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        return hits_json(db, request.caller.handle, *by, parts_.clock.wall());
      }));
}

PresenterRoutes::Answer PresenterRoutes::put_ranking(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto ranked = in.optional_flag("ranked");
  if (!ranked) in.wrong("ranked", "This must be true or false.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        if (auto set = people::set_ranked(t, by.handle, *ranked); !set) return std::unexpected(set.error());
        people::audit(t, by, "staff.ranking-changed", by.handle, {{"ranked", *ranked}});
        return json::object{{"ranked", *ranked}};
      }));
}

}  // namespace nigiwai::show
