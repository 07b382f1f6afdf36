#include "social/listening/happenings.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <vector>

#include "base/time.h"
#include "shop/products/products.h"

namespace nigiwai::social {
namespace {

struct OnAir {
  std::string show;
  std::string title;
  std::int64_t live_at;
};

constexpr std::int64_t kMostShows = 4;
constexpr Milliseconds kLongestShow{std::chrono::hours(24)};

std::string name_of(store::Database& db, const std::string& kind, const json::object& data) {
  if (kind == "offer.opened") {
    const auto* shown = data.if_contains("shown");
    const auto* title =
        shown != nullptr && shown->is_object() ? shown->get_object().if_contains("title") : nullptr;
    return title != nullptr && title->is_string() ? std::string(std::string_view(title->get_string())) : "";
  }
  const auto* id = data.if_contains("product");
  if (id == nullptr || !id->is_string()) return "";
  const auto product = shop::product(db, std::string(std::string_view(id->get_string())));
  return product ? product->title : "";
}

void add_posts(store::Database& db, WallTime from, WallTime to, json::array& all) {
  auto rows = db.query(
      "SELECT min(c.published_at) AS at, p.show, p.text, group_concat(c.name, ', ') FROM post_channel c JOIN "
      "post p ON p.id = c.post WHERE c.published_at >= ?1 AND c.published_at < ?2 GROUP BY p.id ORDER BY at "
      "LIMIT ?3",
      to_ms(from), to_ms(to), kMostHappenings);
  while (rows.next()) {
    all.push_back({{"what", "post"},
                   {"at", to_rfc3339(from_ms(rows.integer(0)))},
                   {"show", rows.text(1)},
                   {"title", rows.text(2)},
                   {"name", rows.text(3)}});
  }
}

void add_campaigns(store::Database& db, WallTime from, WallTime to, json::array& all) {
  auto rows = db.query(
      "SELECT 'campaign', starts_at AS at, show, title, '' FROM campaign WHERE starts_at >= ?1 AND starts_at "
      "< ?2 "
      "UNION ALL SELECT 'tier', t.opened_at, c.show, c.title, t.text FROM campaign_tier t JOIN campaign c ON "
      "c.id = "
      "t.campaign WHERE t.opened_at >= ?1 AND t.opened_at < ?2 ORDER BY at LIMIT ?3",
      to_ms(from), to_ms(to), kMostHappenings);
  while (rows.next()) {
    all.push_back({{"what", rows.text(0)},
                   {"at", to_rfc3339(from_ms(rows.integer(1)))},
                   {"show", rows.text(2)},
                   {"title", rows.text(3)},
                   {"name", rows.text(4)}});
  }
}

}  // namespace

json::array happenings(store::Database& db, WallTime from, WallTime to) {
  std::vector<OnAir> shows;
  {
    auto rows = db.query(
        "SELECT show.id, show.title, timeline.live_at FROM show JOIN timeline ON timeline.show = show.id "
        "WHERE show.listed_at >= ? AND show.listed_at < ? AND timeline.live_at < ? "
        "AND (timeline.length_ms IS NULL OR timeline.live_at + timeline.length_ms > ?) "
        "AND show.state IN ('live', 'archived') ORDER BY timeline.live_at LIMIT ?",
        to_ms(from - kLongestShow), to_ms(to), to_ms(to), to_ms(from), kMostShows);
    while (rows.next()) shows.push_back({rows.text(0), rows.text(1), rows.integer(2)});
  }
  json::array all;
  for (const auto& [show, title, live_at] : shows) {
    all.push_back({{"what", "show"},
                   {"at", to_rfc3339(from_ms(live_at))},
                   {"show", show},
                   {"title", title},
                   {"name", ""}});
    auto rows = db.query(
        "SELECT kind, at, data FROM event WHERE show = ? AND at >= ? AND at < ? AND audience < 3 "
        "AND kind IN ('product.pinned', 'offer.opened') ORDER BY at, seq LIMIT ?",
        show, to_ms(from) - live_at, to_ms(to) - live_at, kMostHappenings);
    while (rows.next()) {
      const auto data = json::parse(rows.text(2));
      all.push_back({{"what", rows.text(0) == "offer.opened" ? "offer" : "pin"},
                     {"at", to_rfc3339(from_ms(live_at + rows.integer(1)))},
                     {"show", show},
                     {"title", title},
                     {"name", name_of(db, rows.text(0), data.as_object())}});
    }
  }
  add_campaigns(db, from, to, all);
  add_posts(db, from, to, all);
  std::ranges::sort(all, {}, [](const json::value& each) { return std::string(each.at("at").as_string()); });
  if (all.size() > static_cast<std::size_t>(kMostHappenings))
    all.resize(static_cast<std::size_t>(kMostHappenings));
  return all;
}

}  // namespace nigiwai::social
