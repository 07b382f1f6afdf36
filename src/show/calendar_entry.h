// A show as an entry for the viewer's own calendar: iCalendar (RFC 5545), which phones and desks open by
// themselves.
#pragma once

#include <string>

#include "http/router.h"
#include "show/shows.h"
#include "store/readers.h"

namespace nigiwai::show {

// What nobody planned takes an hour, as most shows do.
inline constexpr std::chrono::hours kUsualLength{1};

// The text of an .ics file for a show with a time. `url` is its page; `made_at` says which of two copies is
// newer, so that one loaded again moves the entry.
std::string calendar_entry(const Show& show, const std::string& url, WallTime made_at);

struct CalendarParts {  // all outlive the server
  store::Readers& readers;
  const Clock& clock;
  std::string origin{};
};

// GET /api/shows/{id}/calendar.ics: not-found; conflict "not-to-come" for a show that has begun, is over or
// has no time.
class CalendarRoutes {
 public:
  explicit CalendarRoutes(CalendarParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> file(http::Request& request);
  CalendarParts parts_;
};

}  // namespace nigiwai::show
