#include "insight/reports/report.h"

#include <boost/json/array.hpp>

#include "base/time.h"
#include "insight/reports/report_words.h"
#include "show/playbook/proofs.h"

namespace nigiwai::insight {
namespace {

json::object counting_json(const Counting& counting) {
  json::array shows;
  for (const auto& show : counting.shows)
    shows.push_back({{"id", show.id}, {"title", show.title}, {"live_at", to_rfc3339(show.live_at)}});
  return {{"id", counting.id},
          {"title", counting.title},
          {"from", to_rfc3339(counting.from)},
          {"until", to_rfc3339(counting.until)},
          {"shows", std::move(shows)}};
}

json::array groups_json(std::span<const ReportRow> rows) {
  json::array groups;
  for (const auto group : {Group::kSales, Group::kCommunity, Group::kMedia}) {
    json::array figures;
    for (const auto& row : rows) {
      if (row.group == group) figures.push_back(to_json(row));
    }
    groups.push_back({{"group", to_text(group)}, {"figures", std::move(figures)}});
  }
  return groups;
}

// By the targets alone: all reached, some, or none.
std::string_view verdict_of(std::int64_t reached, std::int64_t of) {
  return reached == of ? "reached" : reached > 0 ? "partly" : "not-reached";
}

json::object proof_told(store::Database& journal, const show::Proof& proof, WallTime now) {
  const auto told = show::proof_json(journal, proof, now);
  const auto& verdict = told.at("verdict").as_object();
  const auto reached = verdict.at("reached").to_number<std::int64_t>();
  const auto of = verdict.at("of").to_number<std::int64_t>();
  const auto held = told.at("held").to_number<std::int64_t>();
  return {{"hypothesis", proof.hypothesis},
          {"verdict", held == 0 ? json::value("not-begun") : json::value(verdict_of(reached, of))},
          {"reached", reached},
          {"of", of},
          {"held", held},
          {"shows", proof.shows.size()},
          {"ended", told.at("ended")}};
}

std::int64_t behind(store::Database& kept, store::Database& journal) {
  auto rows = journal.query("SELECT coalesce(max(position), 0) FROM event");
  return rows.next() ? std::max<std::int64_t>(0, rows.integer(0) - read_to(kept)) : 0;
}

json::array months_json(store::Database& journal, WallTime now) {
  json::array months;
  auto rows = journal.query(
      "SELECT strftime('%Y-%m', t.live_at / 1000 + 9 * 3600, 'unixepoch') AS month, count(*) FROM show s "
      "JOIN timeline t ON t.show = s.id WHERE s.state IN ('live', 'archived') GROUP BY month ORDER BY month "
      "DESC LIMIT ?",
      kMostMonthsListed);
  while (rows.next()) {
    const auto month = rows.text(0);
    const auto stretch = month_named(month);
    months.push_back(
        {{"id", month}, {"shows", rows.integer(1)}, {"over", stretch && stretch->second <= now}});
  }
  return months;
}

json::array shows_json(store::Database& journal) {
  json::array shows;
  auto rows = journal.query(
      "SELECT s.id, s.title, t.live_at, s.state FROM show s JOIN timeline t ON t.show = s.id WHERE s.state "
      "IN "
      "('live', 'archived') ORDER BY t.live_at DESC LIMIT ?",
      kMostShowsListed);
  while (rows.next()) {
    shows.push_back({{"id", rows.text(0)},
                     {"title", rows.text(1)},
                     {"live_at", to_rfc3339(from_ms(rows.integer(2)))},
                     {"over", rows.view(3) == "archived"}});
  }
  return shows;
}

}  // namespace

Result<json::object> report_json(store::Database& kept, store::Database& journal, const Subject& subject,
                                 std::optional<FoundPattern> pattern, WallTime now) {
  auto material = material_of(kept, journal, subject, now);
  material.pattern = std::move(pattern);
  auto told = counting_json(subject.now);
  told["kind"] = to_text(subject.of);
  told["over"] = subject.over;
  told["made_at"] = to_rfc3339(now);
  told["behind"] = behind(kept, journal);
  told["currency"] = material.currency;
  told["before"] = subject.before ? json::value(counting_json(*subject.before)) : json::value();
  told["groups"] = groups_json(material.rows);
  told["proof"] = subject.proof ? json::value(proof_told(journal, *subject.proof, now)) : json::value();
  told["findings"] = to_json(std::span<const Point>(findings_of(material)));
  told["steps"] = to_json(std::span<const Point>(steps_of(material)));
  told["words"] = words_json(journal, {subject.of, subject.now.id});
  return told;
}

json::object reports_json(store::Database& journal, WallTime now) {
  return {{"proofs", show::proofs_json(journal, now)},
          {"months", months_json(journal, now)},
          {"shows", shows_json(journal)}};
}

}  // namespace nigiwai::insight
