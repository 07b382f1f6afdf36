#include "insight/cues/cue_routes.h"

#include "insight/cues/cue_view.h"
#include "insight/figures/answering.h"
#include "show/shows.h"

namespace nigiwai::insight {
namespace {

using http::Access;

constexpr const char* kCuesSchema =
    R"({"type":"object","properties":{"show":{"type":"string"},"behind":{"type":"integer"},
  "items":{"type":"array","items":{"type":"object","properties":{"cue":{"type":"string"},"title":{"type":"string"},
    "intent":{"enum":["none","use_idea","combination","story","price"]},"product":{"type":"string"},
    "planned":{"type":["object","null"]},"actual":{"type":["object","null"]},"live":{"type":["object","null"]},
    "archive":{"type":["object","null"]},"together":{"type":["object","null"]},
    "elsewhere":{"type":"array","items":{"type":"object"}}}}},"outside":{"type":"object"}}})";
constexpr const char* kIntentsSchema =
    R"({"type":"object","properties":{"shows":{"type":"integer"},"behind":{"type":"integer"},
  "items":{"type":"array","items":{"type":"object","properties":{"intent":{"type":"string"},"cues":{"type":"integer"},
    "live":{"type":"object"},"archive":{"type":"object"},"together":{"type":"object"},
    "attach_rate":{"type":"object"}}}}}})";

Result<void> was_on_air(store::Database& journal, const std::string& id, const http::Caller& by) {
  const auto found = show::find_for(journal, id, by);
  if (!found) return std::unexpected(found.error());
  if (found->state != show::State::kLive && found->state != show::State::kArchived)
    return fail(Kind::kConflict, "state", "Cues have figures once their show is on air.");
  return {};
}

}  // namespace

void CueFigureRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/shows/{id}/insight/cues",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_cues(r); },
              .summary = "The cues of a show that is on air or over: planned and actual, how much of each was "
                         "watched live and in the archive, what was ordered, saved and asked within it, and the "
                         "same cues of other shows.",
              .answer = kCuesSchema});
  router.add({.method = "GET",
              .path = "/api/insight/intents",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_intents(r); },
              .summary = "What cues of each intent bring for each 1,000 seconds watched, over the shows that "
                         "?from=, ?until=, ?presenter= and ?concept= choose.",
              .answer = kIntentsSchema});
}

CueFigureRoutes::Answer CueFigureRoutes::get_cues(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        if (auto there = was_on_air(journal, show, by); !there) return std::unexpected(there.error());
        auto cues = cues_json(kept, journal, show, parts_.clock.wall());
        cues["show"] = show;
        cues["behind"] = behind(kept, journal);
        return cues;
      });
}

CueFigureRoutes::Answer CueFigureRoutes::get_intents(http::Request& request) {
  const auto choice = read_choice(request);
  if (!choice) co_return http::problem_response(choice.error());
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        auto intents = intents_json(kept, journal, shows_chosen(journal, *choice), parts_.clock.wall());
        intents["behind"] = behind(kept, journal);
        return intents;
      });
}

}  // namespace nigiwai::insight
