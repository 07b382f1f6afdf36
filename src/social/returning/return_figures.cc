#include <map>

#include "base/time.h"
#include "social/recommending/cards.h"
#include "social/returning/return_news.h"
#include "social/returning/returns.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kMostKept = 10;  // products in the list of those that most people keep

struct Counted {
  std::int64_t told = 0;
  std::int64_t by_mail = 0;
  std::int64_t returned = 0;
  std::int64_t ordered = 0;
};

json::object to_json(const Counted& counted) {
  return {{"told", counted.told},
          {"by_mail", counted.by_mail},
          {"returned", counted.returned},
          {"ordered", counted.ordered}};
}

json::array most_kept(store::Database& db) {
  std::vector<std::pair<std::string, std::int64_t>> found;
  {
    auto rows = db.query(
        "SELECT s.product, count(DISTINCT coalesce(m.member, s.viewer)) AS people FROM saved s LEFT JOIN "
        "member_viewer m "
        "ON m.viewer = s.viewer GROUP BY s.product ORDER BY people DESC, s.product LIMIT ?",
        kMostKept);
    while (rows.next()) found.emplace_back(rows.text(0), rows.integer(1));
  }
  json::array items;
  for (const auto& [product, people] : found) {
    if (auto card = product_card(db, product))
      items.push_back({{"product", *std::move(card)}, {"keeping", people}});
  }
  return items;
}

}  // namespace

json::object figures_json(store::Database& db, int days, WallTime now) {
  const auto since = now - std::chrono::hours(24) * days;
  std::map<std::string, Counted> by_reason;
  Counted all;
  {
    auto rows = db.query(
        "SELECT reason, count(*), sum(way = 'mail'), sum(returned_at IS NOT NULL), sum(ordered_at IS NOT "
        "NULL) FROM "
        "return_told WHERE told_at > ? GROUP BY reason",
        to_ms(since));
    while (rows.next()) {
      const Counted one{rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
      by_reason[rows.text(0)] = one;
      all.told += one.told;
      all.by_mail += one.by_mail;
      all.returned += one.returned;
      all.ordered += one.ordered;
    }
  }
  json::array reasons;
  for (const auto reason : kReasons) {
    auto one = to_json(by_reason[std::string(to_text(reason))]);
    one["reason"] = to_text(reason);
    reasons.push_back(std::move(one));
  }
  std::int64_t saved = 0, people = 0;
  {
    auto rows = db.query(
        "SELECT count(*), count(DISTINCT person) FROM (SELECT DISTINCT coalesce(m.member, s.viewer) AS "
        "person, s.product "
        "FROM saved s LEFT JOIN member_viewer m ON m.viewer = s.viewer)");
    if (rows.next()) {
      saved = rows.integer(0);
      people = rows.integer(1);
    }
  }
  auto shown = to_json(all);
  shown["days"] = days;
  shown["rule"] = kReturnRule;
  shown["saved"] = saved;
  shown["people"] = people;
  shown["reasons"] = std::move(reasons);
  shown["most_kept"] = most_kept(db);
  return shown;
}

}  // namespace nigiwai::social
