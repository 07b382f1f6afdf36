#include "timeline/journal.h"

#include <boost/json/serialize.hpp>

#include "base/check.h"
#include "base/time.h"
#include "store/many_rows.h"

namespace nigiwai::timeline {

Journal::Run::Row& Journal::Run::row_of(const std::string& show) {
  const auto [found, unknown] = rows_.try_emplace(show);
  auto& row = found->second;
  if (!unknown) return row;
  auto rows =
      transaction_.db().query("SELECT last_seq, last_at, length_ms FROM timeline WHERE show = ?", show);
  if (rows.next())
    row = {
        .last_seq = rows.integer(0), .last_at = rows.integer(1), .ended = !rows.is_null(2), .stands = true};
  return row;
}

SharedEvent Journal::Run::append(const std::string& show, NewEvent fresh, const http::Caller& by,
                                 Milliseconds at) {
  auto& row = row_of(show);
  ++row.last_seq;
  if (!row.ended) row.last_at = std::max(row.last_at, at.count());
  if (fresh.kind == "chat.posted") ++row.chats;
  auto event = std::make_shared<Event>(Event{.position = next_position(),
                                             .show = show,
                                             .seq = row.last_seq,
                                             .at = at,
                                             .kind = std::move(fresh.kind),
                                             .audience = fresh.audience,
                                             .person = std::move(fresh.person),
                                             .by_id = by.is_staff() ? by.handle : by.id,
                                             .by_role = std::string(to_text(by.role)),
                                             .by_name = by.name,
                                             .accepted_at = transaction_.now(),
                                             .data = std::move(fresh.data),
                                             .text = std::move(fresh.text),
                                             .hidden = false,
                                             .sums = std::move(fresh.sums)});
  events_.push_back(event);
  transaction_.on_commit([&journal = journal_, event] { journal.listener_.published(event); });
  return event;
}

// No event is ever deleted, so that the one after the last was never given.
std::int64_t Journal::Run::next_position() {
  if (!events_.empty()) return events_.back()->position + 1;
  auto rows = transaction_.db().query("SELECT max(position) FROM event");
  rows.next();
  return rows.integer(0) + 1;
}

void Journal::Run::write_events() {
  auto& db = transaction_.db();
  using Number = std::int64_t;
  using Text = std::string_view;
  static const store::InsertRows kEvents(
      "INSERT OR FAIL INTO event (position, show, seq, at, kind, audience, person, by_id, by_role, "
      "accepted_at, "
      "data) "
      "VALUES",
      11);
  store::ManyRows<Number, Text, Number, Number, Text, Number, Text, Text, Text, Number, Text> rows(db,
                                                                                                   kEvents);
  std::vector<std::string> data;  // stands until it is written
  data.reserve(events_.size());
  for (const auto& event : events_) {
    data.push_back(json::serialize(event->data));
    rows.add(event->position, event->show, event->seq, event->at.count(), event->kind,
             static_cast<Number>(event->audience), event->person, event->by_id, event->by_role,
             to_ms(event->accepted_at), data.back());
  }
  rows.finish();
  static const store::InsertRows kTexts("INSERT INTO event_text (position, name, text) VALUES", 3);
  store::ManyRows<Number, Text, Text> texts(db, kTexts);
  for (const auto& event : events_) {
    const bool named = !event->by_name.empty() && event->audience != Audience::kServer;
    if (named || !event->text.empty()) texts.add(event->position, event->by_name, event->text);
  }
  texts.finish();
  events_.clear();
}

void Journal::Run::finish() {
  auto& db = transaction_.db();
  write_events();
  for (const auto& [show, row] : rows_) {
    if (row.stands) {
      db.run("UPDATE timeline SET last_seq = ?, last_at = ?, chats = chats + ? WHERE show = ?", row.last_seq,
             row.last_at, row.chats, show);
    } else {
      db.run("INSERT INTO timeline (show, last_seq, last_at, chats) VALUES (?, ?, ?, ?)", show, row.last_seq,
             row.last_at, row.chats);
    }
  }
  rows_.clear();
}

SharedEvent Journal::append(store::Transaction& transaction, const std::string& show, NewEvent fresh,
                            const http::Caller& by, Milliseconds at) {
  Run run(*this, transaction);
  auto event = run.append(show, std::move(fresh), by, at);
  run.finish();
  return event;
}

SharedEvent Journal::append(store::Transaction& transaction, const std::string& show, NewEvent event) {
  Milliseconds at{0};
  if (const auto times = times_of(transaction.db(), show)) at = show_clock(*times, transaction.now());
  return append(transaction, show, std::move(event), http::Caller{}, at);
}

void Journal::open(store::Transaction& transaction, const std::string& show) {
  transaction.db().run("INSERT INTO timeline (show) VALUES (?) ON CONFLICT DO NOTHING", show);
}

void Journal::begin(store::Transaction& transaction, const std::string& show, const http::Caller& by) {
  transaction.db().run("UPDATE timeline SET live_at = ?, last_at = 0 WHERE show = ?",
                       to_ms(transaction.now()), show);
  append(transaction, show, {.kind = "show.started"}, by, Milliseconds(0));
}

void Journal::finish(store::Transaction& transaction, const std::string& show, const http::Caller& by) {
  const auto times = times_of(transaction.db(), show);
  CHECK(times.has_value(), "only a show that was opened can end");
  const auto length = show_clock(*times, transaction.now());
  append(transaction, show, {.kind = "show.ended"}, by, length);
  transaction.db().run("UPDATE timeline SET length_ms = ? WHERE show = ?", length.count(), show);
}

void Journal::open_finished(store::Transaction& transaction, const std::string& show, WallTime live_at,
                            Milliseconds length) {
  transaction.db().run("INSERT INTO timeline (show, live_at, length_ms) VALUES (?, ?, ?)", show,
                       to_ms(live_at), length.count());
}

bool Journal::set_hidden(store::Transaction& transaction, const std::string& show, std::int64_t seq,
                         bool hidden) {
  return transaction.db().run(
             "UPDATE event_text SET hidden = ? WHERE hidden < 2 AND position = (SELECT position FROM event "
             "WHERE show = ? AND "
             "seq = ?)",
             hidden, show, seq) > 0;
}

void Journal::count_moment(store::Transaction& transaction, const std::string& show, std::string_view what,
                           Milliseconds at, std::int64_t count) {
  transaction.db().run(
      "INSERT INTO moment_count (show, what, second, count) VALUES (?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET count = count + excluded.count",
      show, what, at.count() / 1000, count);
  if (what == "heart")
    transaction.db().run("UPDATE timeline SET hearts = hearts + ? WHERE show = ?", count, show);
}

Result<ShowTimes> times_of(store::Database& database, const std::string& show) {
  auto rows = database.query(
      "SELECT live_at, length_ms, last_at, last_seq, hearts, chats FROM timeline WHERE show = ?", show);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such show.");
  ShowTimes times;
  if (const auto live_at = rows.optional_integer(0)) times.live_at = from_ms(*live_at);
  if (const auto length = rows.optional_integer(1)) times.length = Milliseconds(*length);
  times.last_at = Milliseconds(rows.integer(2));
  times.last_seq = rows.integer(3);
  times.hearts = rows.integer(4);
  times.chats = rows.integer(5);
  return times;
}

}  // namespace nigiwai::timeline
