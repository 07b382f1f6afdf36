#include "insight/reports/report_words.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "insight/reports/points.h"
#include "people/audit.h"
#include "show/learning/told.h"

namespace nigiwai::insight {
namespace {

std::vector<std::string> read_texts(Fields& in, std::string_view name) {
  std::vector<std::string> texts;
  const auto* list = in.optional_array(name, kPoints);
  if (list == nullptr) return texts;
  for (const auto& item : *list) {
    const auto place = fmt::format("{}/{}", name, texts.size());
    const auto* raw = item.if_string();
    if (raw == nullptr) {
      in.wrong(place, "This must be a text.");
      return texts;
    }
    auto text = clean_text(*raw, {.most = kMostReportText}, in.pointer_of(place));
    if (!text) {
      in.wrong(text.error());
      return texts;
    }
    texts.push_back(*std::move(text));
  }
  return texts;
}

json::object kept_json(const ReportWords& words) {
  return {{"verdict", words.verdict},
          {"findings", json::array(words.findings.begin(), words.findings.end())},
          {"steps", json::array(words.steps.begin(), words.steps.end())}};
}

}  // namespace

Result<ReportWords> read_report_words(const json::object& body) {
  Fields in(body);
  ReportWords words{.verdict = in.optional_text("verdict", {.most = kMostReportText}).value_or("")};
  words.findings = read_texts(in, "findings");
  words.steps = read_texts(in, "steps");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return words;
}

json::object words_json(store::Database& db, const ReportName& report) {
  auto rows =
      db.query("SELECT words, version, changed_at, changed_by FROM report_words WHERE kind = ? AND id = ?",
               to_text(report.of), report.id);
  const bool written = rows.next();
  auto told = written ? json::parse(rows.view(0)).as_object() : kept_json({});
  told["version"] = written ? rows.integer(1) : 0;
  told["changed_at"] = written ? json::value(to_rfc3339(from_ms(rows.integer(2)))) : json::value();
  told["changed_by"] = written ? show::person_told(db, rows.text(3)) : json::value();
  return told;
}

Result<json::object> write_words(store::Transaction& transaction, const ReportName& report,
                                 const ReportWords& words, std::optional<std::int64_t> expected,
                                 const http::Caller& by) {
  auto& db = transaction.db();
  if (const auto there = subject_of(db, report.of, report.id, transaction.now()); !there)
    return std::unexpected(there.error());
  auto present = words_json(db, report);
  const auto version = present.at("version").as_int64();
  if (expected && *expected != version) {
    return show::changed_meanwhile("Somebody else wrote into this report meanwhile. Nothing was written.",
                                   std::move(present));
  }
  if (by.role != http::Role::kOwner && present.at("verdict").as_string() != words.verdict) {
    return fail(Kind::kForbidden, "forbidden", "Only an owner writes the sentence beside the verdict.",
                "/verdict");
  }
  db.run(
      "INSERT INTO report_words (kind, id, version, words, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, "
      "?5, ?6) ON CONFLICT (kind, id) DO UPDATE SET version = ?3, words = ?4, changed_at = ?5, changed_by = "
      "?6",
      to_text(report.of), report.id, version + 1, json::serialize(kept_json(words)), to_ms(transaction.now()),
      by.handle);
  people::audit(transaction, by, "report.written", report.id, {{"kind", to_text(report.of)}});
  return words_json(db, report);
}

}  // namespace nigiwai::insight
