// What members and viewers need beside a show, put together: their routes, reminders, calendar entries, and
// the compaction that makes erasures final.
#pragma once

#include <string>
#include <vector>

#include "people/member_routes.h"
#include "server/compaction.h"
#include "show/announcing/announcement_routes.h"
#include "show/calendar_entry.h"
#include "show/reminders.h"

namespace nigiwai::server {

struct MemberWiring {  // all outlive the server
  people::People& people;
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  http::RateLimits& limits;
  Random& random;
  const Clock& clock;
  std::string origin{};
  std::vector<std::string> origins{};
  std::string database_path{};
};

class MemberRooms {
 public:
  explicit MemberRooms(const MemberWiring& wiring);
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few minutes.
  void tend() { compaction_.tend(); }
  // Called every few seconds.
  void announce() { announcements_.tend(); }

 private:
  people::MemberRoutes members_;
  show::ReminderRoutes reminders_;
  show::AnnouncementRoutes announcements_;
  show::CalendarRoutes calendar_;
  Compaction compaction_;
};

}  // namespace nigiwai::server
