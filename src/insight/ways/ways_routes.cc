#include "insight/ways/ways_routes.h"

#include <fmt/format.h>

#include "insight/figures/answering.h"
#include "insight/ways/ways.h"
#include "show/shows.h"

namespace nigiwai::insight {
namespace {

constexpr const char* kCounts =
    R"("viewers":{"type":"integer"},"engaged":{"type":"integer"},"savers":{"type":"integer"},"buyers":{"type":"integer"},
    "buying_viewers":{"type":"integer"},"orders":{"type":"integer"},"gmv":{"type":"integer"},"cvr":{"type":["number","null"]},"clicks":{"type":["integer","null"]})";

std::string ways_schema() {
  const auto counts = fmt::format(R"({{"type":"object","properties":{{{}}}}})", kCounts);
  return fmt::format(
      R"({{"type":"object","properties":{{"by":{{"enum":["way","post","channel","campaign","staff"]}},"within_days":{{"type":"integer"}},
  "currency":{{"type":"string"}},"total":{0},"groups":{{"type":"array","items":{{"type":"object","properties":{{
    "of":{{"type":"string"}},"name":{{"type":["string","null"]}},"network":{{"type":["string","null"]}},{1}}}}}}},
  "others":{0},"none":{0}}}}})",
      counts, kCounts);
}

Result<By> read_by(const http::Request& request) {
  const auto by = by_of(request.asked("by").value_or("way"));
  if (!by) return invalid("by", "This must be way, post, channel, campaign or staff.");
  return *by;
}

}  // namespace

void WaysRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/insight/ways",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_show(r); },
       .summary =
           "The viewers of the show by the link that brought them, and what they did there: by way, or "
           "by post, channel, campaign or one of the staff (?by=).",
       .answer = ways_schema()});
  router.add(
      {.method = "GET",
       .path = "/api/insight/ways",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_many(r); },
       .summary =
           "The same over the shows that ?from=, ?until=, ?presenter= and ?concept= choose; a viewer of "
           "several counts in each.",
       .answer = ways_schema()});
}

Task<http::Response> WaysRoutes::get_show(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto by = read_by(request);
  if (!by) co_return http::problem_response(by.error());
  const auto& caller = request.caller;
  co_return co_await answered(insight_,
                              [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
                                if (const auto found = show::find_for(journal, show, caller); !found)
                                  return std::unexpected(found.error());
                                return ways_json(kept, journal, show_begun(journal, show), *by);
                              });
}

Task<http::Response> WaysRoutes::get_many(http::Request& request) {
  const auto by = read_by(request);
  if (!by) co_return http::problem_response(by.error());
  const auto choice = read_choice(request);
  if (!choice) co_return http::problem_response(choice.error());
  co_return co_await answered(insight_,
                              [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
                                return ways_json(kept, journal, shows_chosen(journal, *choice), *by);
                              });
}

}  // namespace nigiwai::insight
