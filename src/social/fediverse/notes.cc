#include "social/fediverse/notes.h"

#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "outbox/deliveries.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr std::size_t kIdLength = 16;
constexpr const char* kColumns =
    "SELECT position, id, actor, kind, about, show, text, picture, picture_alt, language, answer_to, "
    "mentioned, "
    "published_at, updated_at FROM fediverse_note ";

OwnNote note_of(const store::Rows& row) {
  OwnNote note{.position = row.integer(0),
               .id = row.text(1),
               .actor = row.text(2),
               .kind = row.text(3),
               .about = row.text(4),
               .show = row.text(5),
               .text = row.text(6),
               .picture = row.text(7),
               .picture_alt = row.text(8),
               .language = row.text(9),
               .answer_to = row.text(10),
               .mentioned = row.text(11),
               .published_at = from_ms(row.integer(12))};
  if (const auto updated = row.optional_integer(13)) note.updated_at = from_ms(*updated);
  return note;
}

std::int64_t count(store::Rows rows) { return rows.next() ? rows.integer(0) : 0; }

void send(store::Transaction& transaction, const std::string& actor, const json::object& activity,
          const std::string& also) {
  std::vector<std::string> receivers;
  {
    auto rows = transaction.db().query(
        "SELECT DISTINCT receiver FROM fediverse_follower WHERE actor = ? ORDER BY 1", actor);
    while (rows.next()) receivers.push_back(rows.text(0));
  }
  if (!also.empty() && std::ranges::find(receivers, also) == receivers.end()) receivers.push_back(also);
  outbox::deliver(transaction,
                  {.sender = actor, .body = json::serialize(activity), .receivers = std::move(receivers)});
}

}  // namespace

std::optional<OwnNote> find_note(store::Database& db, const std::string& id) {
  auto rows = db.query(std::string(kColumns) + "WHERE id = ? AND deleted_at IS NULL", id);
  if (!rows.next()) return std::nullopt;
  return note_of(rows);
}

bool was_note(store::Database& db, const std::string& id) {
  return db.query("SELECT 1 FROM fediverse_note WHERE id = ? AND deleted_at IS NOT NULL", id).next();
}

std::vector<OwnNote> notes_of(store::Database& db, const std::string& actor,
                              std::optional<std::int64_t> before, std::int64_t limit) {
  std::vector<OwnNote> notes;
  auto rows =
      db.query(std::string(kColumns) +
                   "WHERE actor = ? AND deleted_at IS NULL AND position < ? ORDER BY position DESC LIMIT ?",
               actor, before.value_or(std::numeric_limits<std::int64_t>::max()), limit);
  while (rows.next()) notes.push_back(note_of(rows));
  return notes;
}

std::int64_t count_notes(store::Database& db, const std::string& actor) {
  return count(db.query("SELECT count(*) FROM fediverse_note WHERE actor = ? AND deleted_at IS NULL", actor));
}

std::int64_t count_followers(store::Database& db, const std::string& actor) {
  return count(db.query("SELECT count(*) FROM fediverse_follower WHERE actor = ?", actor));
}

Reactions reactions_to(store::Database& db, const std::string& note) {
  const auto of = [&](const char* kind) {
    return count(db.query("SELECT count(*) FROM fediverse_reaction WHERE note = ? AND kind = ?", note, kind));
  };
  return {.likes = of("like"), .boosts = of("boost"), .replies = of("reply")};
}

OwnNote say(store::Transaction& transaction, Random& random, const Documents& documents, OwnNote note,
            const std::string& also) {
  auto& db = transaction.db();
  if (!note.about.empty()) {
    auto rows =
        db.query(std::string(kColumns) + "WHERE actor = ? AND kind = ? AND about = ? AND deleted_at IS NULL",
                 note.actor, note.kind, note.about);
    if (rows.next()) return note_of(rows);
  }
  note.id = random.token(kIdLength);
  note.published_at = transaction.now();
  db.run(
      "INSERT INTO fediverse_note (id, actor, kind, about, show, text, picture, picture_alt, language, "
      "answer_to, "
      "mentioned, published_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      note.id, note.actor, note.kind, note.about, note.show, note.text, note.picture, note.picture_alt,
      note.language, note.answer_to, note.mentioned, to_ms(note.published_at));
  note.position = db.last_row_id();
  send(transaction, note.actor, documents.create(note), also);
  return note;
}

void say_anew(store::Transaction& transaction, const Documents& documents, const std::string& id,
              const std::string& text, const std::string& picture) {
  auto note = find_note(transaction.db(), id);
  if (!note || (note->text == text && note->picture == picture)) return;
  note->text = text;
  note->picture = picture;
  note->updated_at = transaction.now();
  transaction.db().run("UPDATE fediverse_note SET text = ?, picture = ?, updated_at = ? WHERE id = ?", text,
                       picture, to_ms(transaction.now()), id);
  send(transaction, note->actor, documents.update(*note), "");
}

bool unsay(store::Transaction& transaction, const Documents& documents, const std::string& id,
           const std::string& also) {
  const auto note = find_note(transaction.db(), id);
  if (!note) return false;
  transaction.db().run("UPDATE fediverse_note SET deleted_at = ?, text = '', picture = '' WHERE id = ?",
                       to_ms(transaction.now()), id);
  send(transaction, note->actor, documents.removal(*note), also);
  return true;
}

}  // namespace nigiwai::social::fediverse
