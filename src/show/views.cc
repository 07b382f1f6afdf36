#include "show/views.h"

#include <map>

#include "base/time.h"
#include "media/pictures.h"
#include "people/staff.h"
#include "shop/offers/offers.h"
#include "shop/products/products.h"
#include "shop/selling.h"
#include "show/archive/chapters.h"
#include "show/archive/withdrawals.h"
#include "show/marks.h"
#include "show/rehearsal/rehearsals.h"
#include "talk/lines.h"
#include "talk/polls.h"

namespace nigiwai::show {
namespace {

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::value ms_or_null(const std::optional<Milliseconds>& ms) {
  return ms ? json::value(ms->count()) : json::value();
}

json::array cast_json(store::Database& db, const Show& show) {
  json::array cast;
  for (const auto& handle : show.cast) {
    const auto profile = people::profile_of(db, handle);
    if (!profile) continue;
    cast.push_back({{"handle", profile->handle},
                    {"name", profile->name},
                    {"title", profile->title},
                    {"picture", media::picture_json(profile->picture)}});
  }
  return cast;
}

json::array shelf_json(store::Database& db, const Show& show) {
  const auto usual = shop::shop_selling(db);
  json::array shelf;
  for (const auto& id : show.shelf) {
    const auto product = shop::product(db, id);
    if (!product) continue;
    auto shown = shop::to_json(*product);
    const auto own = shop::shelf_selling(db, show.id, id);
    shop::add_to(shown, own ? *own : usual);
    shown["own_selling"] = own.has_value();
    shelf.push_back(std::move(shown));
  }
  return shelf;
}

json::value path_or_null(bool there, std::string path) {
  return there ? json::value(std::move(path)) : json::value();
}

}  // namespace

json::object show_json(store::Database& db, const Show& show, const http::Caller& caller,
                       const ViewParts& parts) {
  const auto times = timeline::times_of(db, show.id).value_or(timeline::ShowTimes{});
  const auto clock = show_clock(times, parts.clock.wall());
  const auto marks = marks_of(db, show.id);
  const auto away = times.live() ? away_since(marks) : std::nullopt;
  const auto media = parts.broadcasting.media(show.id);
  const auto folder = "/media/" + show.id;
  const auto state = shown_state(show, times);
  const bool shown = state == State::kLive || state == State::kArchived;
  // Caches still have what stood under the show's own id.
  const auto moved = archive_path(db, show.id);
  json::object view{
      {"id", show.id},
      {"title", show.title},
      {"description", show.description},
      {"state", to_text(state)},
      {"starts_at", time_or_null(show.starts_at)},
      {"live_at", time_or_null(times.live_at)},
      {"ended_at", time_or_null(show.ended_at)},
      {"clock", clock.count()},
      {"length_ms", ms_or_null(times.length)},
      {"seq", times.last_seq},
      {"cast", cast_json(db, show)},
      {"shelf", shelf_json(db, show)},
      {"pin", times.live() ? to_json(pin_at(marks, clock)) : json::value()},
      {"pins", to_json(outside(pin_stretches(marks, times.length), timeline::withdrawn_of(db, show.id)))},
      {"picture", times.live() && !away ? "on" : "away"},
      {"away_since", ms_or_null(away)},
      {"offers", shop::shown_offers(db, show.id)},
      {"counts", {{"watching", parts.watching(show.id)}, {"hearts", times.hearts}, {"chat", times.chats}}},
      {"media",
       {{"playlist", path_or_null(shown && media.playlist,
                                  "/media/" + (moved.empty() ? show.id : moved) + "/index.m3u8")},
        {"poster", path_or_null(shown && media.poster, folder + "/poster.jpg")}}}};
  view["talk"] = talk::talk_json(db, show.id, clock, parts.clock.wall(), caller);
  if (is_rehearsal(show.state)) view["rehearsal"] = rehearsal_json(db, show.id, clock);
  if (caller.is_staff()) {
    view["staff"] = {
        {"preview", path_or_null(!shown && media.preview, "/media/" + show.preview_token + "/index.m3u8")},
        {"download", path_or_null(media.download, "/api/shows/" + show.id + "/movies/recording.mp4")},
        {"health", parts.broadcasting.health(show.id)},
        {"record", show.record == Recording::kOn},
        {"second_rendition", show.second_rendition == SecondRendition::kOn}};
  }
  return view;
}

Result<json::object> ShowSnapshots::snapshot(const std::string& show, const http::Caller& caller) {
  return readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto found = find_for(db, show, caller);
    if (!found) return std::unexpected(found.error());
    return show_json(db, *found, caller, parts_);
  });
}

Result<json::object> ShowSnapshots::moments(store::Database& db, const std::string& show, Milliseconds at,
                                            Milliseconds until, const timeline::View& view) {
  return page_at(db, show, at, until, view);
}

