// Announcements: mail to the members who follow somebody in a show's cast, a day and an hour before it.
//
// Nothing is written ahead. A chore looks which announcement is due, reads the follows in their order, some a
// turn, and lets no more mails wait in the outbox than kMostWaiting: a code to sign in with, or an order's
// confirmation, waits behind those and not behind all followers. So moving or cancelling a show takes back
// what has not gone out, and nothing else has to follow. What has gone out once goes out no more, however
// often a show is moved.
#pragma once

#include <functional>
#include <string>

#include "base/fields.h"
#include "outbox/mail.h"
#include "people/holdings.h"
#include "show/announcing/announcement.h"
#include "show/shows.h"

namespace nigiwai::show {

// Mails of one announcement; beyond it the rest of the followers get none, and staff see how many went out.
// An hour is enough for so many at 14 a second.
inline constexpr std::int64_t kMostAnnounced = 50'000;
// Mails of one announcement that wait in the outbox at a time: as many as a mail server takes in some
// seconds.
inline constexpr std::int64_t kMostWaiting = 400;
// Follows read in one turn of the writer, some 5 ms.
inline constexpr std::int64_t kFollowsATurn = 100;
// Rows of whom a finished one was written to that are dropped in one turn.
inline constexpr std::int64_t kForgottenATurn = 1'000;
// Arrivals kept of one show and kind of mail: as many as mails.
inline constexpr std::int64_t kMostMailArrivals = 50'000;

struct Announcing {  // what mails are written with
  const Clock& clock;
  timeline::Journal& journal;
  std::string origin{};
  std::function<std::string(store::Database&, std::string_view language)> shop_name{};
};

// One turn; answers whether more can be done at once.
Result<bool> announce_some(store::Transaction& transaction, const Announcing& announcing);

// To be called where a show's time or state changes: takes back what waits. One that goes out goes on at the
// new time; of a show that began, or is cancelled, it is over.
void announcements_follow(store::Transaction& transaction, timeline::Journal& journal, const Show& show);

bool is_announced(store::Database& db, const std::string& show);
// Switching off takes back what waits.
void set_announced(store::Transaction& transaction, const Show& show, bool wanted);

// Members who would get one if it went out now.
std::int64_t would_get(store::Database& db, const std::string& show);

// "day", "hour" or "reminder": the mail whose link somebody came by.
bool is_mail(std::string_view via);
// Notes that this viewer came by such a link; not for a mail of which nothing was written.
void note_arrival(store::Transaction& transaction, const std::string& show, const std::string& via,
                  const std::string& viewer);

// {"on", "would_get", "items": [{"which", "state", "at", "sent", "arrivals", "viewers"}]}
json::object announcements_json(store::Database& db, const Show& show, WallTime now);

people::Holding announced_holding();

}  // namespace nigiwai::show
