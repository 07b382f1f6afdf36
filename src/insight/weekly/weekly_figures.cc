#include <fmt/format.h>

#include "base/time.h"
#include "insight/reports/telling.h"
#include "insight/weekly/weekly_mail.h"
#include "shop/settings.h"

namespace nigiwai::insight {
namespace {

constexpr std::chrono::hours kJapan{9};
constexpr std::chrono::days kWeek{7};
constexpr std::string_view kFigures[] = {"gmv", "orders", "viewers", "engagement", "archive_views"};

Counting week_of(store::Database& journal, WallTime from) {
  return {.from = from,
          .until = from + kWeek,
          .shows = shows_chosen(journal, {.from_ms = to_ms(from), .until_ms = to_ms(from + kWeek)})};
}

std::string day_of(WallTime time, bool japanese) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time + kJapan));
  const auto month = static_cast<unsigned>(date.month()), day = static_cast<unsigned>(date.day());
  if (japanese) return fmt::format("{}月{}日", month, day);
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{} {}", day, kMonths[month - 1]);
}

// "+96 %", of a rate "−1.2 points"; empty where there is nothing to compare.
std::string change_of(const ReportRow& row, bool japanese) {
  const auto absolute = row.absolute();
  if (!absolute) return {};
  const auto* sign = *absolute > 0 ? "+" : *absolute < 0 ? "−" : "±";
  if (row.unit == Unit::kRate)
    return fmt::format("{}{:.1f}{}", sign, std::abs(*absolute) * 100, japanese ? "ポイント" : " points");
  const auto relative = row.relative();
  return relative ? sign + percent_told(std::abs(*relative)) : std::string();
}

std::string line_of(const ReportRow& row, const std::string& currency, bool japanese) {
  const auto text = [&](const std::optional<double>& value) {
    if (!value) return std::string("—");
    const auto said = told(*value, row.unit, currency);
    return japanese ? said.ja : said.en;
  };
  const auto change = change_of(row, japanese);
  const auto more = change.empty() ? std::string() : (japanese ? "、" : ", ") + change;
  if (japanese)
    return fmt::format("{}　{}（前の週 {}{}）\n", row.name.ja, text(row.value), text(row.before), more);
  return fmt::format("{}: {} (week before: {}{})\n", row.name.en, text(row.value), text(row.before), more);
}

}  // namespace

WallTime monday_nine(WallTime now) {
  const auto day = std::chrono::floor<std::chrono::days>(now + kJapan);
  const auto since = std::chrono::weekday(day) - std::chrono::Monday;
  return std::chrono::time_point_cast<Milliseconds>(day - since);  // 00:00 UTC is nine in Japan
}

WeekFigures week_figures(store::Database& kept, store::Database& journal, WallTime monday) {
  const auto until = monday - kJapan;
  Subject subject{.of = ReportOf::kMonth, .now = week_of(journal, until - kWeek), .over = true};
  subject.before = week_of(journal, until - 2 * kWeek);
  if (subject.before->shows.empty()) subject.before.reset();
  WeekFigures figures{.shows = subject.now.shows.size(),
                      .from = subject.now.from,
                      .until = until,
                      .currency = shop::settings(journal).currency};
  const auto rows = report_rows(kept, journal, subject, until);
  for (const auto& name : kFigures) {
    if (const auto* row = row_of(rows, name)) figures.rows.push_back(*row);
  }
  return figures;
}

outbox::Mail weekly_mail(const WeekFigures& figures, const WeeklyReader& reader, const WeeklyWords& words) {
  const bool japanese = reader.language == "ja";
  const auto stop = fmt::format("{}/unsubscribe/weekly/{}", words.origin, reader.secret);
  const auto from = day_of(figures.from, japanese), until = day_of(figures.until - Milliseconds(1), japanese);
  std::string lines;
  for (const auto& row : figures.rows) lines += line_of(row, figures.currency, japanese);
  outbox::Mail mail{.to = reader.email, .kind = "weekly.figures", .unsubscribe_url = stop};
  if (japanese) {
    mail.subject = fmt::format("先週の配信の数字（{}〜{}）", from, until);
    mail.text = fmt::format(
        "{}〜{}に始まった配信 {} 本の数字です。\n\n{}\nレポートで見る\n{}/studio/reports\n\n{}\n\n--\n"
        "このメールは、希望したスタッフに毎週月曜日の 9 時にお送りしています。\n配信停止: {}\n",
        from, until, figures.shows, lines, words.origin, words.shop, stop);
  } else {
    mail.subject = fmt::format("Last week’s figures ({} – {})", from, until);
    mail.text = fmt::format(
        "{} begun from {} to {}:\n\n{}\nThe reports\n{}/studio/reports\n\n{}\n\n--\n"
        "Staff who wish for it get this mail on Mondays at 9:00 (JST).\nStop these mails: {}\n",
        figures.shows == 1 ? "The show" : fmt::format("The {} shows", figures.shows), from, until, lines,
        words.origin, words.shop, stop);
  }
  return mail;
}

}  // namespace nigiwai::insight
