#include "show/announcing/announcement_mail.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

namespace nigiwai::show {
namespace {

struct Moment {
  std::string date, clock;
};

// The shop's people live in one time zone (server/html.h).
Moment moment_of(WallTime time, bool japanese) {
  constexpr const char* kWeekdays[] = {"日", "月", "火", "水", "木", "金", "土"};
  const auto local = std::chrono::floor<std::chrono::minutes>(time) + std::chrono::hours(9);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const auto minutes = (local - day).count();
  auto clock = fmt::format("{}:{:02}", minutes / 60, minutes % 60);
  if (!japanese)
    return {fmt::format("{:%A, %d %B}", std::chrono::time_point_cast<std::chrono::seconds>(local)),
            clock + " (JST)"};
  return {fmt::format("{}月{}日（{}）", static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), kWeekdays[std::chrono::weekday(day).c_encoding()]),
          std::move(clock)};
}

}  // namespace

std::string announcement_about(const std::string& show, Which which) {
  return fmt::format("{}/{}", show, to_text(which));
}

outbox::Mail announcement_mail(Which which, const Show& show, const people::Member& member,
                               const AnnouncementWords& words) {
  const auto url = fmt::format("{}/shows/{}?via={}", words.origin, show.id, to_text(which));
  const auto stop = people::unsubscribe_url(words.origin, member, people::MailKind::kAnnouncements);
  outbox::Mail mail{.to = member.email,
                    .kind = kAnnouncement,
                    .person = member.id,
                    .unsubscribe_url = stop,
                    .about = announcement_about(show.id, which)};
  const bool japanese = member.language == "ja";
  const auto [date, clock] = moment_of(*show.starts_at, japanese);
  // Said by the clock, not as "tomorrow": many are written, and midnight may come between.
  if (japanese) {
    mail.subject = which == Which::kDay ? fmt::format("{}{} から配信「{}」", date, clock, show.title)
                                        : fmt::format("このあと {} から配信「{}」", clock, show.title);
    mail.text = fmt::format(
        "フォローしている {} の配信があります。\n\n「{}」\n{}{} から\n\n{}\n\n{}\n\n"
        "--\nこのメールは、出演者をフォローしている会員の方に、配信の前日と 1 時間前にお送りしています。\n"
        "配信停止: {}\n",
        words.followed, show.title, date, clock, url, words.shop_name, stop);
  } else {
    mail.subject = which == Which::kDay ? fmt::format("{}, {}: {}", date, clock, show.title)
                                        : fmt::format("On air at {}: {}", clock, show.title);
    mail.text = fmt::format(
        "You follow {}: here is their next show.\n\n{}\n{}, {}\n\n{}\n\n{}\n\n"
        "--\nMembers who follow somebody get this mail a day and an hour before a show.\n"
        "Stop these mails: {}\n",
        words.followed, show.title, date, clock, url, words.shop_name, stop);
  }
  return mail;
}

}  // namespace nigiwai::show
