#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "talk/bans.h"
#include "talk/commands.h"
#include "talk/lines.h"

namespace nigiwai::talk {
namespace {

using http::Access;
using http::Role;
using timeline::Audience;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr TextRule kReason{.least = 1, .most = kMostBanReasonCharacters};
constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;  // what a browser can name exactly

std::unexpected<Problem> no_line(std::int64_t seq) {
  return fail(Kind::kNotFound, "not-found",
              fmt::format("There is no line of chat with seq {} in this show.", seq), "/data/seq");
}

std::unexpected<Problem> nobody() {
  return fail(Kind::kNotFound, "not-found", "Nobody with this id has written in this show.", "/data/person");
}

Result<std::string> person_meant(store::Database& db, const Command& command) {
  const std::string pseudonym(command.data.at("person").as_string());
  auto viewer = talker(db, command.show, pseudonym);
  if (!viewer) return nobody();
  return *std::move(viewer);
}

// All lines of a person in one event; the readers get the list of them.
Result<NewEvent> set_all_lines(store::Transaction& transaction, timeline::Journal& journal,
                               const Command& command, Line line) {
  auto& db = transaction.db();
  const bool hide = line == Line::kHidden;
  const auto viewer = person_meant(db, command);
  if (!viewer) return std::unexpected(viewer.error());
  json::array seqs;
  for (const auto& each : viewers_of(db, *viewer)) {
    auto rows = db.query(
        "SELECT e.seq FROM event e JOIN event_text t ON t.position = e.position "
        "WHERE e.show = ? AND e.kind = 'chat.posted' AND e.by_id = ? AND t.hidden = ? ORDER BY e.seq DESC "
        "LIMIT ?",
        command.show, each, !hide, kMostLinesAtOnce);
    while (rows.next()) seqs.push_back(rows.integer(0));
  }
  if (seqs.empty()) {
    return fail(Kind::kConflict, "conflict",
                hide ? "All lines of this person are hidden already." : "No line of this person is hidden.",
                "/data/person");
  }
  for (const auto& seq : seqs) journal.set_hidden(transaction, command.show, seq.as_int64(), hide);
  people::audit(transaction, command.by, hide ? "chat.hidden" : "chat.shown", command.show,
                {{"lines", seqs.size()}});
  return NewEvent{.kind = hide ? "chat.hidden" : "chat.shown", .data = {{"seqs", std::move(seqs)}}};
}

Result<NewEvent> pin_line(store::Transaction& transaction, const Command& command) {
  const auto seq = command.data.at("seq").as_int64();
  const auto target = event_at(transaction.db(), command.show, seq);
  if (!target || target->kind != "chat.posted") return no_line(seq);
  if (target->hidden)
    return fail(Kind::kConflict, "conflict", "This line is hidden. Show it first.", "/data/seq");
  people::audit(transaction, command.by, "chat.pinned", command.show, {{"seq", seq}});
  return NewEvent{.kind = "chat.pinned", .data = {{"seq", seq}}};
}

Result<NewEvent> unpin_line(store::Transaction& transaction, const Command& command, Milliseconds at) {
  if (pinned_line(transaction.db(), command.show, at, {.staff = true}).is_null()) {
    return fail(Kind::kConflict, "conflict", "No line is pinned.");
  }
  people::audit(transaction, command.by, "chat.unpinned", command.show);
  return NewEvent{.kind = "chat.unpinned"};
}

// Lets a held line into the room, as its writer's and at its moment; or lets it go.
Result<NewEvent> settle_held(store::Transaction& transaction, timeline::Journal& journal,
                             const Command& command, bool approve) {
  auto& db = transaction.db();
  const auto seq = command.data.at("seq").as_int64();
  if (db.run("DELETE FROM held_line WHERE show = ? AND seq = ?", command.show, seq) == 0) {
    return fail(Kind::kConflict, "conflict", "This line does not wait any more.", "/data/seq");
  }
  const auto held = event_at(db, command.show, seq);
  if (!held || held->kind != "chat.held") return no_line(seq);
  people::audit(transaction, command.by, approve ? "chat.approved" : "chat.rejected", command.show,
                {{"seq", seq}});
  if (approve) {
    const http::Caller writer{.role = Role::kViewer, .id = held->by_id, .name = held->by_name};
    journal.append(transaction, command.show,
                   {.kind = "chat.posted", .data = {{"held", seq}}, .text = held->text}, writer, held->at);
  }
  return NewEvent{.kind = approve ? "chat.approved" : "chat.rejected",
                  .data = {{"seq", seq}},
                  .audience = Audience::kPerson,
                  .person = held->by_id};
}

Result<NewEvent> slow_down(store::Transaction& transaction, const Command& command) {
  const auto seconds = command.data.at("seconds").as_int64();
  if (slow_seconds(transaction.db(), command.show) == seconds) {
    return fail(Kind::kConflict, "conflict", "The room is as slow as this already.", "/data/seconds");
  }
  set_slow_seconds(transaction, command.show, seconds);
  people::audit(transaction, command.by, "talk.slowed", command.show, {{"seconds", seconds}});
  return NewEvent{.kind = "talk.slowed", .data = {{"seconds", seconds}}};
}

Result<NewEvent> ban(store::Transaction& transaction, timeline::Journal& journal, const Command& command,
                     Milliseconds at) {
  auto& db = transaction.db();
  const auto viewer = person_meant(db, command);
  if (!viewer) return std::unexpected(viewer.error());
  auto reason = clean_text(command.data.at("reason").as_string(), kReason, "/data/reason");
  if (!reason) return std::unexpected(reason.error());
  NewBan wanted{.viewer = *viewer, .show = command.show, .reason = *std::move(reason)};
  if (const auto* minutes = command.data.if_contains("minutes"); minutes != nullptr && minutes->is_int64()) {
    wanted.minutes = minutes->as_int64();
  }
  const auto made = put_ban(transaction, wanted, command.by);
  auto events = notices(db, command.show, *viewer, made);
  for (std::size_t i = 1; i < events.size(); ++i)
    journal.append(transaction, command.show, events[i], command.by, at);
  return std::move(events.front());
}

Result<NewEvent> unban(store::Transaction& transaction, timeline::Journal& journal, const Command& command,
                       Milliseconds at) {
  auto& db = transaction.db();
  const auto viewer = person_meant(db, command);
  if (!viewer) return std::unexpected(viewer.error());
  if (!lift_ban(transaction, *viewer, command.by)) {
    return fail(Kind::kConflict, "conflict", "This person is not banned.", "/data/person");
  }
  auto events = notices(db, command.show, *viewer, std::nullopt);
  for (std::size_t i = 1; i < events.size(); ++i)
    journal.append(transaction, command.show, events[i], command.by, at);
  return std::move(events.front());
}

void check_person(Fields& data) { data.text("person", {.least = 1, .most = 40}); }

}  // namespace

Result<NewEvent> set_line(store::Transaction& transaction, timeline::Journal& journal, const Command& command,
                          Line line) {
  if (command.data.contains("person")) return set_all_lines(transaction, journal, command, line);
  const auto seq = command.data.at("seq").as_int64();
  const auto target = event_at(transaction.db(), command.show, seq);
  if (!target || target->kind != "chat.posted") return no_line(seq);
  const bool hide = line == Line::kHidden;
  if (target->hidden == hide) {
    return fail(Kind::kConflict, "conflict",
                hide ? "This line is hidden already." : "This line is not hidden.", "/data/seq");
  }
  journal.set_hidden(transaction, command.show, seq, hide);
  people::audit(transaction, command.by, hide ? "chat.hidden" : "chat.shown", command.show, {{"seq", seq}});
  return NewEvent{.kind = hide ? "chat.hidden" : "chat.shown", .data = {{"seq", seq}}};
}

void add_moderation(timeline::Commands& commands, timeline::Journal& journal) {
  const auto add = [&](const char* name, timeline::CheckData check, timeline::Decide decide) {
    commands.add(name, {.access = Access::roles({Role::kDirector, Role::kPresenter}),
                        .rate = kModeration,
                        .lane = store::Lane::kStaff,
                        .check = std::move(check),
                        .decide = std::move(decide)});
  };
  const auto check_seq = [](Fields& data) { data.whole("seq", {1, kMostSeq}); };
  for (const auto& [name, line] :
       {std::pair("chat.hide", Line::kHidden), std::pair("chat.show", Line::kShown)}) {
    add(
        name,
        [check_seq](Fields& data) {
          if (data.has("person")) {
            check_person(data);
          } else {
            check_seq(data);
          }
        },
        [&journal, line](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
          return set_line(t, journal, command, line);
        });
  }
  add("chat.pin", check_seq,
      [](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
        return pin_line(t, command);
      });
  add(
      "chat.unpin", [](Fields&) {},
      [](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds at) {
        return unpin_line(t, command, at);
      });
  for (const auto& [name, approve] : {std::pair("chat.approve", true), std::pair("chat.reject", false)}) {
    add(name, check_seq,
        [&journal, approve](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
          return settle_held(t, journal, command, approve);
        });
  }
  add(
      "talk.slow", [](Fields& data) { data.whole("seconds", {0, kSlowestSeconds}); },
      [](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
        return slow_down(t, command);
      });
  add(
      "viewer.ban",
      [](Fields& data) {
        check_person(data);
        data.text("reason", kReason);
        data.optional_whole("minutes", {1, kLongestBanMinutes});
      },
      [&journal](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds at) {
        return ban(t, journal, command, at);
      });
  add("viewer.unban", check_person,
      [&journal](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds at) {
        return unban(t, journal, command, at);
      });
}

}  // namespace nigiwai::talk
