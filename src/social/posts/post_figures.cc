#include "social/posts/post_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/time.h"
#include "social/sharing/share_views.h"

namespace nigiwai::social {
namespace {

constexpr std::chrono::hours kDay{24};

struct Stretch {
  WallTime from{}, until{};
};

std::vector<Stretch> campaign_times(store::Database& db, WallTime now) {
  std::vector<Stretch> found;
  auto rows = db.query(
      "SELECT starts_at, min(ends_at, coalesce(ended_at, ends_at)) FROM campaign WHERE starts_at <= ?",
      to_ms(now));
  while (rows.next()) found.push_back({from_ms(rows.integer(0)), from_ms(rows.integer(1))});
  return found;
}

std::int64_t bounded(WallTime time) {
  return time == WallTime::max() ? std::numeric_limits<std::int64_t>::max() : to_ms(time);
}

}  // namespace

Brought& Brought::operator+=(const Brought& more) {
  posts += more.posts, told += more.told, impressions += more.impressions, clicks_told += more.clicks_told;
  clicks += more.clicks, previews += more.previews, bots += more.bots, own += more.own;
  arrivals += more.arrivals, verified += more.verified, orders += more.orders, sales += more.sales;
  likes += more.likes, shares += more.shares, replies += more.replies;
  return *this;
}

std::vector<PostOutcome> outcomes(store::Database& db, const FiguresAsked& asked) {
  std::vector<PostOutcome> found;
  auto rows = db.query(
      fmt::format(
          "WITH {}, gone AS (SELECT c.*, p.kind, p.product, p.written_by, p.position FROM post_channel c "
          "JOIN "
          "post p ON p.id = c.post WHERE c.published_at >= ?1 AND c.published_at < ?2 AND (?3 = '' OR c.post "
          "= "
          "?3) ORDER BY c.published_at DESC LIMIT ?4), sold AS (SELECT link, count(*) AS orders, sum(total) "
          "AS "
          "sales FROM credited WHERE link IN (SELECT link FROM gone) GROUP BY link), clicked AS (SELECT "
          "link, "
          "sum(count) FILTER (WHERE what = 'person') AS persons, sum(count) FILTER (WHERE what = 'preview') "
          "AS "
          "previews, sum(count) FILTER (WHERE what = 'bot') AS bots, sum(count) FILTER (WHERE what = 'own') "
          "AS "
          "own FROM share_click WHERE link IN (SELECT link FROM gone) GROUP BY link), came AS (SELECT link, "
          "sum(kind = 'arrival') AS arrivals, count(verified_at) AS verified FROM share_arrival WHERE link "
          "IN "
          "(SELECT link FROM gone) GROUP BY link) SELECT g.post, g.account, g.network, CASE WHEN g.staff <> "
          "'' "
          "THEN g.staff ELSE g.written_by END, g.kind, g.product, g.published_at, g.impressions, "
          "coalesce(k.persons, "
          "0), coalesce(k.previews, 0), coalesce(k.bots, 0), coalesce(k.own, 0), coalesce(a.arrivals, 0), "
          "coalesce(a.verified, 0), coalesce(s.orders, 0), coalesce(s.sales, 0), coalesce(g.likes, 0), "
          "coalesce(g.shares, 0), coalesce(g.replies, 0) FROM gone g LEFT JOIN clicked k ON k.link = g.link "
          "LEFT JOIN came a ON a.link = g.link LEFT JOIN sold s ON s.link = g.link ORDER BY g.published_at "
          "DESC",
          credited_orders()),
      to_ms(asked.from), bounded(asked.until), asked.post, kMostSummed);
  while (rows.next()) {
    PostOutcome one{.post = rows.text(0),
                    .account = rows.text(1),
                    .network = rows.text(2),
                    .staff = rows.text(3),
                    .kind = rows.text(4),
                    .product = rows.text(5),
                    .published_at = from_ms(rows.integer(6))};
    const auto impressions = rows.optional_integer(7);
    one.brought = {.posts = 1,
                   .told = impressions ? 1 : 0,
                   .impressions = impressions.value_or(0),
                   .clicks_told = impressions ? rows.integer(8) : 0,
                   .clicks = rows.integer(8),
                   .previews = rows.integer(9),
                   .bots = rows.integer(10),
                   .own = rows.integer(11),
                   .arrivals = rows.integer(12),
                   .verified = rows.integer(13),
                   .orders = rows.integer(14),
                   .sales = rows.integer(15),
                   .likes = rows.integer(16),
                   .shares = rows.integer(17),
                   .replies = rows.integer(18)};
    found.push_back(std::move(one));
  }
  if (found.empty()) return found;
  const auto campaigns = campaign_times(db, found.front().published_at + kDay);
  for (auto& one : found) {
    const auto day = day_of(one.published_at, asked.offset);
    one.in_campaign = std::ranges::any_of(campaigns, [&](const Stretch& each) {
      return day_of(each.from, asked.offset) <= day && day <= day_of(each.until, asked.offset);
    });
  }
  return found;
}

Sums sum_by(const std::vector<PostOutcome>& outcomes,
            const std::function<std::string(const PostOutcome&)>& name) {
  Sums sums;
  for (const auto& one : outcomes) sums[name(one)] += one.brought;
  return sums;
}

std::int64_t day_of(WallTime time, std::chrono::minutes offset) {
  return std::chrono::floor<std::chrono::days>(time.time_since_epoch() + offset).count();
}

int hour_of(WallTime time, std::chrono::minutes offset) {
  const auto hours = std::chrono::floor<std::chrono::hours>(time.time_since_epoch() + offset).count();
  return static_cast<int>((hours % 24 + 24) % 24);
}

std::int64_t streak(const std::vector<std::int64_t>& days, std::int64_t today) {
  std::int64_t length = 0;
  auto wanted = std::ranges::binary_search(days, today) ? today : today - 1;
  while (std::ranges::binary_search(days, wanted)) {
    ++length;
    --wanted;
  }
  return length;
}

}  // namespace nigiwai::social
