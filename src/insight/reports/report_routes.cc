#include "insight/reports/report_routes.h"

#include <boost/json/array.hpp>

#include "http/answers.h"
#include "http/precondition.h"
#include "insight/reports/report.h"
#include "insight/reports/report_words.h"
#include "show/learning/told.h"
#include "store/writing.h"

namespace nigiwai::insight {
namespace {

using http::Access;
using http::Role;

constexpr std::string_view kPatternFigure = "gmv_per_view";  // what a shop is run for, whatever the crowd

constexpr const char* kListSchema =
    R"({"type":"object","properties":{"proofs":{"type":"array","items":{"type":"object"}},
  "months":{"type":"array","items":{"type":"object"}},"shows":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kReportSchema =
    R"({"type":"object","properties":{"kind":{"enum":["proof","month","show"]},"id":{"type":"string"},
  "title":{"type":"string"},"from":{"type":"string","format":"date-time"},"until":{"type":"string","format":"date-time"},
  "over":{"type":"boolean"},"made_at":{"type":"string","format":"date-time"},"behind":{"type":"integer"},
  "currency":{"type":"string"},"shows":{"type":"array","items":{"type":"object"}},"before":{"type":["object","null"]},
  "groups":{"type":"array","items":{"type":"object","properties":{"group":{"enum":["sales","community","media"]},
    "figures":{"type":"array","items":{"type":"object","properties":{"figure":{"type":"string"},
      "unit":{"enum":["people","times","ms","money","rate"]},"name":{"type":"object"},"definition":{"type":"object"},
      "value":{"type":["number","null"]},"live":{"type":["number","null"]},"archive":{"type":["number","null"]},
      "before":{"type":["number","null"]},"change":{"type":["object","null"]},"target":{"type":["number","null"]},
      "reached":{"type":["number","null"]},"small":{"type":"boolean"}}}}}}},
  "proof":{"type":["object","null"]},"findings":{"type":"array","items":{"type":"object"}},
  "steps":{"type":"array","items":{"type":"object"}},"words":{"type":"object"}}})";
constexpr const char* kWordsBody =
    R"({"type":"object","properties":{"verdict":{"type":"string","maxLength":200},
  "findings":{"type":"array","maxItems":3,"items":{"type":"string","maxLength":200}},
  "steps":{"type":"array","maxItems":3,"items":{"type":"string","maxLength":200}}}})";
constexpr const char* kWordsSchema =
    R"({"type":"object","properties":{"verdict":{"type":"string"},"findings":{"type":"array","items":{"type":"string"}},
  "steps":{"type":"array","items":{"type":"string"}},"version":{"type":"integer"},
  "changed_at":{"type":["string","null"]},"changed_by":{"type":["object","null"]}}})";

Result<ReportName> name_in(const http::Request& request) {
  const auto of = report_of(request.parameter("kind"));
  if (!of) return fail(Kind::kNotFound, "not-found", "There are reports of a proof, a month or a show.");
  return ReportName{*of, std::string(request.parameter("id"))};
}

Said said_in(const json::object& finding, const char* name) {
  const auto& said = finding.at(name).as_object();
  return {std::string(said.at("ja").as_string()), std::string(said.at("en").as_string())};
}

// The first finding; a report does without one when nothing was found, or nobody could look.
std::optional<FoundPattern> found_in(const Result<json::object>& analysis) {
  if (!analysis) return std::nullopt;
  const auto& findings = analysis->at("findings").as_array();
  if (findings.empty()) return std::nullopt;
  const auto& first = findings.front().as_object();
  return FoundPattern{.sentence = said_in(first, "sentence"), .suggestion = said_in(first, "suggestion")};
}

}  // namespace

void ReportRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/reports",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_reports(r); },
              .summary = "What there are reports of: proofs of concept, months with shows, and shows.",
              .answer = kListSchema});
  router.add({.method = "GET",
              .path = "/api/reports/{kind}/{id}",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_report(r); },
              .summary = "The report of a proof, a month (2026-11, Japan time) or a show: its figures against "
                         "targets and what was before, three findings and three next steps.",
              .answer = kReportSchema,
              .rate = kReports});
  router.add({.method = "PUT",
              .path = "/api/reports/{kind}/{id}/words",
              .access = Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector}),
              .handle = [this](http::Request& r) { return put_words(r); },
              .summary = "Writes findings and next steps in place of the rules', and, by an owner, a sentence "
                         "beside the verdict. With If-Match, 412 changed-meanwhile when somebody wrote since.",
              .body = kWordsBody,
              .answer = kWordsSchema});
}

ReportRoutes::Answer ReportRoutes::list_reports(http::Request&) {
  co_return http::answer(parts_.insight.journal().read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return reports_json(db, parts_.clock.wall()); }));
}

ReportRoutes::Answer ReportRoutes::get_report(http::Request& request) {
  const auto name = name_in(request);
  if (!name) co_return http::problem_response(name.error());
  const auto now = parts_.clock.wall();
  const auto pattern = found_in(co_await parts_.patterns.analysis_of(*figure_called(kPatternFigure)));
  co_return http::answer(co_await parts_.insight.aside().read<json::object>([&](store::Database& kept) {
    return parts_.insight.journal().read<json::object>([&](store::Database& journal) -> Result<json::object> {
      const auto subject = subject_of(journal, name->of, name->id, now);
      if (!subject) return std::unexpected(subject.error());
      return report_json(kept, journal, *subject, pattern, now);
    });
  }));
}

ReportRoutes::Answer ReportRoutes::put_words(http::Request& request) {
  const auto name = name_in(request);
  if (!name) co_return http::problem_response(name.error());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto words = read_report_words(*body);
  if (!words) co_return http::problem_response(words.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const auto& by = request.caller;
  co_return show::learning_answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff,
      [&](store::Transaction& t) { return write_words(t, *name, *words, *expected, by); }));
}

}  // namespace nigiwai::insight
