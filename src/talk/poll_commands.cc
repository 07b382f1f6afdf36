// poll.open, poll.close and poll.vote, inside the writer's transaction.
#include <fmt/format.h>

#include "people/audit.h"
#include "people/members.h"
#include "talk/commands.h"
#include "talk/polls.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;
using http::Access;
using http::Role;
using timeline::Audience;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr std::int64_t kMostId = std::int64_t{1} << 53;

std::string sum_name(std::int64_t poll) { return fmt::format("poll/{}", poll); }

std::unexpected<Problem> no_poll() {
  return fail(Kind::kNotFound, "not-found", "There is no such poll in this show.", "/data/poll");
}

Result<Poll> poll_meant(store::Database& db, const Command& command) {
  const auto id = command.data.at("poll").as_int64();
  for (auto& poll : polls(db, command.show)) {
    if (poll.id == id) return std::move(poll);
  }
  return no_poll();
}

Result<NewEvent> open_poll(store::Transaction& transaction, const Command& command, const ShowTimes& times,
                           Milliseconds at) {
  auto& db = transaction.db();
  const auto poll = poll_meant(db, command);
  if (!poll) return std::unexpected(poll.error());
  if (!times.live()) return fail(Kind::kConflict, "state", "A poll is opened while the show is on air.");
  if (poll->state != PollState::kPrepared) {
    return fail(Kind::kConflict, "poll-opened", "This poll was opened before. Prepare another.",
                "/data/poll");
  }
  for (const auto& other : polls(db, command.show)) {
    if (other.state == PollState::kOpen) {
      return fail(Kind::kConflict, "poll-open", "Another poll is open. Close it first.", "/data/poll");
    }
  }
  db.run("UPDATE poll SET state = 'open', opened_at = ? WHERE id = ?", at.count(), poll->id);
  people::audit(transaction, command.by, "poll.opened", command.show, {{"poll", poll->id}});
  return NewEvent{.kind = "poll.opened",
                  .data = {{"poll", poll->id},
                           {"question", poll->question},
                           {"options", json::array(poll->options.begin(), poll->options.end())}}};
}

NewEvent closed(store::Transaction& transaction, const Poll& poll, Milliseconds at, const http::Caller& by) {
  const auto end = std::max(at, poll.opened_at.value_or(at));
  transaction.db().run("UPDATE poll SET state = 'closed', closed_at = ? WHERE id = ?", end.count(), poll.id);
  people::audit(transaction, by, "poll.closed", poll.show, {{"poll", poll.id}});
  return NewEvent{.kind = "poll.closed", .data = {{"poll", poll.id}, {"counts", to_json(poll.tally)}}};
}

Result<NewEvent> close_poll(store::Transaction& transaction, const Command& command, Milliseconds at) {
  const auto poll = poll_meant(transaction.db(), command);
  if (!poll) return std::unexpected(poll.error());
  if (poll->state != PollState::kOpen) {
    return fail(Kind::kConflict, "poll-closed", "This poll is not open.", "/data/poll");
  }
  return closed(transaction, *poll, at, command.by);
}

// The busiest of all commands: four statements, none of which grows with the votes.
Result<NewEvent> vote(store::Transaction& transaction, const Command& command) {
  auto& db = transaction.db();
  const auto id = command.data.at("poll").as_int64();
  const auto place = static_cast<std::size_t>(command.data.at("option").as_int64());
  Tally tally;
  {
    auto rows = db.query(
        "SELECT p.state, o.votes FROM poll p JOIN poll_option o ON o.poll = p.id WHERE p.id = ? AND p.show = "
        "? ORDER BY "
        "o.place",
        id, command.show);
    std::string state;
    while (rows.next()) {
      state = rows.text(0);
      tally.push_back(rows.integer(1));
    }
    if (tally.empty() || state == "prepared") return no_poll();
    if (state != "open") return fail(Kind::kConflict, "poll-closed", "This poll is closed.", "/data/poll");
  }
  if (place >= tally.size()) {
    return invalid("/data/option", fmt::format("This poll has options 0 to {}.", tally.size() - 1));
  }
  auto person = people::person_of(db, command.by.id);
  std::optional<std::size_t> before;
  {
    // A member may have voted before signing in: that row goes on being theirs.
    auto rows = db.query("SELECT place, person FROM poll_vote WHERE poll = ? AND person IN (?, ?)", id,
                         person, command.by.id);
    if (rows.next()) {
      before = static_cast<std::size_t>(rows.integer(0));
      person = rows.text(1);
    }
  }
  if (before == place)
    return fail(Kind::kConflict, "voted", "Your vote stands there already.", "/data/option");
  count_vote(tally, before, place);
  db.run(
      "INSERT INTO poll_vote (poll, person, place) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET place = "
      "excluded.place",
      id, person, place);
  db.run("UPDATE poll_option SET votes = votes + 1 WHERE poll = ? AND place = ?", id, place);
  if (before) db.run("UPDATE poll_option SET votes = votes - 1 WHERE poll = ? AND place = ?", id, *before);
  NewEvent event{.kind = "poll.voted",
                 .data = {{"poll", id}, {"option", place}},
                 .audience = Audience::kServer,
                 .sums = {{sum_name(id), to_json(tally)}}};
  if (before) event.data["before"] = *before;
  return event;
}

}  // namespace

void close_open_poll(store::Transaction& transaction, timeline::Journal& journal, const std::string& show,
                     const http::Caller& by) {
  const auto times = timeline::times_of(transaction.db(), show);
  if (!times) return;
  for (const auto& poll : polls(transaction.db(), show)) {
    if (poll.state != PollState::kOpen) continue;
    const auto at = show_clock(*times, transaction.now());
    journal.append(transaction, show, closed(transaction, poll, at, by), by, at);
  }
}

void add_poll_commands(timeline::Commands& commands) {
  const auto airing = Access::roles({Role::kDirector, Role::kPresenter});
  const auto check_poll = [](Fields& data) { data.whole("poll", {1, kMostId}); };
  commands.add("poll.open",
               {.access = airing,
                .rate = kModeration,
                .lane = store::Lane::kStaff,
                .check = check_poll,
                .decide = [](store::Transaction& t, const Command& command, const ShowTimes& times,
                             Milliseconds at) { return open_poll(t, command, times, at); }});
  commands.add("poll.close", {.access = airing,
                              .rate = kModeration,
                              .lane = store::Lane::kStaff,
                              .check = check_poll,
                              .decide = [](store::Transaction& t, const Command& command, const ShowTimes&,
                                           Milliseconds at) { return close_poll(t, command, at); }});
  commands.add("poll.vote", {.access = Access::viewers(),
                             .rate = kVotes,
                             .lane = store::Lane::kRoom,
                             .check =
                                 [check_poll](Fields& data) {
                                   check_poll(data);
                                   data.whole("option", {0, kMostOptions - 1});
                                 },
                             .decide = [](store::Transaction& t, const Command& command, const ShowTimes&,
                                          Milliseconds) { return vote(t, command); }});
}

}  // namespace nigiwai::talk
