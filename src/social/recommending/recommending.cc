#include "social/recommending/recommending.h"

#include <algorithm>
#include <map>

#include "base/time.h"
#include "people/members.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kPopularLookedAt = 200;  // to find some in stock that a person does not know yet
constexpr std::int64_t kMostBought = 500;
constexpr std::int64_t kShowsOfProduct = 20;  // the latest ones

double liked_now(store::Database& db, const std::string& product, WallTime now) {
  auto rows = db.query("SELECT score, at FROM liked WHERE product = ?", product);
  return rows.next() ? faded({rows.integer(0), from_ms(rows.integer(1))}, now) : 0;
}

// By product: how near it is to all seeds together.
std::map<std::string, double> nearness(store::Database& db, const std::vector<Seed>& seeds, WallTime now) {
  std::map<std::string, double> near_by;
  for (const auto& seed : seeds) {
    const auto liked = liked_now(db, seed.product, now);
    auto rows = db.query(
        "SELECT t.other, t.score, t.at, l.score, l.at FROM together t JOIN liked l ON l.product = t.other "
        "WHERE "
        "t.product = ?",
        seed.product);
    while (rows.next()) {
      const auto both = faded({rows.integer(1), from_ms(rows.integer(2))}, now);
      const auto other = faded({rows.integer(3), from_ms(rows.integer(4))}, now);
      near_by[rows.text(0)] += seed.weight * near(both, liked, other);
    }
  }
  return near_by;
}

bool in_stock(store::Database& db, const std::string& product) {
  auto rows = db.query("SELECT 1 FROM sku WHERE product = ? AND listed = 1 AND left > 0 LIMIT 1", product);
  return rows.next();
}

std::vector<std::pair<double, std::string>> nearest_first(const std::map<std::string, double>& scores) {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [id, score] : scores) order.emplace_back(score, id);
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  return order;
}

bool has(const std::vector<Recommended>& all, const std::string& id) {
  return std::ranges::any_of(all, [&](const Recommended& one) { return one.id == id; });
}

std::set<std::string> names_of(store::Database& db, const std::string& viewer) {
  const auto person = people::person_of(db, viewer);
  const auto viewers = people::viewers_of(db, person);
  std::set<std::string> names(viewers.begin(), viewers.end());
  names.insert(viewer);
  names.insert(person);
  return names;
}

void forget(store::Database& db, const std::string& name) {
  db.run("DELETE FROM taste WHERE person = ?", name);
}

}  // namespace

std::vector<Recommended> products_near(store::Database& db, const std::vector<Seed>& seeds,
                                       const std::set<std::string>& without, std::size_t limit,
                                       WallTime now) {
  std::set<std::string> left_out = without;
  for (const auto& seed : seeds) left_out.insert(seed.product);
  std::vector<Recommended> found;
  for (const auto& [score, product] : nearest_first(nearness(db, seeds, now))) {
    if (found.size() >= limit) return found;
    if (left_out.contains(product) || !in_stock(db, product)) continue;
    found.push_back({product, score, Basis::kTogether});
  }
  std::vector<std::string> popular;
  {
    auto rows = db.query("SELECT product FROM liked ORDER BY rank DESC LIMIT ?", kPopularLookedAt);
    while (rows.next()) popular.push_back(rows.text(0));
  }
  for (const auto& product : popular) {
    if (found.size() >= limit) break;
    if (left_out.contains(product) || has(found, product) || !in_stock(db, product)) continue;
    found.push_back({product, 0, Basis::kPopular});
  }
  return found;
}

