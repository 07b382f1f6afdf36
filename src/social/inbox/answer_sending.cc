#include "social/inbox/answer_sending.h"

#include <algorithm>

#include "base/log.h"
#include "base/time.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social {
namespace {

std::string language_of(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return plain ? "en" : "ja";
}

}  // namespace

std::optional<AnswerSending::Due> AnswerSending::next() {
  const auto due =
      parts_.readers.read<std::optional<Due>>([&](store::Database& db) -> Result<std::optional<Due>> {
        std::string id;
        std::string item;
        {
          auto rows = db.query(
              "SELECT id, item FROM inbox_answer WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at "
              "LIMIT 1",
              to_ms(parts_.clock.wall()));
          if (!rows.next()) return std::optional<Due>();
          id = rows.text(0);
          item = rows.text(1);
        }
        auto found = find_item(db, item);
        if (!found) return std::unexpected(found.error());
        const auto answer = std::ranges::find(found->answers, id, &ItemAnswer::id);
        if (answer == found->answers.end()) return std::optional<Due>();
        return std::optional(Due{.answer = *answer, .item = *std::move(found)});
      });
  if (!due) log_warn("answers could not be looked for", {{"why", due.error().detail}});
  return due.value_or(std::nullopt);
}

bool AnswerSending::turn() {
  const auto due = next();
  if (!due) return false;
  const auto sent = parts_.voices.publish({.id = due->item.account, .network = due->item.network, .name = {}},
                                          {.text = due->answer.text,
                                           .language = language_of(due->answer.text),
                                           .answer_to = due->item.remote,
                                           .key = due->answer.id});
  const auto settled = settle(*due, sent);
  if (!settled) log_warn("what became of an answer could not be kept", {{"why", settled.error().detail}});
  return settled.has_value();
}

Result<void> AnswerSending::settle(const Due& due, const Result<Published>& sent) {
  const auto& answer = due.answer;
  return on_writer<
      void>(parts_.writer, store::Lane::kProjections, [&](store::Transaction& transaction) -> Result<void> {
    auto& db = transaction.db();
    const auto now = to_ms(transaction.now());
    const auto tries = answer.tries + 1;
    if (sent) {
      db.run(
          "UPDATE inbox_answer SET state = 'sent', tries = ?, why = '', remote = ?, url = ?, sent_at = ? "
          "WHERE "
          "id = ?",
          tries, sent->id, sent->url, now, answer.id);
      db.run(
          "UPDATE inbox_item SET state = 'answered', answered_by = CASE WHEN answered_at IS NULL THEN ?1 "
          "ELSE "
          "answered_by END, answered_at = coalesce(answered_at, ?2), closed_at = ?2, claimed_until = 0 WHERE "
          "id = ?3 AND state <> 'aside'",
          answer.by, now, answer.item);
      return {};
    }
    if (const auto wait = next_try(tries, sent.error())) {
      db.run("UPDATE inbox_answer SET tries = ?, why = ?, next_at = ? WHERE id = ? AND state = 'waiting'",
             tries, sent.error().detail, now + wait->count(), answer.id);
    } else {
      db.run(
          "UPDATE inbox_answer SET state = 'failed', tries = ?, why = ? WHERE id = ? AND state = 'waiting'",
          tries, sent.error().detail, answer.id);
    }
    return {};
  });
}

}  // namespace nigiwai::social