Result<void> may_know(store::Database& db, const std::string& show, const http::Caller& caller) {
  if (const auto found = find_for(db, show, caller); !found) return std::unexpected(found.error());
  return {};
}

std::optional<json::object> told_of(store::Database& db, const std::string& show) {
  const auto found = find_for(db, show, http::Caller{});
  if (!found) return std::nullopt;
  return json::object{{"id", found->id},
                      {"title", found->title},
                      {"state", to_text(found->state)},
                      {"starts_at", time_or_null(found->starts_at)}};
}

json::object ShowSnapshots::sums(store::Database& db, const std::string& show) {
  return talk::talk_sums(db, show);
}

Result<json::object> page_at(store::Database& db, const std::string& show, Milliseconds at,
                             Milliseconds until, const timeline::View& view) {
  if (until < at) return invalid("until", "This must not be before at.");
  const auto found =
      find_for(db, show, view.staff ? http::Caller{http::Role::kOwner, "", "", ""} : http::Caller{});
  if (!found) return std::unexpected(found.error());
  const auto marks = marks_of(db, show);
  const auto moments = timeline::events_between(db, show, at, until, view);
  const auto poll = talk::poll_at(db, show, at);
  json::array events;
  for (const auto& event : moments.events) events.push_back(timeline::to_json(event, view));
  // A second belongs to the page in which it begins, so that pages put together count it once.
  const auto end = moments.next_at.value_or(until);
  const auto first_second = std::chrono::ceil<std::chrono::seconds>(at);
  return json::object{{"at", at.count()},
                      {"until", until.count()},
                      {"state",
                       {{"pin", to_json(pin_at(marks, at))},
                        {"line", talk::pinned_line(db, show, at, view)},
                        {"poll", poll ? json::value(talk::to_json(*poll)) : json::value()},
                        {"offers", shop::offers_at(db, show, at)}}},
                      {"events", std::move(events)},
                      {"hearts", timeline::moment_counts(db, show, "heart", first_second, end)},
                      {"saves", timeline::moment_counts(db, show, "save", first_second, end)},
                      {"next_at", ms_or_null(moments.next_at)}};
}

Milliseconds bucket_of(Milliseconds length) {
  const auto seconds = (length.count() + kMostBuckets * 1000 - 1) / (kMostBuckets * 1000);
  return Milliseconds(std::max<std::int64_t>(seconds, 1) * 1000);
}

Result<json::object> outline(store::Database& db, const std::string& show, const Clock& clock) {
  const auto times = timeline::times_of(db, show);
  if (!times) return std::unexpected(times.error());
  const auto length = show_clock(*times, clock.wall());
  const auto bucket = bucket_of(length);
  const auto count = static_cast<std::size_t>((length.count() + bucket.count() - 1) / bucket.count());
  std::vector<std::int64_t> chat(count), hearts(count);
  const auto add = [&](std::vector<std::int64_t>& bars, std::int64_t at, std::int64_t pieces) {
    if (!bars.empty())
      bars[std::min(static_cast<std::size_t>(at / bucket.count()), bars.size() - 1)] += pieces;
  };
  {
    auto rows = db.query(
        "SELECT at / ?2, count(*) FROM event INDEXED BY event_of_chat "
        "WHERE show = ?1 AND kind = 'chat.posted' GROUP BY 1",
        show, bucket.count());
    while (rows.next()) add(chat, rows.integer(0) * bucket.count(), rows.integer(1));
  }
  const auto beyond = length + Milliseconds(1000);
  for (const auto& pair : timeline::moment_counts(db, show, "heart", Milliseconds(0), beyond)) {
    add(hearts, pair.at(0).as_int64(), pair.at(1).as_int64());
  }
  json::array saves;
  for (const auto& pair : timeline::moment_counts(db, show, "save", Milliseconds(0), beyond)) {
    saves.push_back({{"at", pair.at(0)}, {"count", pair.at(1)}});
  }
  const auto marks = marks_of(db, show);
  json::array chapters;
  for (const auto& each : show::chapters(db, show, times->length)) {
    chapters.push_back({{"at", each.at.count()},
                        {"title", each.title},
                        {"product", each.product.empty() ? json::value() : json::value(each.product)}});
  }
  json::array away;
  for (const auto& gap : gaps(marks, length))
    away.push_back({{"from", gap.from.count()}, {"to", gap.to.count()}});
  // To a viewer what is withdrawn is a stretch without a picture.
  for (const auto& each : timeline::withdrawn_of(db, show))
    away.push_back({{"from", each.from.count()}, {"to", each.until.count()}});
  return json::object{{"length_ms", length.count()},
                      {"bucket_ms", bucket.count()},
                      {"chat", json::array(chat.begin(), chat.end())},
                      {"hearts", json::array(hearts.begin(), hearts.end())},
                      {"saves", std::move(saves)},
                      {"chapters", std::move(chapters)},
                      {"gaps", std::move(away)}};
}

}  // namespace nigiwai::show
