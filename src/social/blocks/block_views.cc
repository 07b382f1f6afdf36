#include "social/blocks/block_views.h"

#include <array>
#include <set>

#include "base/time.h"
#include "show/archive/chapters.h"
#include "show/archive/clips.h"
#include "show/shows.h"
#include "social/recommending/cards.h"
#include "timeline/journal.h"

namespace nigiwai::social {
namespace {

json::value time_or_null(std::optional<WallTime> time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::value poster_of(show::Broadcasting& broadcasting, const std::string& show) {
  return broadcasting.media(show).poster ? json::value("/media/" + show + "/poster.jpg") : json::value();
}

std::vector<ShowAt> shows_in(store::Database& db, show::State state) {
  std::vector<ShowAt> found;
  const auto page = show::list(db, std::array{state}, {.cursor = "", .limit = kShowsAround});
  if (!page) return found;
  for (const auto& show : page->items) {
    const auto times = timeline::times_of(db, show.id).value_or(timeline::ShowTimes{});
    const auto at = state == show::State::kScheduled ? show.starts_at
                    : state == show::State::kLive    ? times.live_at
                                                     : show.ended_at;
    if (at) found.push_back({show.id, *at});
  }
  return found;
}

struct Archive {
  std::string id;
  std::string title;
  Milliseconds length{0};
};

std::vector<Archive> archives_with(store::Database& db, const std::string& product) {
  std::vector<Archive> found;
  auto rows = db.query(
      "SELECT s.id, s.title, t.length_ms FROM show_shelf h JOIN show s ON s.id = h.show JOIN timeline t ON "
      "t.show = "
      "s.id WHERE h.product = ? AND s.state = 'archived' AND t.length_ms IS NOT NULL ORDER BY s.listed_at "
      "DESC LIMIT "
      "?",
      product, kMostArchivesOfProduct);
  while (rows.next()) found.push_back({rows.text(0), rows.text(1), Milliseconds(rows.integer(2))});
  return found;
}

std::string title_of_show(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT title FROM show WHERE id = ?", id);
  return rows.next() ? rows.text(0) : std::string();
}

// By the second, in which a crowd orders at once.
std::vector<Happened> happened_in(store::Database& db, const std::string& show, const std::string& product) {
  std::vector<Happened> found;
  auto orders = db.query(
      "SELECT min(at), count(*) FROM (SELECT min(l.at) AS at FROM order_line l JOIN placed_order o ON "
      "o.number = l.number "
      "WHERE l.show = ?1 AND l.product = ?2 AND l.at IS NOT NULL AND o.state NOT IN ('cancelled', "
      "'refunded') GROUP BY "
      "l.number UNION ALL SELECT o.at FROM external_order o WHERE o.show = ?1 AND o.state NOT IN "
      "('cancelled', "
      "'refunded') AND EXISTS (SELECT 1 FROM external_order_line l WHERE l.number = o.number AND l.product = "
      "?2)) "
      "GROUP BY at / 1000",
      show, product);
  while (orders.next()) found.push_back({.at = Milliseconds(orders.integer(0)), .orders = orders.integer(1)});
  auto saves = db.query(
      "SELECT min(at), count(*) FROM event INDEXED BY event_of_save WHERE show = ? AND kind = "
      "'product.saved' AND data "
      "->> 'product' = ? GROUP BY at / 1000",
      show, product);
  while (saves.next()) found.push_back({.at = Milliseconds(saves.integer(0)), .saves = saves.integer(1)});
  return found;
}

std::vector<Stretch> stretches_of(store::Database& db, const std::string& product) {
  std::vector<Stretch> found;
  for (const auto& clip : show::clips_of_product(db, product)) {
    const auto at = clip.at.value_or(Milliseconds(0));
    found.push_back({.show = clip.show,
                     .clip = clip.id,
                     .title = clip.wanted.title,
                     .label = clip.wanted.label,
                     .at = at,
                     .until = at + clip.length});
  }
  for (const auto& archive : archives_with(db, product)) {
    for (const auto& chapter : show::chapters(db, archive.id, archive.length)) {
      if (chapter.product != product) continue;
      found.push_back({.show = archive.id,
                       .title = chapter.title,
                       .at = chapter.at,
                       .until = chapter.until.value_or(archive.length)});
    }
  }
  std::set<std::string> shows;
  for (const auto& stretch : found) shows.insert(stretch.show);
  for (const auto& show : shows) credit(found, show, happened_in(db, show, product));
  return found;
}

}  // namespace

json::array shown_next(store::Database& db, const show::ViewParts& views, WallTime now) {
  const auto id = next_show({.live = shows_in(db, show::State::kLive),
                             .coming = shows_in(db, show::State::kScheduled),
                             .past = shows_in(db, show::State::kArchived)},
                            now);
  auto card = id ? show_card(db, *id) : std::nullopt;
  if (!card) return {};
  auto& shown = *card;
  const auto times = timeline::times_of(db, *id).value_or(timeline::ShowTimes{});
  const bool live = shown.at("state").as_string() == "live";
  const bool coming = shown.at("state").as_string() == "scheduled";
  shown["live_at"] = time_or_null(times.live_at);
  shown["length_ms"] = times.length ? json::value(times.length->count()) : json::value();
  shown["watching"] = live ? json::value(views.watching(*id)) : json::value();
  shown["poster"] = coming ? json::value() : poster_of(views.broadcasting, *id);
  return {json::object{{"show", std::move(shown)}, {"to", text_of({.what = Shared::kShow, .id = *id})}}};
}

json::array shown_moments(store::Database& db, const std::string& product, show::Broadcasting& broadcasting) {
  json::array items;
  for (const auto& best : best_of(stretches_of(db, product), kMostMomentsShown)) {
    const bool clip = !best.clip.empty();
    items.push_back({{"kind", clip ? "clip" : "chapter"},
                     {"title", best.title},
                     {"label", best.label.empty() ? json::value() : json::value(best.label)},
                     {"show", {{"id", best.show}, {"title", title_of_show(db, best.show)}}},
                     {"at", best.at.count()},
                     {"length_ms", (best.until - best.at).count()},
                     {"sold", best.orders > 0},
                     {"saved", best.saves > 0},
                     {"poster", clip ? json::value("/media/" + best.show + "/clips/" + best.clip + ".jpg")
                                     : poster_of(broadcasting, best.show)},
                     {"to", clip ? text_of({.what = Shared::kClip, .id = best.clip})
                                 : text_of({.what = Shared::kShow, .id = best.show, .at = best.at})}});
  }
  return items;
}

}  // namespace nigiwai::social
