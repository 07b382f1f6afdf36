// Reminders: a mail to a member shortly before a show begins. It waits in the outbox until then, moves when
// the show moves and goes when the show is cancelled.
#pragma once

#include "http/router.h"
#include "outbox/mail.h"
#include "people/holdings.h"
#include "show/shows.h"
#include "store/readers.h"

namespace nigiwai::show {

// Long enough to get comfortable, short enough not to forget again.
inline constexpr std::chrono::minutes kRemindBefore{10};
inline const http::Rate kReminders{"reminders", 30, Milliseconds(2'000)};

struct ReminderParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  const Clock& clock;
  timeline::Journal& journal;
  std::string origin{};
  std::function<std::string(store::Database&, std::string_view language)> shop_name{};
};

// Wants a reminder: conflict when the show is not to come, or has no time yet.
Result<void> remind(store::Transaction& transaction, const ReminderParts& parts, const Show& show,
                    const people::Member& member);
void forget_reminder(store::Transaction& transaction, const std::string& show, const std::string& member);

// To be called where a show's time or state changes: moves the mails that wait, or takes them back.
void reminders_follow(store::Transaction& transaction, const Show& show);

// [{"show", "title", "starts_at", "state"}] of what is still to come, soonest first.
json::array reminders_of(store::Database& db, const people::Person& person);
// {"coming", "archive"}: public shows with somebody in their cast, short.
json::object shows_with(store::Database& db, const std::string& handle);

people::Holding holding();

// PUT and DELETE /api/shows/{id}/reminder.
class ReminderRoutes {
 public:
  explicit ReminderRoutes(ReminderParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> change(http::Request& request, bool wanted);
  ReminderParts parts_;
};

}  // namespace nigiwai::show
