#include "insight/reports/material.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "insight/curve/curve.h"
#include "insight/visits/book.h"
#include "shop/settings.h"

namespace nigiwai::insight {
namespace {

constexpr std::int64_t kSlicesAMinute = 6;
constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kMostTries = 3;  // as many as there are next steps

std::string title_of(store::Database& journal, const std::string& product) {
  auto rows = journal.query("SELECT title FROM product WHERE id = ?", product);
  return rows.next() ? rows.text(0) : product;
}

std::optional<BestProduct> best_product(store::Database& kept, store::Database& journal,
                                        const std::string& shows) {
  auto rows = kept.query(
      "SELECT p.name, sum(a.amount) AS amount, count(DISTINCT o.viewer) FROM json_each(?) j JOIN show s ON "
      "s.name = j.value JOIN sale a ON a.show = s.id AND a.influenced = 0 JOIN purchase o ON o.id = "
      "a.purchase JOIN product p ON p.id = a.product GROUP BY p.id ORDER BY amount DESC, p.name LIMIT 1",
      shows);
  if (!rows.next()) return std::nullopt;
  return BestProduct{
      .title = title_of(journal, rows.text(0)), .amount = rows.integer(1), .buyers = rows.integer(2)};
}

std::string pinned_at(store::Database& journal, const std::string& show, std::int64_t at) {
  std::string product;
  const auto bands = bands_json(journal, show);
  for (const auto& pin : bands.at("pins").as_array()) {
    const auto& stretch = pin.as_object();
    const auto& until = stretch.at("until_ms");
    if (stretch.at("from_ms").to_number<std::int64_t>() >= at + kMinuteMs) break;
    if (until.is_null() || until.to_number<std::int64_t>() > at) product = stretch.at("product").as_string();
  }
  return product.empty() ? product : title_of(journal, product);
}

std::optional<BestMoment> best_moment(store::Database& kept, store::Database& journal, const Subject& subject,
                                      const std::string& shows) {
  auto rows = kept.query(
      "SELECT s.name, l.slice / ?2 AS minute, sum(l.orders) AS orders, max(l.watched_ms), sum(l.placed) AS "
      "placed FROM json_each(?1) j JOIN show s ON s.name = j.value JOIN slice l ON l.show = s.id AND l.half "
      "= 0 GROUP BY s.id, minute HAVING sum(l.orders) > 0 ORDER BY orders DESC, placed DESC, s.name, minute "
      "LIMIT 1",
      shows, kSlicesAMinute);
  if (!rows.next()) return std::nullopt;
  const auto show = rows.text(0);
  BestMoment moment{.at = rows.integer(1) * kMinuteMs,
                    .orders = rows.integer(2),
                    .watching = (rows.integer(3) + kSliceMs - 1) / kSliceMs};
  moment.product = pinned_at(journal, show, moment.at);
  for (const auto& each : subject.now.shows) {
    if (each.id == show && subject.of != ReportOf::kShow) moment.show = each.title;
  }
  return moment;
}

void read_questions(store::Database& journal, const std::string& shows, Material& material) {
  auto rows = journal.query(
      "SELECT count(*), coalesce(sum(q.state = 'open'), 0) FROM json_each(?) j JOIN question q ON q.show = "
      "j.value WHERE q.hidden = 0 AND q.state <> 'held'",
      shows);
  if (!rows.next()) return;
  material.asked = rows.integer(0);
  material.unanswered = rows.integer(1);
}

void read_tries(store::Database& journal, const std::string& shows, Material& material) {
  auto rows = journal.query(
      "SELECT n.text, s.title FROM json_each(?) j JOIN review_note n ON n.show = j.value JOIN show s ON s.id "
      "= n.show WHERE n.kind = 'try' AND n.outcome = '' ORDER BY n.position DESC LIMIT ?",
      shows, kMostTries);
  while (rows.next()) material.tries.push_back({.text = rows.text(0), .show = rows.text(1)});
}

}  // namespace

Material material_of(store::Database& kept, store::Database& journal, const Subject& subject, WallTime now) {
  const auto ids = subject.now.ids();
  const auto shows = json::serialize(json::array(ids.begin(), ids.end()));
  Material material{.of = subject.of,
                    .over = subject.over,
                    .currency = shop::settings(journal).currency,
                    .rows = report_rows(kept, journal, subject, now),
                    .product = best_product(kept, journal, shows),
                    .moment = best_moment(kept, journal, subject, shows)};
  read_questions(journal, shows, material);
  read_tries(journal, shows, material);
  return material;
}

}  // namespace nigiwai::insight
