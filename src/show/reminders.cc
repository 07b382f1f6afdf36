#include "show/reminders.h"

#include <fmt/format.h>

#include "base/time.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

constexpr const char* kKind = "reminder";
constexpr std::int64_t kMostOfOnePerson = 24;  // shows on a profile's page, of each sort

bool is_to_come(State state) { return state == State::kScheduled; }

outbox::Mail mail_of(const ReminderParts& parts, store::Database& db, const Show& show,
                     const people::Member& member) {
  const auto shop = parts.shop_name ? parts.shop_name(db, member.language) : std::string();
  const auto url = fmt::format("{}/shows/{}?via=reminder", parts.origin, show.id);
  const auto stop = people::unsubscribe_url(parts.origin, member, people::MailKind::kReminders);
  const auto minutes = kRemindBefore.count();
  outbox::Mail mail{.to = member.email,
                    .kind = kKind,
                    .person = member.id,
                    .unsubscribe_url = stop,
                    .about = show.id,
                    .not_before = *show.starts_at - kRemindBefore};
  if (member.language == "ja") {
    mail.subject = fmt::format("まもなく配信「{}」", show.title);
    mail.text = fmt::format(
        "「{}」が約 {} 分後に始まります。\n\n{}\n\n{}\n\n"
        "--\nこのメールは、配信のお知らせを希望された方にお送りしています。\n配信停止: {}\n",
        show.title, minutes, url, shop, stop);
  } else {
    mail.subject = fmt::format("Starting soon: {}", show.title);
    mail.text = fmt::format(
        "{} begins in about {} minutes.\n\n{}\n\n{}\n\n"
        "--\nYou asked to be reminded of this show.\nStop these mails: {}\n",
        show.title, minutes, url, shop, stop);
  }
  return mail;
}

json::object short_json(const store::Rows& row) {
  return {{"show", row.text(0)},
          {"title", row.text(1)},
          {"state", row.text(2)},
          {"starts_at", row.is_null(3) ? json::value() : json::value(to_rfc3339(from_ms(row.integer(3))))}};
}

}  // namespace

Result<void> remind(store::Transaction& transaction, const ReminderParts& parts, const Show& show,
                    const people::Member& member) {
  if (!is_to_come(show.state) || !show.starts_at) {
    return fail(Kind::kConflict, "state", "A reminder is for a show that is still to come.");
  }
  auto& db = transaction.db();
  const auto added =
      db.run("INSERT INTO reminder (member, show, wanted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
             member.id, show.id, to_ms(transaction.now()));
  if (added > 0) outbox::send(transaction, parts.clock, mail_of(parts, db, show, member));
  return {};
}

void forget_reminder(store::Transaction& transaction, const std::string& show, const std::string& member) {
  transaction.db().run("DELETE FROM reminder WHERE member = ? AND show = ?", member, show);
  outbox::withdraw(transaction, kKind, member, show);
}

void reminders_follow(store::Transaction& transaction, const Show& show) {
  if (is_to_come(show.state) && show.starts_at) {
    outbox::move(transaction, kKind, show.id, *show.starts_at - kRemindBefore);
  } else if (show.state == State::kLive) {
    // It began early: whoever still waits is told now.
    outbox::move(transaction, kKind, show.id, transaction.now());
  } else {
    outbox::withdraw_all(transaction, kKind, show.id);
  }
}

json::array reminders_of(store::Database& db, const people::Person& person) {
  json::array shown;
  if (person.member.empty()) return shown;
  auto rows = db.query(
      "SELECT s.id, s.title, s.state, s.starts_at FROM reminder r JOIN show s ON s.id = r.show WHERE "
      "r.member = ? AND "
      "s.state IN ('scheduled', 'live') ORDER BY s.starts_at",
      person.member);
  while (rows.next()) shown.push_back(short_json(rows));
  return shown;
}

json::object shows_with(store::Database& db, const std::string& handle) {
  json::array coming, archive;
  {
    auto rows = db.query(
        "SELECT s.id, s.title, s.state, s.starts_at FROM show_cast c JOIN show s ON s.id = c.show WHERE "
        "c.handle = ? AND "
        "s.state IN ('scheduled', 'live') ORDER BY s.state = 'live' DESC, s.listed_at LIMIT ?",
        handle, kMostOfOnePerson);
    while (rows.next()) coming.push_back(short_json(rows));
  }
  auto rows = db.query(
      "SELECT s.id, s.title, s.state, s.listed_at, t.length_ms FROM show_cast c JOIN show s ON s.id = c.show "
      "LEFT JOIN "
      "timeline t ON t.show = s.id WHERE c.handle = ? AND s.state = 'archived' ORDER BY s.listed_at DESC "
      "LIMIT ?",
      handle, kMostOfOnePerson);
  while (rows.next()) {
    auto shown = short_json(rows);
    shown["length_ms"] = rows.is_null(4) ? json::value() : json::value(rows.integer(4));
    archive.push_back(std::move(shown));
  }
  return {{"coming", std::move(coming)}, {"archive", std::move(archive)}};
}

people::Holding holding() {
  return {.name = "reminders",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            return reminders_of(db, person);
          },
          .erase =
              [](store::Transaction& transaction, const people::Person& person) {
                transaction.db().run("DELETE FROM reminder WHERE member = ?", person.member);
              }};
}

void ReminderRoutes::add_to(http::Router& router) {
  constexpr const char* kAnswer = R"({"type":"object","properties":{"reminder":{"type":"boolean"}}})";
  router.add(
      {.method = "PUT",
       .path = "/api/shows/{id}/reminder",
       .access = http::Access::viewers(),
       .handle = [this](http::Request& request) { return change(request, true); },
       .summary =
           "Asks for a mail 10 minutes before the show begins (members: 403 sign-in-needed otherwise).",
       .answer = kAnswer,
       .rate = kReminders});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/reminder",
              .access = http::Access::viewers(),
              .handle = [this](http::Request& request) { return change(request, false); },
              .summary = "Takes the reminder back.",
              .answer = kAnswer,
              .rate = kReminders});
}

Task<http::Response> ReminderRoutes::change(http::Request& request, bool wanted) {
  const std::string id(request.parameter("id"));
  const auto by = request.caller;
  const auto changed = co_await store::write<int>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& transaction) -> Result<int> {
        const auto show = find_for(transaction.db(), id, by);
        if (!show) return std::unexpected(show.error());
        const auto member = people::member_of(transaction.db(), by.id);
        if (!member) {
          return fail(Kind::kForbidden, "sign-in-needed",
                      "Sign in first: the reminder goes to your mail address.");
        }
        if (wanted) {
          if (!member->reminders) people::prefer(transaction, member->id, {.reminders = true});
          if (auto reminded = remind(transaction, parts_, *show, *member); !reminded)
            return std::unexpected(reminded.error());
          parts_.journal.append(transaction, id,
                                {.kind = "reminder.wanted", .audience = timeline::Audience::kServer}, by,
                                Milliseconds(0));
        } else {
          forget_reminder(transaction, id, member->id);
        }
        return 0;
      });
  if (!changed) co_return http::problem_response(changed.error());
  co_return http::json_response(json::object{{"reminder", wanted}});
}

}  // namespace nigiwai::show
