#include "show/archive/clips.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "shop/products/products.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr const char* kColumns =
    "SELECT c.position, c.id, c.show, c.product, c.title, c.label, c.form, c.from_ms, c.until_ms, c.focus, "
    "c.shown, "
    "c.state, c.attempts, c.why, c.at, c.length_ms, c.width, c.height, c.bytes, c.made_by, c.made_at, "
    "c.captions FROM "
    "clip c ";

// Of clips that show nothing of a part that was withdrawn.
constexpr const char* kPublic =
    "NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.show = c.show AND w.from_ms < max(c.until_ms, "
    "coalesce(c.at + c.length_ms, 0)) AND min(c.from_ms, coalesce(c.at, c.from_ms)) < w.until_ms)";

ClipState state_in(const std::string& text) {
  for (const auto state : {ClipState::kWaiting, ClipState::kMaking, ClipState::kReady}) {
    if (text == to_text(state)) return state;
  }
  return ClipState::kFailed;
}

Clip from_row(const store::Rows& row) {
  Clip clip{.position = row.integer(0),
            .id = row.text(1),
            .show = row.text(2),
            .wanted = {.from = Milliseconds(row.integer(7)),
                       .until = Milliseconds(row.integer(8)),
                       .form = clip_form(row.text(6)),
                       .focus = static_cast<int>(row.integer(9)),
                       .title = row.text(4),
                       .label = row.text(5),
                       .product = row.text(3),
                       .shown = row.integer(10) != 0,
                       .captions = row.text(21)},
            .state = state_in(row.text(11)),
            .attempts = row.integer(12),
            .why = row.text(13),
            .length = Milliseconds(row.optional_integer(15).value_or(0)),
            .width = static_cast<int>(row.optional_integer(16).value_or(0)),
            .height = static_cast<int>(row.optional_integer(17).value_or(0)),
            .bytes = row.optional_integer(18).value_or(0),
            .made_by = row.text(19),
            .made_at = from_ms(row.integer(20))};
  if (const auto at = row.optional_integer(14)) clip.at = Milliseconds(*at);
  return clip;
}

std::vector<Clip> all(store::Rows rows) {
  std::vector<Clip> clips;
  while (rows.next()) clips.push_back(from_row(rows));
  return clips;
}

Result<void> refuse_foreign(store::Database& db, const std::string& product) {
  if (product.empty() || shop::product_exists(db, product)) return {};
  return invalid("/product", fmt::format("There is no product {}.", product));
}

std::unexpected<Problem> no_clip() {
  return fail(Kind::kNotFound, "not-found", "This show has no such clip.");
}

std::int64_t count(store::Rows rows) {
  rows.next();
  return rows.integer(0);
}

Result<void> refuse_too_many(store::Database& db, const std::string& show) {
  if (count(db.query("SELECT count(*) FROM clip WHERE show = ?", show)) >= kMostClipsOfShow) {
    return fail(Kind::kConflict, "clip-limit",
                fmt::format("A show keeps {} clips. Delete one first.", kMostClipsOfShow));
  }
  if (count(db.query("SELECT count(*) FROM clip WHERE state IN ('waiting', 'making')")) >=
      kMostWaitingClips) {
    return fail(
        Kind::kTooMany, "clip-limit",
        fmt::format("{} clips are waiting to be made. Try again when some are ready.", kMostWaitingClips));
  }
  return {};
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

}  // namespace

Result<Clip> clip(store::Database& db, const std::string& show, const std::string& id) {
  auto rows = db.query(std::string(kColumns) + "WHERE c.show = ? AND c.id = ?", show, id);
  if (!rows.next()) return no_clip();
  return from_row(rows);
}

bool is_withdrawn(store::Database& db, const std::string& show, const std::string& id) {
  auto rows =
      db.query(std::string("SELECT ") + kPublic + " FROM clip c WHERE c.show = ? AND c.id = ?", show, id);
  return rows.next() && rows.integer(0) == 0;
}

std::vector<Clip> clips_of_show(store::Database& db, const std::string& show, bool staff) {
  return all(db.query(std::string(kColumns) +
                          "WHERE c.show = ?1 AND (?2 OR (c.state = 'ready' AND c.shown = 1 AND " + kPublic +
                          ")) ORDER BY c.position DESC",
                      show, staff));
}

std::vector<Clip> clips_of_product(store::Database& db, const std::string& product) {
  return all(db.query(
      std::string(kColumns) +
          "JOIN show s ON s.id = c.show WHERE c.product = ? AND c.product <> '' AND c.state = 'ready' "
          "AND c.shown = 1 AND s.state IN ('live', 'archived') AND " +
          kPublic + " ORDER BY c.position DESC LIMIT ?",
      product, kMostClipsOfProduct));
}

