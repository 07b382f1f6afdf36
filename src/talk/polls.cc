#include "talk/polls.h"

#include <fmt/format.h>

#include "people/members.h"
#include "timeline/journal.h"
#include "timeline/withdrawn.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;
using timeline::Audience;
using timeline::NewEvent;

PollState state_of(std::string_view text) {
  return text == "open" ? PollState::kOpen : text == "closed" ? PollState::kClosed : PollState::kPrepared;
}

std::optional<Milliseconds> ms_of(const store::Rows& rows, int column) {
  const auto ms = rows.optional_integer(column);
  return ms ? std::optional(Milliseconds(*ms)) : std::nullopt;
}

// One row an option: that of a poll begins with the poll's own columns.
constexpr const char* kColumns =
    "SELECT p.id, p.show, p.question, p.state, p.opened_at, p.closed_at, o.text, o.votes FROM poll p JOIN "
    "poll_option o ON o.poll = p.id ";

std::vector<Poll> read(store::Rows rows) {
  std::vector<Poll> found;
  while (rows.next()) {
    if (found.empty() || found.back().id != rows.integer(0)) {
      found.push_back({.id = rows.integer(0),
                       .show = rows.text(1),
                       .question = rows.text(2),
                       .state = state_of(rows.text(3)),
                       .opened_at = ms_of(rows, 4),
                       .closed_at = ms_of(rows, 5)});
    }
    found.back().options.push_back(rows.text(6));
    found.back().tally.push_back(rows.integer(7));
  }
  return found;
}

std::optional<Poll> one(std::vector<Poll> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

Result<Poll> prepared(store::Database& db, const std::string& show, std::int64_t id) {
  auto poll =
      one(read(db.query(std::string(kColumns) + "WHERE p.id = ? AND p.show = ? ORDER BY o.place", id, show)));
  if (!poll) return fail(Kind::kNotFound, "not-found", "There is no such poll in this show.");
  if (poll->state != PollState::kPrepared) {
    return fail(Kind::kConflict, "poll-opened", "This poll was opened: people have read it as it is.");
  }
  return *std::move(poll);
}

void write_options(store::Database& db, std::int64_t poll, const std::vector<std::string>& options) {
  db.run("DELETE FROM poll_option WHERE poll = ?", poll);
  for (std::size_t i = 0; i < options.size(); ++i) {
    db.run("INSERT INTO poll_option (poll, place, text) VALUES (?, ?, ?)", poll, i, options[i]);
  }
}

void tell_staff(store::Transaction& transaction, const AtDesk& desk, const char* kind, json::object data) {
  Milliseconds at{0};
  if (const auto times = timeline::times_of(transaction.db(), desk.show))
    at = show_clock(*times, transaction.now());
  desk.journal.append(transaction, desk.show,
                      {.kind = kind, .data = std::move(data), .audience = Audience::kStaff}, desk.by, at);
}

}  // namespace

std::vector<Poll> polls(store::Database& database, const std::string& show) {
  return read(database.query(std::string(kColumns) + "WHERE p.show = ? ORDER BY p.id, o.place", show));
}

std::optional<Poll> poll_at(store::Database& database, const std::string& show, Milliseconds at) {
  return one(read(database.query(
      std::string(kColumns) +
          "WHERE p.show = ?1 AND p.opened_at <= ?2 AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE "
          "w.show = p.show AND w.from_ms <= p.opened_at AND p.opened_at < w.until_ms) AND "
          "(p.closed_at IS NULL OR p.closed_at > ?2) "
          "ORDER BY p.opened_at DESC, p.id DESC, o.place LIMIT ?3",
      show, at.count(), kMostOptions)));
}

json::array polls_json(store::Database& database, const std::string& show, const http::Caller& caller) {
  json::array shown;
  const auto withdrawn = timeline::withdrawn_of(database, show);
  for (const auto& poll : polls(database, show)) {
    if (poll.state == PollState::kPrepared && !caller.is_staff()) continue;
    if (!caller.is_staff() && poll.opened_at && timeline::is_withdrawn(withdrawn, *poll.opened_at)) continue;
    auto each = to_json(poll);
    each["own"] = nullptr;
    if (caller.role == http::Role::kViewer) {
      auto rows = database.query("SELECT place FROM poll_vote WHERE poll = ? AND person IN (?, ?)", poll.id,
                                 people::person_of(database, caller.id), caller.id);
      if (rows.next()) each["own"] = rows.integer(0);
    }
    shown.push_back(std::move(each));
  }
  return shown;
}

json::object poll_sums(store::Database& database, const std::string& show) {
  json::object sums;
  const auto open = one(read(database.query(
      std::string(kColumns) + "WHERE p.show = ? AND p.state = 'open' ORDER BY o.place", show)));
  if (open) sums[fmt::format("poll/{}", open->id)] = to_json(open->tally);
  return sums;
}

Result<Poll> prepare_poll(store::Transaction& transaction, const AtDesk& desk, const NewPoll& wanted) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT count(*) FROM poll WHERE show = ?", desk.show);
    rows.next();
    if (rows.integer(0) >= kMostPolls) {
      return fail(Kind::kTooMany, "too-many", fmt::format("A show has {} polls at most.", kMostPolls));
    }
  }
  db.run("INSERT INTO poll (show, question, state) VALUES (?, ?, 'prepared')", desk.show, wanted.question);
  const Poll poll{.id = db.last_row_id(),
                  .show = desk.show,
                  .question = wanted.question,
                  .options = wanted.options,
                  .tally = Tally(wanted.options.size())};
  write_options(db, poll.id, poll.options);
  tell_staff(transaction, desk, "poll.prepared", to_json(poll));
  return poll;
}

Result<Poll> reword_poll(store::Transaction& transaction, const AtDesk& desk, std::int64_t id,
                         const NewPoll& wanted) {
  auto poll = prepared(transaction.db(), desk.show, id);
  if (!poll) return poll;
  poll->question = wanted.question;
  poll->options = wanted.options;
  poll->tally = Tally(wanted.options.size());
  transaction.db().run("UPDATE poll SET question = ? WHERE id = ?", poll->question, id);
  write_options(transaction.db(), id, poll->options);
  tell_staff(transaction, desk, "poll.prepared", to_json(*poll));
  return poll;
}

Result<void> discard_poll(store::Transaction& transaction, const AtDesk& desk, std::int64_t id) {
  if (auto poll = prepared(transaction.db(), desk.show, id); !poll) return std::unexpected(poll.error());
  transaction.db().run("DELETE FROM poll_option WHERE poll = ?", id);
  transaction.db().run("DELETE FROM poll WHERE id = ?", id);
  tell_staff(transaction, desk, "poll.discarded", {{"poll", id}});
  return {};
}

}  // namespace nigiwai::talk
