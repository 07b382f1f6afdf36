#include "insight/reports/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"
#include "show/playbook/proofs.h"
#include "show/shows.h"

namespace nigiwai::insight {
namespace {

constexpr std::chrono::hours kJapan{9};  // the shop's people live in one time zone (show/rhythm.cc)

std::vector<ChosenShow> shows_between(store::Database& journal, WallTime from, WallTime until) {
  return shows_chosen(journal, {.from_ms = to_ms(from), .until_ms = to_ms(until)});
}

std::string month_of(WallTime time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time + kJapan));
  return fmt::format("{:04}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()));
}

// Only what has shows can be held against.
std::optional<Counting> where_shown(Counting counting) {
  if (counting.shows.empty()) return std::nullopt;
  return counting;
}

Result<Subject> month(store::Database& journal, const std::string& id, WallTime now) {
  const auto stretch = month_named(id);
  if (!stretch) return invalid("id", "This must be a month such as 2026-11.");
  const auto [from, until] = *stretch;
  const auto last = month_of(from - Milliseconds(1));
  const auto before = month_named(last);
  Subject subject{
      .of = ReportOf::kMonth,
      .now = {.id = id, .from = from, .until = until, .shows = shows_between(journal, from, until)},
      .over = until <= now};
  if (before) {
    subject.before = where_shown({.id = last,
                                  .from = before->first,
                                  .until = before->second,
                                  .shows = shows_between(journal, before->first, before->second)});
  }
  return subject;
}

Counting one_show(const ChosenShow& show) {
  return {.id = show.id,
          .title = show.title,
          .from = show.live_at,
          .until = show.live_at + kShowCounts,
          .shows = {show}};
}

Result<Subject> one(store::Database& journal, const std::string& id) {
  const auto found = show::find(journal, id);
  if (!found) return std::unexpected(found.error());
  auto rows = journal.query("SELECT live_at FROM timeline WHERE show = ?", id);
  const auto live_at = rows.next() ? rows.optional_integer(0) : std::nullopt;
  if (!live_at || (found->state != show::State::kLive && found->state != show::State::kArchived))
    return fail(Kind::kConflict, "state", "Only a show that was on air has a report.");
  Subject subject{.of = ReportOf::kShow,
                  .now = one_show({.id = id, .title = found->title, .live_at = from_ms(*live_at)}),
                  .over = found->state == show::State::kArchived};
  const auto earlier = shows_between(journal, WallTime{}, from_ms(*live_at));
  if (!earlier.empty()) subject.before = one_show(earlier.front());
  return subject;
}

// As many shows as the proof has held, before its first one.
std::optional<Counting> shows_before(store::Database& journal, const Counting& now) {
  const auto& own = now.shows;
  if (own.empty()) return std::nullopt;
  auto earlier = shows_between(journal, WallTime{}, own.back().live_at);
  std::erase_if(earlier, [&](const ChosenShow& show) {
    return std::ranges::find(own, show.id, &ChosenShow::id) != own.end();
  });
  if (earlier.size() > own.size()) earlier.resize(own.size());
  if (earlier.empty()) return std::nullopt;
  const auto from = earlier.back().live_at;
  return Counting{.from = from, .until = own.back().live_at, .shows = std::move(earlier)};
}

Result<Subject> proof(store::Database& journal, const std::string& id, WallTime now) {
  auto found = show::find_proof(journal, id);
  if (!found) return std::unexpected(found.error());
  Subject subject{.of = ReportOf::kProof,
                  .now = {.id = id, .title = found->title, .from = found->made_at, .until = found->ends_at},
                  .over = found->ends_at <= now};
  for (const auto& show : shows_between(journal, WallTime{}, found->ends_at)) {
    if (std::ranges::find(found->shows, show.id) != found->shows.end()) subject.now.shows.push_back(show);
  }
  if (!subject.now.shows.empty()) {
    subject.now.from = std::min(subject.now.from, subject.now.shows.back().live_at);
    subject.before = shows_before(journal, subject.now);
  }
  subject.proof = *std::move(found);
  return subject;
}

}  // namespace

std::string_view to_text(ReportOf of) {
  return of == ReportOf::kProof ? "proof" : of == ReportOf::kMonth ? "month" : "show";
}

std::optional<ReportOf> report_of(std::string_view text) {
  for (const auto of : {ReportOf::kProof, ReportOf::kMonth, ReportOf::kShow}) {
    if (text == to_text(of)) return of;
  }
  return std::nullopt;
}

std::vector<std::string> Counting::ids() const {
  std::vector<std::string> ids;
  for (const auto& show : shows) ids.push_back(show.id);
  return ids;
}

Result<Subject> subject_of(store::Database& journal, ReportOf of, const std::string& id, WallTime now) {
  if (of == ReportOf::kProof) return proof(journal, id, now);
  return of == ReportOf::kMonth ? month(journal, id, now) : one(journal, id);
}

std::optional<std::pair<WallTime, WallTime>> month_named(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto* end = text.data() + text.size();
  if (std::from_chars(text.data(), text.data() + 4, year).ptr != text.data() + 4) return std::nullopt;
  if (std::from_chars(text.data() + 5, end, month).ptr != end) return std::nullopt;
  const auto first = std::chrono::year(year) / std::chrono::month(month);
  if (!first.ok() || year < 1971) return std::nullopt;
  const auto begins = [](std::chrono::year_month which) {
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::sys_days(which / 1)) - kJapan;
  };
  return std::pair<WallTime, WallTime>(begins(first), begins(first + std::chrono::months(1)));
}

}  // namespace nigiwai::insight
