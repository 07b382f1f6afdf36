// Counting: from the journal into tastes, pairs and sums.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>
#include <tuple>

#include "base/time.h"
#include "people/members.h"
#include "social/recommending/recommending.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

std::int64_t weight_kept(store::Database& db, const std::string& person, const std::string& product) {
  auto rows = db.query("SELECT weight FROM taste WHERE person = ? AND product = ?", person, product);
  return rows.next() ? rows.integer(0) : 0;
}

void add_liked(store::Database& db, const std::string& product, std::int64_t more, WallTime now) {
  Score score{.at = now};
  {
    auto rows = db.query("SELECT score, at FROM liked WHERE product = ?", product);
    if (rows.next()) score = {rows.integer(0), from_ms(rows.integer(1))};
  }
  score = with(score, more, now);
  db.run("INSERT OR REPLACE INTO liked (product, score, at, rank) VALUES (?, ?, ?, ?)", product, score.value,
         to_ms(score.at), rank_of(score));
}

// Answers whether the product is together with one more.
bool add_pair(store::Database& db, const std::string& product, const std::string& other, std::int64_t more,
              WallTime now) {
  Score score{.at = now};
  bool fresh = true;
  {
    auto rows = db.query("SELECT score, at FROM together WHERE product = ? AND other = ?", product, other);
    if (rows.next()) {
      score = {rows.integer(0), from_ms(rows.integer(1))};
      fresh = false;
    }
  }
  score = with(score, more, now);
  db.run("INSERT OR REPLACE INTO together (product, other, score, at) VALUES (?, ?, ?, ?)", product, other,
         score.value, to_ms(score.at));
  return fresh;
}

// Lets the weakest go once a product is together with too many.
void prune(store::Database& db, const std::string& product, WallTime now) {
  std::vector<std::pair<double, std::string>> others;
  {
    auto rows = db.query("SELECT other, score, at FROM together WHERE product = ?", product);
    while (rows.next())
      others.emplace_back(faded({rows.integer(1), from_ms(rows.integer(2))}, now), rows.text(0));
  }
  const auto kept = static_cast<std::size_t>(kMostOthers);
  if (others.size() <= kept + static_cast<std::size_t>(kOthersSlack)) return;
  std::ranges::sort(others, std::greater());
  for (std::size_t i = kept; i < others.size(); ++i)
    db.run("DELETE FROM together WHERE product = ? AND other = ?", product, others[i].second);
}

std::vector<std::pair<std::string, std::int64_t>> latest_of(store::Database& db, const std::string& person,
                                                            const std::string& but) {
  std::vector<std::pair<std::string, std::int64_t>> found;
  auto rows = db.query(
      "SELECT product, weight FROM taste WHERE person = ? AND product <> ? ORDER BY touched_at DESC LIMIT ?",
      person, but, kPairedWith);
  while (rows.next()) found.emplace_back(rows.text(0), rows.integer(1));
  return found;
}

// The product that was before the viewers at a moment of a show.
std::string pinned_at(store::Database& db, const std::string& show, std::int64_t at) {
  auto rows = db.query(
      "SELECT kind, json_extract(data, '$.product') FROM event WHERE show = ? AND at <= ? AND kind IN "
      "('product.pinned', 'product.unpinned', 'picture.started', 'picture.lost') AND kind <> "
      "'picture.started' AND kind "
      "<> 'picture.lost' ORDER BY at DESC, seq DESC LIMIT 1",
      show, at);
  return rows.next() && rows.text(0) == "product.pinned" ? rows.text(1) : std::string();
}

// Whoever was erased leaves events, and no row; so do the made-up people of a rehearsal.
bool is_there(store::Database& db, const std::string& viewer) {
  auto rows = db.query("SELECT 1 FROM viewer WHERE id = ?", viewer);
  return rows.next();
}

struct Doing {
  std::string viewer{};
  std::string show{};
  std::int64_t at = 0;
  std::string kind{};
  WallTime accepted_at{};
  std::string data{};
  std::int64_t position = 0;
};

