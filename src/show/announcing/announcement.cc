#include "show/announcing/announcement.h"

#include "show/reminders.h"

namespace nigiwai::show {

std::string_view to_text(Which which) { return which == Which::kDay ? "day" : "hour"; }

std::optional<Which> which_of(std::string_view text) {
  for (const auto which : kAnnouncements) {
    if (to_text(which) == text) return which;
  }
  return std::nullopt;
}

WallTime due_at(Which which, WallTime starts_at) {
  return which == Which::kDay ? starts_at - kDayBefore : starts_at - kHourBefore;
}

WallTime begins_until(Which which, WallTime starts_at) {
  return which == Which::kDay ? due_at(which, starts_at) + kDayLate : due_at(which, starts_at) + kHourLate;
}

WallTime ends_at(Which which, WallTime starts_at) {
  return which == Which::kDay ? due_at(Which::kHour, starts_at) : starts_at - kRemindBefore;
}

bool begins(Which which, WallTime starts_at, WallTime now) {
  return due_at(which, starts_at) <= now && now <= begins_until(which, starts_at);
}

bool goes_out(Which which, WallTime starts_at, WallTime now) {
  return due_at(which, starts_at) <= now && now < ends_at(which, starts_at);
}

}  // namespace nigiwai::show