std::vector<Recommended> shows_near(store::Database& db, const std::vector<Seed>& seeds,
                                    const std::set<std::string>& without, std::size_t limit, WallTime now) {
  auto products = nearness(db, seeds, now);
  // A show with the very thing is nearer than one with what goes with it.
  for (const auto& seed : seeds) products[seed.product] += seed.weight;
  std::map<std::string, double> scores;
  std::size_t looked_at = 0;
  for (const auto& [score, product] : nearest_first(products)) {
    if (++looked_at > kMostSeeds) break;
    auto rows = db.query(
        "SELECT h.show FROM show_shelf h JOIN show s ON s.id = h.show WHERE h.product = ? AND s.state IN "
        "('live', "
        "'scheduled', 'archived') ORDER BY s.listed_at DESC LIMIT ?",
        product, kShowsOfProduct);
    while (rows.next()) scores[rows.text(0)] += score;
  }
  std::vector<Recommended> found;
  for (const auto& [score, show] : nearest_first(scores)) {
    if (found.size() >= limit) return found;
    if (!without.contains(show)) found.push_back({show, score, Basis::kTogether});
  }
  auto rows = db.query(
      "SELECT id FROM show WHERE state IN ('live', 'scheduled', 'archived') ORDER BY listed_at DESC LIMIT ?",
      limit + without.size() + found.size());
  while (rows.next() && found.size() < limit) {
    const auto show = rows.text(0);
    if (!without.contains(show) && !has(found, show)) found.push_back({show, 0, Basis::kPopular});
  }
  return found;
}

std::vector<Seed> tastes_of(store::Database& db, const std::string& viewer, WallTime now) {
  if (refuses(db, viewer)) return {};
  std::map<std::string, double> weights;
  for (const auto& name : names_of(db, viewer)) {
    auto rows = db.query("SELECT product, weight, touched_at FROM taste WHERE person = ?", name);
    while (rows.next()) {
      auto& weight = weights[rows.text(0)];
      weight = std::max(weight, faded({rows.integer(1), from_ms(rows.integer(2))}, now));
    }
  }
  std::vector<Seed> seeds;
  for (const auto& [weight, product] : nearest_first(weights)) {
    if (seeds.size() >= kMostSeeds) break;
    seeds.push_back({product, weight});
  }
  return seeds;
}

std::set<std::string> bought_by(store::Database& db, const std::string& viewer) {
  std::set<std::string> bought;
  const auto add = [&](const char* sql) {
    auto rows = db.query(std::string(sql) + people::kViewersOfPerson + " ORDER BY o.number DESC LIMIT ?2",
                         viewer, kMostBought);
    while (rows.next()) bought.insert(rows.text(0));
  };
  add("SELECT l.product FROM placed_order o JOIN order_line l ON l.number = o.number WHERE o.state NOT IN "
      "('cancelled') "
      "AND o.viewer IN ");
  add("SELECT l.product FROM external_order o JOIN external_order_line l ON l.number = o.number WHERE "
      "o.viewer IN ");
  return bought;
}

bool refuses(store::Database& db, const std::string& viewer) {
  auto rows = db.query(
      "SELECT 1 FROM taste_refused WHERE person = ?1 OR person = (SELECT member FROM member_viewer WHERE "
      "viewer = ?1)",
      viewer);
  return rows.next();
}

void refuse(store::Transaction& transaction, const std::string& viewer, bool refused) {
  auto& db = transaction.db();
  for (const auto& name : names_of(db, viewer)) {
    if (refused) {
      forget(db, name);
    } else {
      db.run("DELETE FROM taste_refused WHERE person = ?", name);
    }
  }
  if (!refused) return;
  db.run("INSERT INTO taste_refused (person, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
         people::person_of(db, viewer), to_ms(transaction.now()));
}

people::Holding taste_holding() {
  const auto names = [](const people::Person& person) {
    auto all = person.viewers;
    if (!person.member.empty()) all.push_back(person.member);
    return all;
  };
  return {.name = "turned_to",
          .all = [names](store::Database& db, const people::Person& person) -> json::value {
            json::array items;
            for (const auto& name : names(person)) {
              auto rows = db.query(
                  "SELECT product, touched_at FROM taste WHERE person = ? ORDER BY touched_at DESC", name);
              while (rows.next())
                items.push_back({{"product", rows.text(0)}, {"at", to_rfc3339(from_ms(rows.integer(1)))}});
            }
            return items;
          },
          .erase =
              [names](store::Transaction& transaction, const people::Person& person) {
                for (const auto& name : names(person)) {
                  forget(transaction.db(), name);
                  transaction.db().run("DELETE FROM taste_refused WHERE person = ?", name);
                }
              }};
}

}  // namespace nigiwai::social
