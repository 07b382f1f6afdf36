#include "show/fans/presenter.h"

#include <map>

#include "base/time.h"
#include "people/own_words.h"
#include "people/staff.h"
#include "shop/settings.h"

namespace nigiwai::show {
namespace {

constexpr const char* kSalesRule =
    "The value of what was ordered out of the show, with tax, as it was placed, without shipping, shared "
    "alike "
    "among its cast and rounded down, so that the shares never add up to more than was sold.";

json::value ms_json(const std::optional<Milliseconds>& time) {
  return time ? json::value(time->count()) : json::value(nullptr);
}

json::object intents_json(const std::array<std::int64_t, 5>& intents) {
  json::object shown;
  for (std::size_t intent = 1; intent < intents.size(); ++intent)
    shown[to_text(static_cast<Intent>(intent))] = intents[intent];
  return shown;
}

json::object making_json(const ShowFacts& show) {
  return {{"concept", show.theme},
          {"length_ms", ms_json(show.length)},
          {"first_pin_ms", ms_json(show.first_pin)},
          {"products", show.products},
          {"intents", intents_json(show.intents)}};
}

json::object figures_json(const ShowFacts& show) {
  return {{"viewers_live", show.viewers_live},
          {"viewers", show.viewers},
          {"watched_ms", show.watched.count()},
          {"chatters", show.chatters},
          {"orders", show.orders}};
}

json::object named_json(const ShowFacts& show) {
  return {{"show", show.id}, {"title", show.title}, {"live_at", to_rfc3339(show.live_at)}};
}

// Those who follow now, by when they began: at the end of each of the last weeks.
json::object followers_json(store::Database& db, const std::string& handle, WallTime now) {
  std::vector<std::int64_t> began;
  {
    auto rows = db.query(
        "SELECT min(f.followed_at) FROM follow f LEFT JOIN member_viewer m ON m.viewer = f.viewer WHERE "
        "f.handle = "
        "? GROUP BY coalesce(m.member, f.viewer) ORDER BY 1",
        handle);
    while (rows.next()) began.push_back(rows.integer(0));
  }
  json::array weeks;
  for (std::int64_t ago = kFollowerWeeks - 1; ago >= 0; --ago) {
    const auto until = now - std::chrono::days(7 * ago);
    const auto count = std::ranges::upper_bound(began, to_ms(until)) - began.begin();
    weeks.push_back({{"until", to_rfc3339(until)}, {"followers", count}});
  }
  return {{"now", static_cast<std::int64_t>(began.size())}, {"weeks", std::move(weeks)}};
}

// What viewers wrote in these shows and is to be read by all, the newest show and the latest moment first.
json::array said(store::Database& db, const std::vector<ShowFacts>& shows, std::string_view sql) {
  json::array lines;
  for (std::size_t place = 0; place < std::min(shows.size(), kShowsListenedTo); ++place) {
    const auto left = kMostSaid - static_cast<std::int64_t>(lines.size());
    if (left <= 0) break;
    auto rows = db.query(sql, shows[place].id, left);
    while (rows.next()) {
      lines.push_back({{"show", shows[place].id},
                       {"title", shows[place].title},
                       {"at", rows.integer(0)},
                       {"name", rows.text(1)},
                       {"text", rows.text(2)}});
    }
  }
  return lines;
}

constexpr const char* kLines =
    "SELECT e.at, t.name, t.text FROM event e JOIN event_text t ON t.position = e.position WHERE e.show = ? "
    "AND "
    "e.kind = 'chat.posted' AND e.by_role = 'viewer' AND t.hidden = 0 AND t.text <> '' ORDER BY e.at DESC, "
    "e.seq "
    "DESC LIMIT ?";
constexpr const char* kQuestions =
    "SELECT q.at, t.name, t.text FROM question q JOIN event e ON e.show = q.show AND e.seq = q.seq JOIN "
    "event_text "
    "t ON t.position = e.position WHERE q.show = ? AND q.hidden = 0 AND q.state <> 'held' AND t.hidden = 0 "
    "AND "
    "t.text <> '' ORDER BY q.at DESC, q.seq DESC LIMIT ?";

}  // namespace

json::object presenter_json(store::Database& db, const std::string& handle, WallTime now) {
  const auto shows = shows_of(db, handle, now - kRecentShows);
  const auto currency = shop::settings(db).currency;
  json::array own;
  for (const auto& show : shows) {
    auto shown = named_json(show);
    shown["length_ms"] = ms_json(show.length);
    shown["cast"] = show.cast.size();
    shown["figures"] = figures_json(show);
    shown["sales"] = {{"amount", share_of(show.sales, show.cast.size())}, {"currency", currency}};
    own.push_back(std::move(shown));
  }
  return {{"words", people::words_of(db, handle)},
          {"ranked", people::is_ranked(db, handle)},
          {"followers", followers_json(db, handle, now)},
          {"shows", std::move(own)},
          {"questions", said(db, shows, kQuestions)},
          {"lines", said(db, shows, kLines)},
          {"sales_rule", kSalesRule},
          {"days", std::chrono::duration_cast<std::chrono::days>(kRecentShows).count()}};
}

json::object hits_json(store::Database& db, const std::string& handle, RankBy by, WallTime now) {
  const auto since = now - kRecentShows;
  const auto currency = shop::settings(db).currency;
  std::map<std::string, std::string> names;
  for (const auto& profile : people::profiles_after(db, "", people::kMostStaff))
    names[profile.handle] = profile.name;
  json::array items;
  for (const auto& show : best_of(ranked_shows(db, handle, since), by, kMostHits)) {
    auto shown = named_json(show);
    json::array cast;
    for (const auto& each : show.cast)
      cast.push_back({{"handle", each}, {"name", names.contains(each) ? names[each] : each}});
    shown["cast"] = std::move(cast);
    shown["figures"] = figures_json(show);
    shown["sales"] = {{"amount", show.sales}, {"currency", currency}};
    shown["making"] = making_json(show);
    items.push_back(std::move(shown));
  }
  auto own = shows_of(db, handle, since);
  std::erase_if(own, [](const ShowFacts& show) { return !show.length; });
  json::value usual = nullptr;
  if (const auto known = usual_of(own)) {
    usual = json::object{{"shows", known->shows},
                         {"concept", known->theme},
                         {"length_ms", ms_json(known->length)},
                         {"first_pin_ms", ms_json(known->first_pin)},
                         {"products", known->products},
                         {"intents", intents_json(known->intents)}};
  }
  return {{"items", std::move(items)},
          {"usual", std::move(usual)},
          {"ranked", people::is_ranked(db, handle)},
          {"days", std::chrono::duration_cast<std::chrono::days>(kRecentShows).count()}};
}

}  // namespace nigiwai::show
