#include "show/fans/show_facts.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/time.h"

namespace nigiwai::show {
namespace {

constexpr std::array<std::string_view, 4> kRanks{"sales", "viewers", "watch_time", "chatters"};
// Looked through for the best of them; far more than a team goes on air in that time.
constexpr std::int64_t kMostRanked = 200;

void count_audience(store::Database& db, ShowFacts& show) {
  auto rows = db.query(
      "SELECT count(DISTINCT CASE WHEN a.live AND a.viewed_at IS NOT NULL THEN coalesce(m.member, a.viewer) "
      "END), count(DISTINCT CASE WHEN a.viewed_at IS NOT NULL THEN coalesce(m.member, a.viewer) END), "
      "coalesce(sum(a.played_ms), 0), count(DISTINCT CASE WHEN a.chatted_at IS NOT NULL THEN "
      "coalesce(m.member, a.viewer) END) FROM audience a LEFT JOIN member_viewer m ON m.viewer = a.viewer "
      "WHERE "
      "a.show = ?",
      show.id);
  rows.next();
  show.viewers_live = rows.integer(0);
  show.viewers = rows.integer(1);
  show.watched = Milliseconds(rows.integer(2));
  show.chatters = rows.integer(3);
}

void count_orders(store::Database& db, ShowFacts& show) {
  auto rows = db.query(
      "SELECT (SELECT count(DISTINCT number) FROM order_line WHERE show = ?1) + (SELECT count(*) FROM "
      "external_order WHERE show = ?1), (SELECT coalesce(sum(quantity * unit_price), 0) FROM order_line "
      "WHERE "
      "show = ?1) + (SELECT coalesce(sum(total), 0) FROM external_order WHERE show = ?1)",
      show.id);
  rows.next();
  show.orders = rows.integer(0);
  show.sales = rows.integer(1);
}

void read_making(store::Database& db, ShowFacts& show) {
  {
    auto rows = db.query(
        "SELECT coalesce((SELECT concept FROM show_plan WHERE show = ?1), ''), (SELECT count(*) FROM "
        "show_shelf "
        "WHERE show = ?1), (SELECT min(at) FROM event WHERE show = ?1 AND kind IN ('product.pinned', "
        "'product.unpinned', 'picture.started', 'picture.lost') AND kind = 'product.pinned')",
        show.id);
    rows.next();
    show.theme = rows.text(0);
    show.products = rows.integer(1);
    if (const auto pin = rows.optional_integer(2)) show.first_pin = Milliseconds(*pin);
  }
  auto rows = db.query("SELECT intent, count(*) FROM cue WHERE show = ? GROUP BY intent", show.id);
  while (rows.next()) {
    if (const auto intent = intent_of(rows.text(0)))
      show.intents.at(static_cast<std::size_t>(*intent)) = rows.integer(1);
  }
}

std::vector<ShowFacts> with_facts(store::Database& db, store::Rows found) {
  std::vector<ShowFacts> shows;
  while (found.next()) {
    ShowFacts show{.id = found.text(0), .title = found.text(1), .live_at = from_ms(found.integer(2))};
    if (const auto length = found.optional_integer(3)) show.length = Milliseconds(*length);
    shows.push_back(std::move(show));
  }
  for (auto& show : shows) {
    {
      auto rows = db.query("SELECT handle FROM show_cast WHERE show = ? ORDER BY place", show.id);
      while (rows.next()) show.cast.push_back(rows.text(0));
    }
    count_audience(db, show);
    count_orders(db, show);
    read_making(db, show);
  }
  return shows;
}

std::int64_t figure(const ShowFacts& show, RankBy by) {
  switch (by) {
    case RankBy::kViewers:
      return show.viewers;
    case RankBy::kWatched:
      return show.watched.count();
    case RankBy::kChatters:
      return show.chatters;
    case RankBy::kSales:
      break;
  }
  return show.sales;
}

// The lower of the two in the middle: a number that was really there.
std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace

std::vector<ShowFacts> shows_of(store::Database& db, const std::string& handle, WallTime since) {
  return with_facts(
      db, db.query("SELECT s.id, s.title, t.live_at, t.length_ms FROM show_cast c JOIN show s ON "
                   "s.id = c.show JOIN timeline t ON t.show = s.id WHERE c.handle = ? AND s.state IN "
                   "('live', 'archived') AND t.live_at >= ? ORDER BY t.live_at DESC LIMIT ?",
                   handle, to_ms(since), kMostOwnShows));
}

std::vector<ShowFacts> ranked_shows(store::Database& db, const std::string& but, WallTime since) {
  return with_facts(
      db,
      db.query(
          "SELECT s.id, s.title, t.live_at, t.length_ms FROM show s JOIN timeline t ON t.show = s.id WHERE "
          "s.state = 'archived' AND s.listed_at >= ?1 AND t.live_at >= ?1 AND EXISTS (SELECT 1 FROM "
          "show_cast "
          "c WHERE c.show = s.id) AND NOT EXISTS (SELECT 1 FROM show_cast c LEFT JOIN staff p ON p.handle = "
          "c.handle WHERE c.show = s.id AND (c.handle = ?2 OR p.id IS NULL OR p.ranked = 0)) ORDER BY "
          "s.listed_at DESC LIMIT ?3",
          to_ms(since), but, kMostRanked));
}

std::int64_t share_of(std::int64_t sales, std::size_t cast) {
  return cast == 0 ? 0 : sales / static_cast<std::int64_t>(cast);
}

std::optional<RankBy> rank_by(std::string_view text) {
  const auto* found = std::ranges::find(kRanks, text);
  if (found == kRanks.end()) return std::nullopt;
  return static_cast<RankBy>(found - kRanks.begin());
}

std::vector<ShowFacts> best_of(std::vector<ShowFacts> shows, RankBy by, std::size_t most) {
  std::erase_if(shows, [&](const ShowFacts& show) { return figure(show, by) == 0; });
  std::ranges::sort(shows, [&](const ShowFacts& a, const ShowFacts& b) {
    return std::tuple(-figure(a, by), a.id) < std::tuple(-figure(b, by), b.id);
  });
  if (shows.size() > most) shows.resize(most);
  return shows;
}

std::optional<Usual> usual_of(const std::vector<ShowFacts>& shows) {
  if (shows.empty()) return std::nullopt;
  const auto of = [&](auto value) {
    std::vector<std::int64_t> values;
    for (const auto& show : shows) {
      if (const std::optional<std::int64_t> known = value(show)) values.push_back(*known);
    }
    return median(std::move(values));
  };
  const auto ms = [](const std::optional<Milliseconds>& time) {
    return time ? std::optional<std::int64_t>(time->count()) : std::nullopt;
  };
  Usual usual{.shows = shows.size()};
  if (const auto length = of([&](const ShowFacts& show) { return ms(show.length); }))
    usual.length = Milliseconds(*length);
  if (const auto pin = of([&](const ShowFacts& show) { return ms(show.first_pin); }))
    usual.first_pin = Milliseconds(*pin);
  usual.products = of([](const ShowFacts& show) { return show.products; }).value_or(0);
  for (std::size_t intent = 0; intent < usual.intents.size(); ++intent)
    usual.intents[intent] = of([&](const ShowFacts& show) { return show.intents[intent]; }).value_or(0);
  std::map<std::string, int> themes;
  for (const auto& show : shows) {
    if (!show.theme.empty() && ++themes[show.theme] > (usual.theme.empty() ? 0 : themes[usual.theme]))
      usual.theme = show.theme;
  }
  return usual;
}

}  // namespace nigiwai::show
