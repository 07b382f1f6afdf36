// What staff wrote into a report: the owner's sentence beside a proof's verdict, and findings and next steps
// in place of those that the rules chose. An empty text leaves the rule's in its place.
#pragma once

#include "base/fields.h"
#include "http/caller.h"
#include "insight/reports/subject.h"
#include "store/writer.h"

namespace nigiwai::insight {

inline constexpr std::size_t kMostReportText = 200;  // characters: two lines of a page

struct ReportWords {
  std::string verdict{};
  std::vector<std::string> findings{};  // kPoints at most, as the next
  std::vector<std::string> steps{};
};
Result<ReportWords> read_report_words(const json::object& body);

struct ReportName {
  ReportOf of;
  std::string id;
};
// {"verdict", "findings", "steps", "version", "changed_at", "changed_by"}; version 0 while nothing is
// written.
json::object words_json(store::Database& db, const ReportName& report);
// not-found for a report that there is not, forbidden when another than an owner changes the verdict's
// sentence. With `expected`, conflict "changed-meanwhile" {present} when it has another version by now.
Result<json::object> write_words(store::Transaction& transaction, const ReportName& report,
                                 const ReportWords& words, std::optional<std::int64_t> expected,
                                 const http::Caller& by);

}  // namespace nigiwai::insight