std::vector<std::string> products_of(store::Database& db, const Doing& doing) {
  if (doing.kind == "heart.given") {
    auto pinned = pinned_at(db, doing.show, doing.at);
    return pinned.empty() ? std::vector<std::string>() : std::vector{std::move(pinned)};
  }
  const auto data = json::parse(doing.data).as_object();
  std::vector<std::string> products;
  if (const auto* all = data.if_contains("products"); all && all->is_array()) {
    for (const auto& product : all->as_array()) products.emplace_back(product.as_string());
  } else if (const auto* one = data.if_contains("product"); one && one->is_string()) {
    products.emplace_back(one->as_string());
  }
  return products;
}

}  // namespace

std::int64_t note_taste(store::Database& db, const std::string& person, const std::string& product,
                        std::int64_t weight, WallTime now) {
  const auto before = weight_kept(db, person, product);
  if (weight <= before) {
    db.run("UPDATE taste SET touched_at = max(touched_at, ?) WHERE person = ? AND product = ?", to_ms(now),
           person, product);
    return 0;
  }
  db.run("INSERT OR REPLACE INTO taste (person, product, weight, touched_at) VALUES (?, ?, ?, ?)", person,
         product, weight, to_ms(now));
  add_liked(db, product, weight - before, now);
  std::int64_t pairs = 0;
  bool more = false;
  for (const auto& [other, its] : latest_of(db, person, product)) {
    const auto added = std::min(weight, its) - std::min(before, its);
    if (added <= 0) continue;
    more = add_pair(db, product, other, added, now) || more;
    if (add_pair(db, other, product, added, now)) prune(db, other, now);
    pairs += 2;
  }
  if (more) prune(db, product, now);
  if (before == 0) {
    db.run(
        "DELETE FROM taste WHERE person = ?1 AND product IN (SELECT product FROM taste WHERE person = ?1 "
        "ORDER BY "
        "touched_at DESC LIMIT -1 OFFSET ?2)",
        person, kMostTastes);
  }
  return pairs;
}

bool read_some_tastes(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t from = 0;
  {
    auto rows = db.query("SELECT position FROM taste_read");
    if (rows.next()) from = rows.integer(0);
  }
  auto read = from;
  std::int64_t looked_at = 0;
  std::vector<Doing> doings;
  {
    auto rows = db.query(
        "SELECT position, show, at, kind, by_id, by_role, accepted_at, data FROM event WHERE position > ? "
        "ORDER BY "
        "position LIMIT ?",
        from, kTasteEventsATurn);
    while (rows.next()) {
      read = rows.integer(0);
      ++looked_at;
      if (rows.text(5) != "viewer" || weight_of(rows.text(3)) == 0) continue;
      doings.push_back({.viewer = rows.text(4),
                        .show = rows.text(1),
                        .at = rows.integer(2),
                        .kind = rows.text(3),
                        .accepted_at = from_ms(rows.integer(6)),
                        .data = rows.text(7),
                        .position = read});
    }
  }
  if (looked_at == 0) return false;
  std::map<std::string, std::string> people;  // by viewer; empty for those who are not counted
  std::int64_t pairs = 0;
  for (const auto& doing : doings) {
    const auto [person, fresh] = people.try_emplace(doing.viewer);
    if (fresh && is_there(db, doing.viewer) && !refuses(db, doing.viewer))
      person->second = people::person_of(db, doing.viewer);
    if (person->second.empty()) continue;
    for (const auto& product : products_of(db, doing))
      pairs += note_taste(db, person->second, product, weight_of(doing.kind), doing.accepted_at);
    if (pairs >= kPairsATurn) {
      db.run("UPDATE taste_read SET position = ?", doing.position);
      return true;
    }
  }
  db.run("UPDATE taste_read SET position = ?", read);
  return looked_at == kTasteEventsATurn;
}

}  // namespace nigiwai::social
