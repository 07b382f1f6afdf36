#include "show/rehearsal/rehearsals.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "shop/offers/offer_store.h"
#include "show/cue_sheet.h"
#include "show/rehearsal/crowd.h"
#include "show/rehearsal/runs.h"
#include "show/show_rows.h"
#include "talk/polls.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 24;  // 120 bits: nobody guesses where its picture is
constexpr std::size_t kKeyLength = 24;
constexpr std::size_t kOfferIdLength = 12;

Result<void> may_be_rehearsed(store::Database& db, const Show& show) {
  if (is_rehearsal(show.state)) {
    return fail(Kind::kConflict, "state", "This is a rehearsal already. Rehearse the show it belongs to.");
  }
  if (show.state != State::kDraft && show.state != State::kScheduled) {
    return fail(Kind::kConflict, "state", "Only a show that is still to come can be rehearsed.");
  }
  auto rows = db.query("SELECT count(*) FROM rehearsal WHERE of = ?", show.id);
  rows.next();
  if (rows.integer(0) >= kMostRehearsals) {
    return fail(Kind::kTooMany, "too-many", "This show has been rehearsed as often as can be kept.");
  }
  return {};
}

Result<void> has_crowd(store::Database& db, const std::string& crowd) {
  const auto past = find(db, crowd);
  if (!past) return invalid("/crowd", "There is no such show.");
  if (past->state != State::kArchived)
    return invalid("/crowd", "Only a show that is past has a crowd to play.");
  return {};
}

// Offers and polls as they are prepared, without what became of them.
void copy_prepared(store::Transaction& transaction, const RehearsalParts& parts, const std::string& from,
                   const Show& to, const http::Caller& by) {
  auto& db = transaction.db();
  for (auto offer : shop::offers_of(db, from)) {
    offer.id = parts.random.token(kOfferIdLength);
    offer.show = to.id;
    offer.windows.clear();
    offer.taken = 0;
    offer.archive_until.reset();
    shop::insert_offer(db, offer);
  }
  for (const auto& poll : talk::polls(db, from)) {
    (void)talk::prepare_poll(transaction, {.journal = parts.journal, .show = to.id, .by = by},
                             {.question = poll.question, .options = poll.options});
  }
}

json::value crowd_json(store::Database& db, const std::string& crowd) {
  if (crowd.empty()) return nullptr;
  const auto show = find(db, crowd);
  return json::object{{"show", crowd}, {"title", show ? show->title : ""}};
}

}  // namespace

std::optional<Rehearsal> rehearsal_of(store::Database& db, const std::string& show) {
  auto rows =
      db.query("SELECT of, coalesce(crowd, ''), made_at, made_by FROM rehearsal WHERE show = ?", show);
  if (!rows.next()) return std::nullopt;
  return Rehearsal{.of = rows.text(0),
                   .crowd = rows.text(1),
                   .made_at = from_ms(rows.integer(2)),
                   .made_by = rows.text(3)};
}

Result<Show> make_rehearsal(store::Transaction& transaction, const RehearsalParts& parts,
                            const std::string& of, const std::string& crowd, const http::Caller& by) {
  auto& db = transaction.db();
  const auto original = find(db, of);
  if (!original) return original;
  if (auto may = may_be_rehearsed(db, *original); !may) return std::unexpected(may.error());
  if (!crowd.empty()) {
    if (auto past = has_crowd(db, crowd); !past) return std::unexpected(past.error());
  }
  const Show show{.id = parts.random.token(kIdLength),
                  .title = original->title,
                  .description = original->description,
                  .state = State::kRehearsing,
                  .listed_at = to_ms(transaction.now()),
                  .record = Recording::kOn,
                  .stream_key = parts.random.token(kKeyLength),
                  .preview_token = parts.random.token(kKeyLength),
                  .second_rendition = original->second_rendition,
                  .cast = original->cast,
                  .shelf = original->shelf};
  insert(db, show);
  if (auto cast = set_cast(db, show); !cast) return std::unexpected(cast.error());
  if (auto shelf = set_shelf(db, show); !shelf) return std::unexpected(shelf.error());
  parts.journal.open(transaction, show.id);
  json::array watching;
  for (const auto count : crowd.empty() ? std::vector<std::int64_t>{} : recorded_watching(db, crowd))
    watching.push_back(count);
  db.run("INSERT INTO rehearsal (show, of, crowd, watching, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?)",
         show.id, of, crowd.empty() ? std::nullopt : std::optional(crowd), json::serialize(watching),
         to_ms(transaction.now()), by.handle);
  if (!cues_of(db, of).empty()) {
    const CueWriting writing{.transaction = transaction, .random = parts.random, .by = by, .show = show.id};
    if (auto copied = copy_cues(writing, of); !copied) return std::unexpected(copied.error());
  }
  copy_prepared(transaction, parts, of, show, by);
  return find(db, show.id);
}

