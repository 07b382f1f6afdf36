#include "insight/patterns/pattern_routes.h"

#include "http/answers.h"
#include "insight/patterns/told.h"

namespace nigiwai::insight {
namespace {

constexpr const char* kAnswerSchema =
    R"({"type":"object","properties":{"figure":{"type":"string"},"name":{"type":"object"},
  "unit":{"enum":["number","money","ms","share"]},"currency":{"type":"string"},"definition":{"type":"string"},
  "state":{"enum":["no_shows","too_few_shows","all_equal","enough"]},"usual":{"type":["number","null"]},
  "counted":{"type":"integer"},"unseen":{"type":"integer"},"least":{"type":"integer"},"sound":{"type":"integer"},
  "interval_of":{"type":"number"},"sentence":{"type":"object"},
  "findings":{"type":"array","items":{"type":"object"}},"factors":{"type":"array","items":{"type":"object"}},
  "shows":{"type":"array","items":{"type":"object"}}}})";

std::string figure_names() {
  std::string names;
  for (const auto& kind : figure_kinds()) names += (names.empty() ? "" : ", ") + std::string(kind.name);
  return names;
}

}  // namespace

void PatternRoutes::add_to(http::Router& router) {
  using http::Role;
  router.add({.method = "GET",
              .path = "/api/insight/patterns",
              .access = http::Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector}),
              .handle = [this](http::Request& request) -> Task<http::Response> {
                const auto figure = figure_called(request.asked("figure").value_or("gmv_per_view"));
                if (!figure) {
                  co_return http::problem_response(
                      invalid("figure", "This must be one of " + figure_names() + ".").error());
                }
                co_return http::answer(co_await analysis_of(*figure));
              },
              .summary =
                  "What of the past shows goes with a ?figure=: findings, every factor's levels against "
                  "the team's mean, and why the others could not be judged.",
              .answer = kAnswerSchema,
              .rate = kAnalyses});
}

Task<Result<boost::json::object>> PatternRoutes::analysis_of(std::size_t figure) {
  co_return co_await parts_.aside.read<boost::json::object>(
      [this, figure](store::Database& db) -> Result<boost::json::object> {
        const auto& kept = analysis(db);
        return told(db, kept.history, figure, kept.answers[figure]);
      });
}

const PatternRoutes::Kept& PatternRoutes::analysis(store::Database& db) {
  const auto mark = history_mark(db);
  const auto now = parts_.clock.wall();
  if (kept_ && kept_->mark == mark && now >= kept_->made_at && now < kept_->made_at + kAnalysisKept)
    return *kept_;
  auto history = past_shows(db, now);
  auto answers = analysed(history.shows);
  kept_ = std::make_unique<Kept>(Kept{mark, now, std::move(history), std::move(answers)});
  return *kept_;
}

}  // namespace nigiwai::insight
