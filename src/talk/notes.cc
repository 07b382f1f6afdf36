#include "talk/notes.h"

#include <algorithm>
#include <ranges>

#include "base/time.h"
#include "talk/commands.h"
#include "talk/lines.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;
using http::Access;
using http::Role;
using timeline::Audience;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr TextRule kNote{.least = 1, .most = kMostNoteCharacters};
constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;

json::array seen_by(store::Database& db, const std::string& show, std::int64_t seq) {
  json::array seen;
  auto rows = db.query(
      "SELECT e.by_id, coalesce(t.name, ''), e.accepted_at FROM event e INDEXED BY event_of_note LEFT JOIN "
      "event_text t ON "
      "t.position = e.position WHERE e.show = ? AND e.seq > ? AND e.kind IN ('presenter.noted', "
      "'presenter.acknowledged') "
      "AND json_extract(e.data, '$.seq') = ? ORDER BY e.seq",
      show, seq, seq);
  while (rows.next()) {
    seen.push_back(
        {{"id", rows.text(0)}, {"name", rows.text(1)}, {"at", to_rfc3339(from_ms(rows.integer(2)))}});
  }
  return seen;
}

Result<NewEvent> note(const Command& command) {
  auto text = clean_text(command.data.at("text").as_string(), kNote, "/data/text");
  if (!text) return std::unexpected(text.error());
  return NewEvent{.kind = "presenter.noted", .audience = Audience::kStaff, .text = *std::move(text)};
}

Result<NewEvent> acknowledge(store::Transaction& transaction, const Command& command) {
  auto& db = transaction.db();
  const auto seq = command.data.at("seq").as_int64();
  const auto noted = event_at(db, command.show, seq);
  if (!noted || noted->kind != "presenter.noted") {
    return fail(Kind::kNotFound, "not-found", "There is no such note in this show.", "/data/seq");
  }
  const auto seen = seen_by(db, command.show, seq);
  const auto own = [&](const json::value& each) { return each.at("id").as_string() == command.by.handle; };
  if (std::ranges::any_of(seen, own)) {
    return fail(Kind::kConflict, "conflict", "You have acknowledged this note.", "/data/seq");
  }
  return NewEvent{.kind = "presenter.acknowledged", .data = {{"seq", seq}}, .audience = Audience::kStaff};
}

}  // namespace

json::array notes_json(store::Database& database, const std::string& show) {
  struct Note {
    std::int64_t seq;
    json::object shown;
  };
  std::vector<Note> newest;
  {
    auto rows = database.query(
        "SELECT e.seq, e.at, e.by_id, e.accepted_at, coalesce(t.name, ''), coalesce(t.text, '') FROM event e "
        "INDEXED BY "
        "event_of_note LEFT JOIN event_text t ON t.position = e.position WHERE e.show = ? AND e.kind IN "
        "('presenter.noted', 'presenter.acknowledged') AND e.kind = 'presenter.noted' ORDER BY e.seq DESC "
        "LIMIT ?",
        show, kMostNotesShown);
    while (rows.next()) {
      newest.push_back({rows.integer(0),
                        {{"seq", rows.integer(0)},
                         {"at", rows.integer(1)},
                         {"text", rows.text(5)},
                         {"by", {{"id", rows.text(2)}, {"name", rows.text(4)}}},
                         {"noted_at", to_rfc3339(from_ms(rows.integer(3)))}}});
    }
  }
  json::array notes;
  for (auto& each : std::views::reverse(newest)) {
    each.shown["seen"] = seen_by(database, show, each.seq);
    notes.push_back(std::move(each.shown));
  }
  return notes;
}

void add_note_commands(timeline::Commands& commands) {
  commands.add("presenter.note", {.access = Access::roles({Role::kDirector}),
                                  .rate = kModeration,
                                  .lane = store::Lane::kStaff,
                                  .check = [](Fields& data) { data.text("text", kNote); },
                                  .decide = [](store::Transaction&, const Command& command, const ShowTimes&,
                                               Milliseconds) { return note(command); }});
  commands.add("presenter.acknowledge",
               {.access = Access::roles({Role::kPresenter}),
                .rate = kModeration,
                .lane = store::Lane::kStaff,
                .check = [](Fields& data) { data.whole("seq", {1, kMostSeq}); },
                .decide = [](store::Transaction& t, const Command& command, const ShowTimes&,
                             Milliseconds) { return acknowledge(t, command); }});
}

}  // namespace nigiwai::talk
