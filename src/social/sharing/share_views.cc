#include "social/sharing/share_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/time.h"
#include "people/members.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "social/sharing/share_tree.h"
#include "timeline/reading.h"

namespace nigiwai::social {
namespace {

constexpr const char* kArrivals =
    "came AS (SELECT link, sum(kind = 'arrival') AS arrivals, sum(kind = 'own') AS own, sum(kind = 'flood') "
    "AS "
    "floods, count(verified_at) FILTER (WHERE verified_at < ?2) AS verified FROM share_arrival WHERE "
    "arrived_at >= ?1 AND arrived_at < ?2 "
    "GROUP BY "
    "link)";

struct Item {
  ShareLink link;
  std::int64_t clicks = 0, previews = 0, bots = 0, own = 0, floods = 0, arrivals = 0, verified = 0,
               orders = 0, sales = 0;
};

// Of one link where `only` names its position.
std::vector<Item> items_of(store::Database& db, const SharesAsked& asked, std::optional<std::int64_t> only) {
  const char* order = asked.order == ShareOrder::kNewest ? "l.position DESC"
                      : asked.order == ShareOrder::kArrivals
                          ? "arrivals DESC, l.position DESC"
                          : "verified DESC, arrivals DESC, l.position DESC";
  const auto sql = fmt::format(
      "WITH {}, {}, sold AS (SELECT link, count(*) AS orders, sum(total) AS sales FROM credited WHERE "
      "placed_at >= ?1 AND placed_at < ?2 GROUP BY link), "
      "clicked AS (SELECT link, sum(count) FILTER (WHERE what = 'person') AS persons, sum(count) FILTER "
      "(WHERE what = "
      "'preview') AS previews, sum(count) FILTER (WHERE what = 'bot') AS bots FROM share_click GROUP BY "
      "link) "
      "SELECT l.code, coalesce(k.persons, 0), coalesce(k.previews, 0), coalesce(k.bots, 0), coalesce(c.own, "
      "0), "
      "coalesce(c.floods, 0), coalesce(c.arrivals, 0) AS arrivals, coalesce(c.verified, 0) AS verified, "
      "coalesce(s.orders, 0), coalesce(s.sales, 0) FROM share_link l LEFT JOIN came c ON c.link = l.position "
      "LEFT JOIN "
      "clicked k ON k.link = l.position LEFT JOIN sold s ON s.link = l.position WHERE (?3 = '' OR l.show = "
      "?3) AND (?4 "
      "IS NULL OR l.position = ?4) AND (NOT ?7 OR (l.viewer <> '' AND c.link IS NOT NULL)) ORDER BY {} LIMIT "
      "?5 OFFSET ?6",
      credited_orders(), kArrivals, order);
  std::vector<Item> items;
  auto rows = db.query(sql, asked.from ? to_ms(*asked.from) : 0,
                       asked.until ? to_ms(*asked.until) : std::numeric_limits<std::int64_t>::max(),
                       asked.show, only, asked.limit + 1, asked.place, asked.of_campaign);
  while (rows.next()) {
    auto link = link_with(db, rows.text(0));
    if (!link) continue;
    items.push_back({.link = *std::move(link),
                     .clicks = rows.integer(1),
                     .previews = rows.integer(2),
                     .bots = rows.integer(3),
                     .own = rows.integer(4),
                     .floods = rows.integer(5),
                     .arrivals = rows.integer(6),
                     .verified = rows.integer(7),
                     .orders = rows.integer(8),
                     .sales = rows.integer(9)});
  }
  return items;
}

// Of a link l: that it is one of those asked for. ?1 from, ?2 until, ?3 the show or '', ?4 of_campaign.
constexpr const char* kAsked =
    "(?3 = '' OR l.show = ?3) AND (NOT ?4 OR (l.viewer <> '' AND EXISTS (SELECT 1 FROM share_arrival x WHERE "
    "x.link = l.position AND x.arrived_at >= ?1 AND x.arrived_at < ?2)))";

constexpr std::string_view kStaffPerson = "staff:";

json::object sharer_json(store::Database& db, const ShareLink& link, const std::string& secret) {
  if (!link.block.empty()) return {{"id", "block:" + link.block}, {"name", link.site}, {"role", "block"}};
  if (!link.staff.empty()) {
    const auto known = people::profile_of(db, link.staff);
    return {{"id", std::string(kStaffPerson) + link.staff},
            {"name", known ? known->name : link.staff},
            {"role", known ? std::string(http::to_text(known->role)) : "staff"}};
  }
  const auto person = people::person_of(db, link.viewer);
  return {{"id", timeline::pseudonym(secret, "shares", person)},
          {"name", name_of(db, person)},
          {"role", "viewer"}};
}

json::object money(std::int64_t amount, const std::string& currency) {
  return {{"amount", amount}, {"currency", currency}};
}

json::object item_json(store::Database& db, const Item& item, const std::string& origin,
                       const std::string& secret, const std::string& currency) {
  const auto& link = item.link;
  json::object shown{{"code", link.code},
                     {"url", origin + "/s/" + link.code},
                     {"kind", to_text(link.target.what)},
                     {"title", title_of(db, link.target)},
                     {"show", link.target.show.empty() ? json::value() : json::value(link.target.show)},
                     {"at", link.target.at ? json::value(link.target.at->count()) : json::value()},
                     {"sharer", sharer_json(db, link, secret)},
                     {"made_at", to_rfc3339(link.made_at)},
                     {"clicks", item.clicks},
                     {"previews", item.previews},
                     {"bots", item.bots},
                     {"own", item.own},
                     {"floods", item.floods},
                     {"arrivals", item.arrivals},
                     {"verified", item.verified},
                     {"orders", item.orders},
                     {"sales", money(item.sales, currency)},
                     {"excluded", nullptr}};
  if (link.excluded_at) {
    shown["excluded"] = {
        {"at", to_rfc3339(*link.excluded_at)}, {"by", link.excluded_by}, {"reason", link.exclusion}};
  }
  return shown;
}

// Sums of the links that count; people once, however many links they came by.
json::object totals_json(store::Database& db, const SharesAsked& asked, const std::string& currency) {
  const auto from = asked.from ? to_ms(*asked.from) : 0;
  const auto until = asked.until ? to_ms(*asked.until) : std::numeric_limits<std::int64_t>::max();
  json::object totals;
  const auto asks = [&](const std::string& what) {
    return db.query(what + kAsked, from, until, asked.show, asked.of_campaign);
  };
  {
    auto rows = asks(
        "SELECT count(*), count(DISTINCT CASE WHEN l.block <> '' THEN NULL WHEN l.staff <> '' THEN 'staff:' "
        "|| l.staff ELSE "
        "coalesce(m.member, l.viewer) END), count(l.excluded_at) FROM share_link l LEFT JOIN member_viewer m "
        "ON m.viewer = l.viewer WHERE ");
    rows.next();
    totals["links"] = rows.integer(0);
    totals["sharers"] = rows.integer(1);
    totals["excluded"] = rows.integer(2);
  }
  {
    auto rows = asks(
        "SELECT coalesce(sum(count) FILTER (WHERE what = 'person'), 0), coalesce(sum(count) FILTER (WHERE "
        "what = 'preview'), 0), coalesce(sum(count) FILTER (WHERE what = 'bot'), 0) FROM share_click k JOIN "
        "share_link l ON l.position = k.link WHERE ");
    rows.next();
    totals["clicks"] = rows.integer(0);
    totals["previews"] = rows.integer(1);
    totals["bots"] = rows.integer(2);
  }
  {
    auto rows = asks(
        "SELECT coalesce(sum(a.kind = 'own'), 0), coalesce(sum(a.kind = 'flood'), 0), count(DISTINCT CASE "
        "WHEN a.kind = 'arrival' AND l.excluded_at IS NULL THEN coalesce(m.member, a.viewer) END), "
        "count(DISTINCT CASE WHEN a.verified_at < ?2 AND l.excluded_at IS NULL THEN coalesce(m.member, "
        "a.viewer) END) FROM share_arrival a JOIN share_link l ON l.position = a.link LEFT JOIN "
        "member_viewer "
        "m ON m.viewer = a.viewer WHERE a.arrived_at >= ?1 AND a.arrived_at < ?2 AND ");
    rows.next();
    totals["own"] = rows.integer(0);
    totals["floods"] = rows.integer(1);
    totals["arrivals"] = rows.integer(2);
    totals["verified"] = rows.integer(3);
  }
  {
    auto rows =
        asks(fmt::format("WITH {} SELECT count(*), coalesce(sum(c.total), 0) FROM credited c JOIN share_link "
                         "l ON l.position = "
                         "c.link WHERE l.excluded_at IS NULL AND c.placed_at >= ?1 AND c.placed_at < ?2 AND ",
                         credited_orders()));
    rows.next();
    totals["orders"] = rows.integer(0);
    totals["sales"] = money(rows.integer(1), currency);
  }
  return totals;
}

json::object node_json(store::Database& db, const ShareTree& tree, std::size_t place, std::size_t depth) {
  const auto& node = tree.nodes[place];
  const bool staff = node.person.starts_with(kStaffPerson);
  json::array children;
  if (depth < kTreeDepth) {
    for (const auto child : node.brought) {
      if (children.size() == kTreeChildren) break;
      children.push_back(node_json(db, tree, child, depth + 1));
    }
  }
  std::string name;
  if (staff) {
    const auto known = people::profile_of(db, node.person.substr(kStaffPerson.size()));
    if (known) name = known->name;
  } else {
    name = name_of(db, node.person);
  }
  const auto more = node.brought.size() - children.size();
  return {{"name", name},
          {"role", staff ? "staff" : "viewer"},
          {"brought", node.brought.size()},
          {"reach", node.reach},
          {"verified", node.verified_below},
          {"took_part", node.verified},
          {"children", std::move(children)},
          {"more", more}};
}

}  // namespace

std::string credited_orders() {
  return fmt::format(
      "credited AS (SELECT o.number, o.total, o.placed_at, coalesce((SELECT s.position FROM share_link s "
      "WHERE o.share <> "
      "'' AND "
      "s.code = o.share AND s.viewer IS NOT o.viewer), (SELECT a.link FROM share_arrival a WHERE a.viewer = "
      "o.viewer "
      "AND a.kind = 'arrival' AND a.arrived_at <= o.placed_at AND a.arrived_at > o.placed_at - {} ORDER BY "
      "a.arrived_at DESC LIMIT 1)) AS link FROM placed_order o WHERE o.number IN (SELECT number FROM "
      "placed_order "
      "WHERE share <> '' UNION SELECT b.number FROM share_arrival c JOIN placed_order b ON b.viewer = "
      "c.viewer))",
      std::chrono::duration_cast<Milliseconds>(kShareCredit).count());
}

std::string title_of(store::Database& db, const ShareTarget& target) {
  switch (target.what) {
    case Shared::kProduct: {
      const auto found = shop::product(db, target.id);
      return found ? found->title : target.id;
    }
    case Shared::kStaff: {
      const auto found = people::profile_of(db, target.id);
      return found ? found->name : target.id;
    }
    case Shared::kShow:
    case Shared::kClip: {
      auto rows = target.what == Shared::kShow ? db.query("SELECT title FROM show WHERE id = ?", target.id)
                                               : db.query("SELECT title FROM clip WHERE id = ?", target.id);
      return rows.next() ? rows.text(0) : target.id;
    }
  }
  return target.id;
}

std::optional<ShareOrder> share_order(std::string_view text) {
  if (text == "verified") return ShareOrder::kVerified;
  if (text == "arrivals") return ShareOrder::kArrivals;
  if (text == "newest") return ShareOrder::kNewest;
  return std::nullopt;
}

json::object shares_json(store::Database& db, const SharesAsked& asked, const std::string& origin,
                         const std::string& secret) {
  const auto currency = shop::settings(db).currency;
  auto found = items_of(db, asked, std::nullopt);
  const bool more = found.size() > asked.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& item : found) items.push_back(item_json(db, item, origin, secret, currency));
  return {{"items", std::move(items)},
          {"next", more ? json::value(std::to_string(asked.place + asked.limit)) : json::value()},
          {"totals", totals_json(db, asked, currency)},
          {"rule", kVerifiedRule}};
}

