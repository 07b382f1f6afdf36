#include "social/returning/returning.h"

#include <fmt/format.h>
#include <unicode/timezone.h>

#include <memory>

namespace nigiwai::social {
namespace {

constexpr int kMinutesADay = 24 * 60;

// "21:00" as minutes of the day.
std::optional<int> minutes_in(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto digit = [&](std::size_t place) { return text[place] - '0'; };
  for (const std::size_t place : {0U, 1U, 3U, 4U}) {
    if (digit(place) < 0 || digit(place) > 9) return std::nullopt;
  }
  const int hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
  return hours < 24 && minutes < 60 ? std::optional(hours * 60 + minutes) : std::nullopt;
}

std::string clock_text(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

// Nothing for a zone that nobody knows.
std::unique_ptr<icu::TimeZone> zone_named(const std::string& name) {
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  return zone && *zone != icu::TimeZone::getUnknown() ? std::move(zone) : nullptr;
}

}  // namespace

std::string_view to_text(Reason reason) {
  switch (reason) {
    case Reason::kLow:
      return "low";
    case Reason::kEnding:
      return "ending";
    case Reason::kBack:
      return "back";
    case Reason::kShown:
      return "shown";
    case Reason::kMoment:
      return "moment";
    case Reason::kStory:
      return "story";
  }
  return "";
}

std::optional<Reason> reason_of(std::string_view text) {
  for (const auto reason : kReasons) {
    if (to_text(reason) == text) return reason;
  }
  return std::nullopt;
}

std::optional<Reason> reason_of_stock(std::int64_t before, std::int64_t now) {
  if (before <= 0 && now > 0) return Reason::kBack;
  if (before > kLowStock && now > 0 && now <= kLowStock) return Reason::kLow;
  return std::nullopt;
}

bool is_quiet(const QuietHours& hours, WallTime now) {
  if (hours.from == hours.until) return false;
  const auto zone = zone_named(hours.zone);
  if (!zone) return false;  // never kept: settings refuse it
  int raw = 0, summer = 0;
  auto wrong = U_ZERO_ERROR;
  zone->getOffset(static_cast<UDate>(now.time_since_epoch().count()), false, raw, summer, wrong);
  const auto local = now.time_since_epoch() + Milliseconds(raw + summer);
  const auto minute =
      static_cast<int>(std::chrono::floor<std::chrono::minutes>(local).count() % kMinutesADay);
  return hours.from < hours.until ? minute >= hours.from && minute < hours.until
                                  : minute >= hours.from || minute < hours.until;
}

Result<QuietHours> read_quiet_hours(const json::object& body) {
  Fields in(body);
  QuietHours hours;
  for (const auto& [name, minute] : {std::pair{"quiet_from", &hours.from}, {"quiet_until", &hours.until}}) {
    const auto read = minutes_in(in.text(name, {.least = 1, .most = 10}));
    if (!read) {
      in.wrong(name, "This must be a time of day, such as 21:00.");
    } else {
      *minute = *read;
    }
  }
  hours.zone = in.text("zone", {.least = 1, .most = 60});
  if (!zone_named(hours.zone)) in.wrong("zone", "This must be a time zone, such as Asia/Tokyo.");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return hours;
}

json::object to_json(const QuietHours& hours) {
  return {
      {"quiet_from", clock_text(hours.from)}, {"quiet_until", clock_text(hours.until)}, {"zone", hours.zone}};
}

}  // namespace nigiwai::social
