#include "insight/returned/returned_routes.h"

#include "insight/figures/answering.h"
#include "insight/returned/returned.h"
#include "show/shows.h"

namespace nigiwai::insight {
namespace {

constexpr const char* kReturnedSchema =
    R"({"type":"object","properties":{"returned":{"type":"integer"},"ordered":{"type":"integer"},"within_days":{"type":"integer"},
  "groups":{"type":"array","items":{"type":"object","properties":{
    "cause":{"enum":["staff","viewers","post","block","reminder","mail","follow","alone"]},"of":{"type":["string","null"]},
    "name":{"type":["string","null"]},"people":{"type":"integer"},"ordered":{"type":"integer"},"sharers":{"type":["integer","null"]}}}},
  "others":{"type":"object","properties":{"people":{"type":"integer"},"ordered":{"type":"integer"}}}}})";

}  // namespace

void ReturnedRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/insight/returned",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_show(r); },
       .summary =
           "The viewers of the show who had watched an earlier one, by what brought them back, and how "
           "many of them ordered in it.",
       .answer = kReturnedSchema});
  router.add(
      {.method = "GET",
       .path = "/api/insight/returned",
       .access = http::Access::staff(),
       .handle = [this](http::Request& r) { return get_many(r); },
       .summary =
           "The same over the shows that ?from=, ?until=, ?presenter= and ?concept= choose; a viewer of "
           "several counts once.",
       .answer = kReturnedSchema});
}

Task<http::Response> ReturnedRoutes::get_show(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  co_return co_await answered(insight_,
                              [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
                                if (const auto found = show::find_for(journal, show, by); !found)
                                  return std::unexpected(found.error());
                                return returned_json(kept, journal, show_begun(journal, show));
                              });
}

Task<http::Response> ReturnedRoutes::get_many(http::Request& request) {
  const auto choice = read_choice(request);
  if (!choice) co_return http::problem_response(choice.error());
  co_return co_await answered(insight_,
                              [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
                                return returned_json(kept, journal, shows_chosen(journal, *choice));
                              });
}

}  // namespace nigiwai::insight
