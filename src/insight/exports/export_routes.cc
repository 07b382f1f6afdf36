#include "insight/exports/export_routes.h"

#include <fmt/format.h>

#include "insight/exports/exports.h"
#include "people/audit.h"
#include "store/writing.h"

namespace nigiwai::insight {
namespace {

std::string table_names() {
  std::string names;
  for (const auto& table : export_tables()) names += (names.empty() ? "" : ", ") + std::string(table.name);
  return names;
}

}  // namespace

void ExportRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/insight/export.csv",
              .access = http::Access::roles({http::Role::kAnalyst}),
              .handle = [this](http::Request& r) { return get_export(r); },
              .summary =
                  "What the figures are made of, as CSV: ?table=visits|totals|products|sales|slices of the "
                  "shows that ?from=, ?until=, ?presenter= and ?concept= choose; 200,000 rows at most.",
              .rate = kExports});
}

Task<http::Response> ExportRoutes::get_export(http::Request& request) {
  const auto* table = export_table(request.asked("table").value_or(""));
  if (table == nullptr)
    co_return http::problem_response(invalid("table", "This must be one of " + table_names() + ".").error());
  const auto choice = read_choice(request);
  if (!choice) co_return http::problem_response(choice.error());
  const auto csv = co_await parts_.insight.aside().read<std::string>([&](store::Database& kept) {
    return parts_.insight.journal().read<std::string>([&](store::Database& journal) {
      return exported(kept, *table, shows_chosen(journal, *choice), parts_.secret);
    });
  });
  if (!csv) co_return http::problem_response(csv.error());
  const auto& by = request.caller;
  const auto noted = co_await store::write<bool>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<bool> {
        people::audit(t, by, "insight.exported", "", {{"table", table->name}});
        return true;
      });
  if (!noted) co_return http::problem_response(noted.error());
  auto response = http::text_response(*csv, "text/csv; charset=utf-8");
  response.with("Content-Disposition", fmt::format("attachment; filename=\"{}.csv\"", table->name))
      .with("Cache-Control", "no-store");
  co_return response;
}

}  // namespace nigiwai::insight
