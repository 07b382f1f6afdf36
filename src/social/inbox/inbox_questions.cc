#include "social/inbox/inbox_questions.h"

#include <fmt/format.h>

#include "base/time.h"
#include "talk/questions.h"

namespace nigiwai::social {
namespace {

// ?1: now, ?2: shows from this time on.
constexpr const char* kListed =
    "FROM show s JOIN question q ON q.show = s.id JOIN event e ON e.show = q.show AND e.seq = q.seq JOIN "
    "event_text "
    "t ON t.position = e.position WHERE s.state IN ('live', 'archived') AND s.listed_at > ?2 AND q.hidden = "
    "0 AND "
    "q.state <> 'held' AND t.text <> ''";

std::string in_state(const std::string& state) {
  if (state == "waiting") return "q.state = 'open'";
  if (state == "open") return "q.state = 'open' AND q.claimed_until <= ?1";
  if (state == "claimed") return "q.state = 'open' AND q.claimed_until > ?1";
  if (state == "answered") return "q.state = 'answered'";
  if (state == "aside") return "0";
  return "1";
}

struct Row {
  std::string show{};
  std::int64_t seq = 0;
  WallTime asked_at{};
  std::string title{};
  std::string state{};
};

std::optional<InboxQuestion> question_of(store::Database& db, Row row) {
  auto question = talk::question_with(db, row.show, row.seq);
  if (!question) return std::nullopt;
  return InboxQuestion{.question = *std::move(question),
                       .title = std::move(row.title),
                       .show_state = std::move(row.state),
                       .asked_at = row.asked_at};
}

Row row_in(const store::Rows& rows) {
  return {rows.text(0), rows.integer(1), from_ms(rows.integer(2)), rows.text(3), rows.text(4)};
}

}  // namespace

std::vector<InboxQuestion> inbox_questions(store::Database& db, const ItemsAsked& asked,
                                           const std::optional<ItemPlace>& after, WallTime now,
                                           std::int64_t limit) {
  std::vector<InboxQuestion> found;
  if (!(asked.network.empty() || asked.network == "show") ||
      !(asked.kind.empty() || asked.kind == "question"))
    return found;
  std::vector<Row> read;
  {
    const auto* way = asked.oldest_first ? "ASC" : "DESC";
    auto rows = db.query(
        fmt::format(
            "SELECT q.show, q.seq, e.accepted_at, s.title, s.state {} AND {} AND (?1 > 0) AND (?3 = '' OR "
            "instr(lower(t.text), lower(?3)) > 0 OR instr(lower(t.name), lower(?3)) > 0) AND (?4 IS NULL "
            "OR (e.accepted_at, 1, e.position) {} (?4, ?5, ?6)) ORDER BY e.accepted_at {}, e.position {} "
            "LIMIT ?7",
            kListed, in_state(asked.state), asked.oldest_first ? ">" : "<", way, way),
        to_ms(now), to_ms(now - kQuestionsListed), asked.text,
        after ? std::optional(after->at_ms) : std::nullopt, after ? after->source : 0,
        after ? after->position : 0, limit);
    while (rows.next()) read.push_back(row_in(rows));
  }
  for (auto& row : read) {
    if (auto question = question_of(db, std::move(row))) found.push_back(*std::move(question));
  }
  return found;
}

std::int64_t waiting_questions(store::Database& db, WallTime now) {
  auto rows = db.query(fmt::format("SELECT count(*) {} AND q.state = 'open' AND (?1 > 0)", kListed),
                       to_ms(now), to_ms(now - kQuestionsListed));
  return rows.next() ? rows.integer(0) : 0;
}

Result<InboxQuestion> find_inbox_question(store::Database& db, const std::string& show, std::int64_t seq,
                                          WallTime now) {
  std::optional<Row> row;
  {
    auto rows =
        db.query(fmt::format("SELECT q.show, q.seq, e.accepted_at, s.title, s.state {} AND (?1 > 0) AND "
                             "q.show = ?3 AND q.seq = ?4",
                             kListed),
                 to_ms(now), to_ms(now - kQuestionsListed), show, seq);
    if (rows.next()) row = row_in(rows);
  }
  if (row) {
    if (auto question = question_of(db, *std::move(row))) return *std::move(question);
  }
  return fail(Kind::kNotFound, "not-found", "There is no such question in the inbox.");
}

}  // namespace nigiwai::social
