#include "show/archive/product_moments.h"

#include "base/time.h"
#include "show/marks.h"
#include "timeline/journal.h"

namespace nigiwai::show {
namespace {

namespace json = boost::json;

struct Found {
  std::string id, title, state;
  std::optional<std::int64_t> starts_at;
};

std::vector<Found> shows_with(store::Database& db, const std::string& product) {
  std::vector<Found> shows;
  auto rows = db.query(
      "SELECT s.id, s.title, s.state, s.starts_at FROM show_shelf h JOIN show s ON s.id = h.show WHERE "
      "h.product = ? "
      "AND s.state IN ('live', 'scheduled', 'archived') "
      "ORDER BY CASE s.state WHEN 'live' THEN 0 WHEN 'archived' THEN 2 ELSE 1 END, "
      "CASE WHEN s.state IN ('live', 'archived') THEN -s.listed_at ELSE s.listed_at END LIMIT ?",
      product, kMostShowsOfProduct);
  while (rows.next()) shows.push_back({rows.text(0), rows.text(1), rows.text(2), rows.optional_integer(3)});
  return shows;
}

json::value time_or_null(std::optional<WallTime> time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

}  // namespace

json::array shows_of_product(store::Database& db, const std::string& product, Broadcasting& broadcasting) {
  json::array shows;
  for (const auto& show : shows_with(db, product)) {
    const auto times = timeline::times_of(db, show.id).value_or(timeline::ShowTimes{});
    json::array moments;
    const auto pinned = pin_stretches(marks_of(db, show.id), times.length);
    for (const auto& stretch : outside(pinned, timeline::withdrawn_of(db, show.id))) {
      if (stretch.product != product || moments.size() >= kMostMomentsOfProduct) continue;
      moments.push_back({{"at", stretch.at.count()},
                         {"until", stretch.until ? json::value(stretch.until->count()) : json::value()}});
    }
    const bool shown = show.state == "live" || show.state == "archived";
    shows.push_back(
        {{"id", show.id},
         {"title", show.title},
         {"state", show.state},
         {"starts_at", time_or_null(show.starts_at ? std::optional(from_ms(*show.starts_at)) : std::nullopt)},
         {"live_at", time_or_null(times.live_at)},
         {"length_ms", times.length ? json::value(times.length->count()) : json::value()},
         {"poster", shown && broadcasting.media(show.id).poster
                        ? json::value("/media/" + show.id + "/poster.jpg")
                        : json::value()},
         {"moments", std::move(moments)}});
  }
  return shows;
}

}  // namespace nigiwai::show
