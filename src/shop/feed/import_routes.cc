#include "people/key_scopes.h"
#include "shop/feed/importing.h"
#include "shop/routes.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

constexpr const char* kReportSchema = R"({"type":"object","properties":{"format":{"type":"string"},
  "encoding":{"type":"string"},"created":{"type":"integer"},"changed":{"type":"integer"},"unchanged":{"type":"integer"},
  "refused_count":{"type":"integer"},"refused":{"type":"array","items":{"type":"object","properties":{
  "line":{"type":"integer"},"field":{"type":"string"},"why":{"type":"string"}}}},
  "stock_difference_count":{"type":"integer"},"stock_differences":{"type":"array","items":{"type":"object","properties":{
  "sku":{"type":"string"},"ours":{"type":"integer"},"theirs":{"type":"integer"}}}},
  "ignored_columns":{"type":"object","additionalProperties":{"type":"integer"}}}})";

}  // namespace

void Routes::add_import_routes(http::Router& router) {
  router.add(
      {.method = "POST",
       .path = "/api/products/import",
       .access = Access::roles({Role::kPlanner, Role::kExternal}),
       .handle = people::scoped(parts_.readers, people::Scope::kWriteCatalogue,
                                [this](http::Request& r) { return post_import(r); }),
       .summary =
           "Imports a feed, the body, of up to 64 MiB: Google Merchant XML or table, Shopify's product CSV, "
           "or our JSON. Answers when all is written, with a report by line.",
       .answer = kReportSchema,
       .max_body = feed::kMostUploaded});
  router.add(
      {.method = "GET",
       .path = "/api/products/import/progress",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return import_progress(r); },
       .summary = "How far the running import is, or the report of the last one since the server started.",
       .answer =
           R"({"type":"object","properties":{"state":{"enum":["none","reading","writing","done","failed"]},
  "done":{"type":"integer"},"total":{"type":"integer"},"report":{"type":["object","null"]},
  "why":{"type":["string","null"]}}})"});
}

Routes::Answer Routes::post_import(http::Request& request) {
  auto report = co_await importing_.take(std::move(request.body), request.caller);
  if (!report) co_return http::problem_response(report.error());
  co_return http::json_response(to_json(*report));
}

Routes::Answer Routes::import_progress(http::Request&) { co_return http::json_response(importing_.state()); }

}  // namespace nigiwai::shop