std::vector<Clip> public_clips(store::Database& db, const std::string& search, std::int64_t before,
                               std::int64_t limit) {
  return all(
      db.query(std::string(kColumns) +
                   "JOIN show s ON s.id = c.show LEFT JOIN product p ON p.id = c.product WHERE c.state = "
                   "'ready' AND c.shown = 1 AND c.at IS NOT NULL AND s.state IN ('live', 'archived') AND "
                   "c.position < ?1 AND instr(lower(c.title || char(10) || s.title || char(10) || "
                   "coalesce(p.title, '')), lower(?2)) > 0 AND " +
                   kPublic + " ORDER BY c.position DESC LIMIT ?3",
               before, search, limit));
}

std::vector<Clip> clips_of_staff(store::Database& db, const std::string& handle) {
  return all(db.query(
      std::string(kColumns) +
          "JOIN show_cast k ON k.show = c.show JOIN show s ON s.id = c.show WHERE k.handle = ? AND c.state = "
          "'ready' AND c.shown = 1 AND s.state IN ('live', 'archived') ORDER BY c.position DESC LIMIT ?",
      handle, kMostClipsOfProduct));
}

json::array proposals_json(store::Database& db, const std::string& show, WallTime now) {
  json::array proposals;
  const auto times = timeline::times_of(db, show);
  if (!times || !times->live_at) return proposals;
  std::vector<std::string> made;
  {
    auto rows = db.query("SELECT DISTINCT product FROM clip WHERE show = ? AND state <> 'failed'", show);
    while (rows.next()) made.push_back(rows.text(0));
  }
  const auto length = show_clock(*times, now);
  const auto marks = marks_of(db, show);
  for (const auto& each :
       propose_clips(outside(pin_stretches(marks, times->length), timeline::withdrawn_of(db, show)),
                     gaps(marks, length), length, made)) {
    const auto product = shop::product(db, each.product);
    proposals.push_back({{"product", each.product},
                         {"title", product ? product->title : each.product},
                         {"from", each.from.count()},
                         {"until", each.until.count()}});
  }
  return proposals;
}

json::object to_json(const Clip& clip, ClipReader reader, int percent) {
  const bool ready = clip.state == ClipState::kReady;
  const auto file = "/media/" + clip.show + "/clips/" + clip.id;
  json::object shown{
      {"id", clip.id},
      {"show", clip.show},
      {"product", text_or_null(clip.wanted.product)},
      {"title", clip.wanted.title},
      {"label", clip.wanted.label},
      {"form", to_text(clip.wanted.form)},
      {"at", clip.at.value_or(clip.wanted.from).count()},
      {"length_ms", ready ? clip.length.count() : (clip.wanted.until - clip.wanted.from).count()},
      {"width", clip.width},
      {"height", clip.height},
      {"url", ready ? json::value(file + ".mp4") : json::value()},
      {"poster", ready ? json::value(file + ".jpg") : json::value()}};
  if (reader == ClipReader::kEveryone) return shown;
  shown["from"] = clip.wanted.from.count();
  shown["until"] = clip.wanted.until.count();
  shown["state"] = to_text(clip.state);
  shown["progress"] = ready ? 100 : percent;
  shown["why"] = text_or_null(clip.why);
  shown["shown"] = clip.wanted.shown;
  shown["captions"] = text_or_null(clip.wanted.captions);
  shown["bytes"] = clip.bytes;
  shown["made_by"] = clip.made_by;
  shown["made_at"] = to_rfc3339(clip.made_at);
  return shown;
}

Result<Clip> add_clip(store::Transaction& transaction, Random& random, const std::string& show,
                      const NewClip& wanted, const http::Caller& by) {
  auto& db = transaction.db();
  if (auto known = find(db, show); !known) return std::unexpected(known.error());
  const auto times = timeline::times_of(db, show);
  if (!times || !times->live_at) {
    return fail(Kind::kConflict, "state", "Clips are made of a show that is or was on air.");
  }
  const auto length = show_clock(*times, transaction.now());
  if (wanted.until > length) {
    return invalid("/until", fmt::format("The show is {} ms long; a clip ends within it.", length.count()));
  }
  if (timeline::overlaps(timeline::withdrawn_of(db, show), {wanted.from, wanted.until})) {
    return fail(Kind::kConflict, "withdrawn",
                "A part of this stretch is withdrawn; choose another or restore it.", "/from");
  }
  if (auto known = refuse_foreign(db, wanted.product); !known) return std::unexpected(known.error());
  if (!wanted.captions.empty() && !has_captions(db, show, wanted.captions))
    return invalid("/captions", "This show has no captions in this language.");
  if (auto room = refuse_too_many(db, show); !room) return std::unexpected(room.error());
  const auto id = random.token(kIdLength);
  db.run(
      "INSERT INTO clip (id, show, product, title, label, form, from_ms, until_ms, focus, shown, state, "
      "made_by, made_at, captions) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
      id, show, wanted.product, wanted.title, wanted.label, to_text(wanted.form), wanted.from.count(),
      wanted.until.count(), wanted.focus, wanted.shown, by.handle, to_ms(transaction.now()), wanted.captions);
  people::audit(transaction, by, "clip.added", show, {{"title", wanted.title}});
  return clip(db, show, id);
}