json::object rehearsal_json(store::Database& db, const std::string& show, Milliseconds clock) {
  const auto rehearsal = rehearsal_of(db, show);
  if (!rehearsal) return {};
  const auto original = find(db, rehearsal->of);
  auto crowd = crowd_json(db, rehearsal->crowd);
  if (crowd.is_object()) {
    auto rows = db.query("SELECT watching FROM rehearsal WHERE show = ?", show);
    rows.next();
    const auto curve = json::parse(rows.text(0)).as_array();
    const auto step = static_cast<std::size_t>(clock / kCrowdStep);
    crowd.as_object()["watching"] = step < curve.size() ? curve[step] : json::value(0);
  }
  return {{"of", rehearsal->of},
          {"title", original ? original->title : ""},
          {"made_at", to_rfc3339(rehearsal->made_at)},
          {"made_by", rehearsal->made_by},
          {"crowd", std::move(crowd)}};
}

json::object rehearsals_json(store::Database& db, const std::string& of) {
  std::vector<std::string> shows;
  {
    auto rows = db.query("SELECT show FROM rehearsal WHERE of = ? ORDER BY made_at DESC", of);
    while (rows.next()) shows.push_back(rows.text(0));
  }
  json::array items;
  for (const auto& id : shows) {
    const auto show = find(db, id);
    const auto times = timeline::times_of(db, id);
    if (!show || !times || show->state == State::kCancelled) continue;
    auto item = rehearsal_json(db, id, Milliseconds(0));
    item["id"] = id;
    item["state"] = to_text(shown_state(*show, *times));
    item["live_at"] = times->live_at ? json::value(to_rfc3339(*times->live_at)) : json::value();
    item["length_ms"] = times->length ? json::value(times->length->count()) : json::value();
    item["points"] = nullptr;
    if (const auto score = score_json(db, id)) item["points"] = score->at("points");
    items.push_back(std::move(item));
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::array practised_by(store::Database& db, const std::string& handle) {
  struct Held {
    std::string id;
    std::string title;
    WallTime live_at;
  };
  std::vector<Held> held;
  {
    auto rows = db.query(
        "SELECT s.id, s.title, t.live_at FROM show_cast c JOIN show s ON s.id = c.show JOIN timeline t ON "
        "t.show = "
        "s.id WHERE c.handle = ? AND s.state = 'rehearsed' ORDER BY s.ended_at DESC LIMIT ?",
        handle, kMostPractised);
    while (rows.next()) held.push_back({rows.text(0), rows.text(1), from_ms(rows.integer(2))});
  }
  json::array practised;
  for (const auto& each : held) {
    const auto score = score_json(db, each.id);
    practised.push_back({{"id", each.id},
                         {"title", each.title},
                         {"live_at", to_rfc3339(each.live_at)},
                         {"points", score ? score->at("points") : json::value()}});
  }
  return practised;
}

json::object crowds_json(store::Database& db) {
  json::array items;
  auto rows = db.query(
      "SELECT s.id, s.title, t.live_at, t.length_ms, t.chats, (SELECT count(*) FROM question q WHERE q.show "
      "= s.id AND "
      "q.hidden = 0) FROM show s JOIN timeline t ON t.show = s.id WHERE s.state = 'archived' AND (t.chats > "
      "0 OR "
      "t.hearts > 0) ORDER BY s.listed_at DESC LIMIT ?",
      kMostCrowds);
  while (rows.next()) {
    items.push_back({{"id", rows.text(0)},
                     {"title", rows.text(1)},
                     {"live_at", to_rfc3339(from_ms(rows.integer(2)))},
                     {"length_ms", rows.integer(3)},
                     {"lines", rows.integer(4)},
                     {"questions", rows.integer(5)}});
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace nigiwai::show