json::object share_json(store::Database& db, const ShareLink& link, const std::string& origin,
                        const std::string& secret) {
  const auto found = items_of(db, {.limit = 1}, link.position);
  return found.empty() ? json::object()
                       : item_json(db, found.front(), origin, secret, shop::settings(db).currency);
}

json::object tree_json(store::Database& db, const SharesAsked& asked) {
  std::vector<Brought> arrivals;
  {
    auto rows = db.query(
        "SELECT CASE WHEN l.staff <> '' THEN 'staff:' || l.staff ELSE coalesce(s.member, l.viewer) END, "
        "coalesce(m.member, a.viewer), coalesce(a.verified_at < ?3, 0) FROM share_arrival a JOIN share_link "
        "l ON "
        "l.position = "
        "a.link LEFT JOIN member_viewer s ON s.viewer = l.viewer LEFT JOIN member_viewer m ON m.viewer = "
        "a.viewer WHERE "
        "a.kind = 'arrival' AND l.excluded_at IS NULL AND l.block = '' AND (?1 = '' OR l.show = ?1) AND "
        "a.arrived_at >= ?2 "
        "AND "
        "a.arrived_at < ?3 AND (NOT ?5 OR l.viewer <> '') ORDER BY a.arrived_at, a.position LIMIT ?4",
        asked.show, asked.from ? to_ms(*asked.from) : 0,
        asked.until ? to_ms(*asked.until) : std::numeric_limits<std::int64_t>::max(), kMostInTree,
        asked.of_campaign);
    while (rows.next()) arrivals.push_back({rows.text(0), rows.text(1), rows.integer(2) != 0});
  }
  const auto tree = share_tree(arrivals);
  json::array levels, roots;
  for (const auto& level : levels_of(tree)) {
    levels.push_back({{"level", levels.size() + 1}, {"people", level.people}, {"verified", level.verified}});
  }
  for (const auto root : tree.roots) {
    if (roots.size() == asked.limit) break;
    roots.push_back(node_json(db, tree, root, 0));
  }
  const auto more = tree.roots.size() - roots.size();
  return {{"levels", std::move(levels)}, {"roots", std::move(roots)}, {"more", more}};
}

}  // namespace nigiwai::social
