#include "social/blocks/block_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/time.h"
#include "shop/products/products.h"
#include "shop/settings.h"
#include "show/shows.h"
#include "social/sharing/share_views.h"

namespace nigiwai::social {
namespace {

struct Counted {
  std::optional<WallTime> since{};
  std::int64_t views = 0, clicks = 0, own = 0, arrivals = 0, verified = 0, orders = 0, sales = 0;

  Counted& operator+=(const Counted& more) {
    views += more.views, clicks += more.clicks, own += more.own, arrivals += more.arrivals;
    verified += more.verified, orders += more.orders, sales += more.sales;
    return *this;
  }
};
using Place = std::pair<std::string, std::string>;  // key of the block, site

std::map<Place, Counted> counted(store::Database& db) {
  std::map<Place, Counted> all;
  {
    auto rows = db.query("SELECT block, site, views, first_at FROM block_view");
    while (rows.next()) {
      auto& one = all[{rows.text(0), rows.text(1)}];
      one.views = rows.integer(2);
      one.since = from_ms(rows.integer(3));
    }
  }
  auto rows = db.query(fmt::format(
      "WITH {}, ours AS (SELECT position, block, site FROM share_link WHERE block <> ''), sold AS (SELECT "
      "link, "
      "count(*) AS orders, sum(total) AS sales FROM credited WHERE link IN (SELECT position FROM ours) GROUP "
      "BY link), "
      "clicked AS (SELECT link, sum(count) FILTER (WHERE what = 'person') AS persons, sum(count) FILTER "
      "(WHERE what = "
      "'own') AS own FROM share_click WHERE link IN (SELECT position FROM ours) GROUP BY link), came AS "
      "(SELECT link, "
      "sum(kind = 'arrival') AS arrivals, count(verified_at) AS verified FROM share_arrival WHERE link IN "
      "(SELECT "
      "position FROM ours) GROUP BY link) SELECT o.block, o.site, total(k.persons), total(k.own), "
      "total(c.arrivals), "
      "total(c.verified), total(s.orders), total(s.sales) FROM ours o LEFT JOIN clicked k ON k.link = "
      "o.position LEFT "
      "JOIN came c ON c.link = o.position LEFT JOIN sold s ON s.link = o.position GROUP BY o.block, o.site",
      credited_orders()));
  while (rows.next()) {
    auto& one = all[{rows.text(0), rows.text(1)}];
    one.clicks = rows.integer(2), one.own = rows.integer(3), one.arrivals = rows.integer(4);
    one.verified = rows.integer(5), one.orders = rows.integer(6), one.sales = rows.integer(7);
  }
  return all;
}

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

json::object block_json(store::Database& db, const Block& block) {
  const bool of_show = !block.show.empty();
  const auto about = of_show ? block.show : block.product;
  const ShareTarget target{.what = of_show ? Shared::kShow : Shared::kProduct, .id = about};
  return {{"kind", to_text(block.kind)},
          {"show", or_null(block.show)},
          {"product", or_null(block.product)},
          {"title", about.empty() ? json::value() : json::value(title_of(db, target))}};
}

json::object figures_json(const Counted& one, const std::string& currency) {
  return {{"views", one.views},
          {"clicks", one.clicks},
          {"own", one.own},
          {"arrivals", one.arrivals},
          {"verified", one.verified},
          {"orders", one.orders},
          {"sales", {{"amount", one.sales}, {"currency", currency}}},
          {"click_rate", click_rate(one.clicks, one.views)}};
}

}  // namespace

bool is_about_something(store::Database& db, const Block& block) {
  if (!block.show.empty()) return show::find_for(db, block.show, {}).has_value();
  return block.product.empty() || shop::product_exists(db, block.product);
}

bool count_view(store::Transaction& transaction, const Block& block, const std::string& site) {
  auto& db = transaction.db();
  const auto key = key_of(block);
  {
    auto rows = db.query("SELECT 1 FROM block_view WHERE block = ? AND site = ?", key, site);
    if (!rows.next()) {
      if (!is_about_something(db, block)) return false;
      auto all = db.query("SELECT count(*) FROM block_view");
      if (all.next() && all.integer(0) >= kMostCountedBlocks) return false;
    }
  }
  db.run(
      "INSERT INTO block_view (block, site, views, first_at) VALUES (?, ?, 1, ?) ON CONFLICT (block, site) "
      "DO UPDATE "
      "SET views = views + 1",
      key, site, to_ms(transaction.now()));
  return true;
}

Result<ShareLink> open_block(store::Transaction& transaction, Random& random, const Block& block,
                             const std::string& site, const ShareTarget& target, Clicker who) {
  const auto link = make_block_link(transaction, random, target, {.block = key_of(block), .site = site});
  if (link) count_click(transaction, *link, who);
  return link;
}

Result<std::string> page_without_link(store::Database& db, ShareTarget target) {
  if (auto found = find_target(db, target); !found) return std::unexpected(found.error());
  return page_of({.target = std::move(target)});
}

json::object block_figures(store::Database& db) {
  const auto currency = shop::settings(db).currency;
  const auto all = counted(db);
  Counted total;
  std::vector<std::pair<Place, Counted>> most(all.begin(), all.end());
  for (const auto& [place, one] : most) total += one;
  std::ranges::sort(most, {}, [](const auto& one) { return std::pair(-one.second.views, one.first); });
  json::array items;
  for (const auto& [place, one] : most) {
    const auto block = block_of(place.first);
    if (!block || static_cast<std::int64_t>(items.size()) == kMostBlocksTold) continue;
    auto item = figures_json(one, currency);
    item["block"] = block_json(db, *block);
    item["site"] = place.second;
    item["since"] = one.since ? json::value(to_rfc3339(*one.since)) : json::value();
    items.push_back(std::move(item));
  }
  const auto left_out = all.size() - items.size();
  return {{"items", std::move(items)}, {"left_out", left_out}, {"totals", figures_json(total, currency)}};
}

}  // namespace nigiwai::social
