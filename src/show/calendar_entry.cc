#include "show/calendar_entry.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace nigiwai::show {
namespace {

constexpr std::size_t kLineOctets = 75;  // RFC 5545 3.1
constexpr std::chrono::minutes kAlarmBefore{10};

// RFC 5545 3.3.11.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      made += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') made += '\\';
    made += c;
  }
  return made;
}

// A content line, folded between characters.
std::string line(std::string_view text) {
  std::string made;
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size();) {
    auto next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0) == 0x80) ++next;
    if (used + (next - i) > kLineOctets) {
      made += "\r\n ";
      used = 1;
    }
    made += text.substr(i, next - i);
    used += next - i;
    i = next;
  }
  return made + "\r\n";
}

std::string utc(WallTime time) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::string calendar_entry(const Show& show, const std::string& url, WallTime made_at) {
  const auto about = show.description.empty() ? url : show.description + "\n\n" + url;
  std::string made;
  for (const auto& each : {
           std::string("BEGIN:VCALENDAR"),
           std::string("VERSION:2.0"),
           std::string("PRODID:-//nigiwai//shows//EN"),
           std::string("METHOD:PUBLISH"),
           std::string("BEGIN:VEVENT"),
           fmt::format("UID:{}@nigiwai", show.id),
           "DTSTAMP:" + utc(made_at),
           "DTSTART:" + utc(*show.starts_at),
           "DTEND:" + utc(*show.starts_at + kUsualLength),
           "SUMMARY:" + escaped(show.title),
           "DESCRIPTION:" + escaped(about),
           "URL:" + url,
           std::string("BEGIN:VALARM"),
           std::string("ACTION:DISPLAY"),
           "DESCRIPTION:" + escaped(show.title),
           fmt::format("TRIGGER:-PT{}M", kAlarmBefore.count()),
           std::string("END:VALARM"),
           std::string("END:VEVENT"),
           std::string("END:VCALENDAR"),
       }) {
    made += line(each);
  }
  return made;
}

void CalendarRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/shows/{id}/calendar.ics",
              .access = http::Access::anyone(),
              .handle = [this](http::Request& request) { return file(request); },
              .summary = "A show to come as an entry for one's own calendar (iCalendar, RFC 5545)."});
}

Task<http::Response> CalendarRoutes::file(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto show =
      parts_.readers.read<Show>([&](store::Database& db) { return find_for(db, id, request.caller); });
  if (!show) co_return http::problem_response(show.error());
  const bool to_come = show->state == State::kScheduled;
  if (!to_come || !show->starts_at) {
    co_return http::problem_response(
        {Kind::kConflict, "not-to-come", "Only a show to come, with a time, goes into a calendar."});
  }
  auto response =
      http::text_response(calendar_entry(*show, parts_.origin + "/shows/" + id, parts_.clock.wall()),
                          "text/calendar; charset=utf-8");
  response.with("Cache-Control", "no-cache")
      .with("Content-Disposition", fmt::format("inline; filename=\"{}.ics\"", id));
  co_return response;
}

}  // namespace nigiwai::show