Result<void> change_clip(store::Transaction& transaction, const std::string& show, const std::string& id,
                         const ClipChange& wanted, const http::Caller& by) {
  auto& db = transaction.db();
  const auto known = clip(db, show, id);
  if (!known) return std::unexpected(known.error());
  if (auto found = refuse_foreign(db, wanted.product.value_or("")); !found) return found;
  const auto& now = known->wanted;
  db.run("UPDATE clip SET title = ?, label = ?, product = ?, shown = ? WHERE id = ?",
         wanted.title.value_or(now.title), wanted.label.value_or(now.label),
         wanted.product.value_or(now.product), wanted.shown.value_or(now.shown), id);
  people::audit(transaction, by, "clip.changed", show, {{"title", wanted.title.value_or(now.title)}});
  return {};
}

Result<void> retry_clip(store::Transaction& transaction, const std::string& show, const std::string& id) {
  auto& db = transaction.db();
  const auto known = clip(db, show, id);
  if (!known) return std::unexpected(known.error());
  if (known->state != ClipState::kFailed) return fail(Kind::kConflict, "state", "This clip has not failed.");
  db.run("UPDATE clip SET state = 'waiting', attempts = 0, why = '' WHERE id = ?", id);
  return {};
}

Result<void> remove_clip(store::Transaction& transaction, timeline::Journal& journal, const std::string& show,
                         const std::string& id, const http::Caller& by) {
  auto& db = transaction.db();
  const auto known = clip(db, show, id);
  if (!known) return std::unexpected(known.error());
  db.run("DELETE FROM clip WHERE id = ?", id);
  if (known->state == ClipState::kReady) {
    journal.append(transaction, show,
                   {.kind = "clip.removed", .data = {{"clip", id}}, .audience = timeline::Audience::kStaff});
  }
  people::audit(transaction, by, "clip.removed", show, {{"title", known->wanted.title}});
  return {};
}

std::optional<Clip> next_to_make(store::Database& db, ClipWork work) {
  auto rows = db.query(std::string(kColumns) +
                           "WHERE c.state IN ('waiting', 'making') AND c.state = 'waiting' AND "
                           "(c.form = 'key-frames') = ? ORDER BY c.position LIMIT 1",
                       work == ClipWork::kCopying);
  if (!rows.next()) return std::nullopt;
  return from_row(rows);
}

bool begin_clip(store::Transaction& transaction, const std::string& id) {
  return transaction.db().run("UPDATE clip SET state = 'making', attempts = attempts + 1 WHERE id = ?", id) >
         0;
}

bool finish_clip(store::Transaction& transaction, timeline::Journal& journal, const std::string& id,
                 const Result<MadeClip>& made) {
  auto& db = transaction.db();
  if (!made)
    return db.run("UPDATE clip SET state = 'failed', why = ? WHERE id = ?", made.error().detail, id) > 0;
  if (db.run("UPDATE clip SET state = 'ready', why = '', at = ?, length_ms = ?, width = ?, height = ?, bytes "
             "= ? WHERE id "
             "= ?",
             made->at.count(), made->length.count(), made->width, made->height, made->bytes, id) == 0) {
    return false;
  }
  std::string show, product;
  {
    auto rows = db.query("SELECT show, product FROM clip WHERE id = ?", id);
    rows.next();
    show = rows.text(0);
    product = rows.text(1);
  }
  journal.append(transaction, show,
                 {.kind = "clip.made",
                  .data = {{"clip", id},
                           {"product", text_or_null(product)},
                           {"from", made->at.count()},
                           {"until", (made->at + made->length).count()}},
                  .audience = timeline::Audience::kStaff});
  return true;
}

void resume_clips(store::Transaction& transaction) {
  auto& db = transaction.db();
  db.run(
      "UPDATE clip SET state = 'failed', why = 'The server stopped each time this clip was made.' WHERE "
      "state = "
      "'making' AND attempts >= ?",
      kMostClipAttempts);
  db.run("UPDATE clip SET state = 'waiting' WHERE state = 'making'");
}

}  // namespace nigiwai::show
