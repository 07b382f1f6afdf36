#include "insight/sips/sips.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>
#include <map>
#include <tuple>
#include <vector>

#include "insight/visits/book.h"

namespace nigiwai::insight {
namespace {

using Times = std::vector<std::int64_t>;

json::value median(Times times) {
  if (static_cast<std::int64_t>(times.size()) < kLeastGroup) return nullptr;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

constexpr std::array<std::string_view, kStages> kStageNames{"sympathize", "identify", "participate",
                                                            "spread"};

struct OfProduct {
  std::int64_t seen = 0, people = 0, opened = 0, openers = 0, savers = 0, buyers = 0, orders = 0, gmv = 0;
  Times to_open{}, to_save{}, to_order{};
};

void note(Times& times, std::int64_t from, std::int64_t to) {
  if (from > 0 && to >= from) times.push_back(to - from);
}

}  // namespace

json::object stages_json(store::Database& kept, const std::string& show) {
  struct Reached {
    std::array<std::int64_t, 2> halves{};
    Times after{};
  };
  std::array<Reached, kStages> stages;
  std::int64_t viewers = 0;
  auto rows = kept.query(
      "SELECT w.live, w.archive, w.sympathized_at, w.identified_at, w.participated_at, w.spread_at, "
      "w.came_at FROM show s JOIN watcher w ON w.show = s.id WHERE s.name = ?",
      show);
  while (rows.next()) {
    const std::array<std::int64_t, 2> did{rows.integer(0), rows.integer(1)};
    if (((did[0] | did[1]) & kViewed) != 0) ++viewers;
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      const auto at = rows.integer(static_cast<int>(stage) + 2);
      if (at == 0) continue;
      const auto bit = static_cast<std::int64_t>(unsigned{kSympathized} << stage);
      ++stages[stage].halves[(did[0] & bit) != 0 ? 0 : 1];
      note(stages[stage].after, rows.integer(6), at);
    }
  }
  json::array all;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const auto& [halves, after] = stages[stage];
    all.push_back({{"stage", kStageNames[stage]},
                   {"people", halves[0] + halves[1]},
                   {"live", halves[0]},
                   {"archive", halves[1]},
                   {"median_ms", median(after)}});
  }
  return {{"viewers", viewers}, {"stages", std::move(all)}};
}

json::object products_json(store::Database& kept, const std::string& show) {
  std::map<std::string, OfProduct> products;
  {
    auto rows = kept.query(
        "SELECT p.name, i.seen_at, i.opened_at, i.saved_at, i.ordered_at, i.seen, i.opened FROM show s JOIN "
        "interest i "
        "ON i.show = s.id JOIN product p ON p.id = i.product WHERE s.name = ?",
        show);
    while (rows.next()) {
      auto& product = products[rows.text(0)];
      const auto seen_at = rows.integer(1), opened_at = rows.integer(2), saved_at = rows.integer(3),
                 ordered_at = rows.integer(4);
      product.seen += rows.integer(5);
      product.opened += rows.integer(6);
      product.people += seen_at > 0 ? 1 : 0;
      product.openers += opened_at > 0 ? 1 : 0;
      product.savers += saved_at > 0 ? 1 : 0;
      product.buyers += ordered_at > 0 ? 1 : 0;
      note(product.to_open, seen_at, opened_at);
      note(product.to_save, seen_at, saved_at);
      note(product.to_order, seen_at, ordered_at);
    }
  }
  {
    auto rows = kept.query(
        "SELECT p.name, count(*), sum(a.amount) FROM show s JOIN sale a ON a.show = s.id JOIN product p ON "
        "p.id = "
        "a.product WHERE s.name = ? AND a.influenced = 0 GROUP BY p.id",
        show);
    while (rows.next()) {
      auto& product = products[rows.text(0)];
      product.orders = rows.integer(1);
      product.gmv = rows.integer(2);
    }
  }
  std::vector<std::pair<std::string, OfProduct>> sorted(products.begin(), products.end());
  std::ranges::sort(sorted, [](const auto& left, const auto& right) {
    return std::tie(right.second.gmv, right.second.opened, left.first) <
           std::tie(left.second.gmv, left.second.opened, right.first);
  });
  json::array items;
  for (const auto& [name, product] : sorted) {
    items.push_back({{"product", name},
                     {"seen", product.seen},
                     {"people", product.people},
                     {"opened", product.opened},
                     {"openers", product.openers},
                     {"savers", product.savers},
                     {"buyers", product.buyers},
                     {"orders", product.orders},
                     {"gmv", product.gmv},
                     {"to_open_ms", median(product.to_open)},
                     {"to_save_ms", median(product.to_save)},
                     {"to_order_ms", median(product.to_order)}});
  }
  return {{"items", std::move(items)}};
}

json::object hesitation_json(store::Database& kept, const std::string& show) {
  constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
  constexpr std::int64_t kWithin[] = {kMinute, 5 * kMinute, 15 * kMinute, kHour,    6 * kHour,
                                      kDay,    3 * kDay,    7 * kDay,     30 * kDay};
  Times times;
  std::int64_t saved_first = 0;
  auto rows = kept.query(
      "SELECT i.seen_at, i.saved_at, i.ordered_at FROM show s JOIN interest i ON i.show = s.id WHERE s.name "
      "= ? AND "
      "i.seen_at > 0 AND i.ordered_at >= i.seen_at",
      show);
  while (rows.next()) {
    note(times, rows.integer(0), rows.integer(2));
    if (rows.integer(1) > 0 && rows.integer(1) <= rows.integer(2)) ++saved_first;
  }
  const auto ordered = static_cast<std::int64_t>(times.size());
  json::array steps;
  for (const auto within : kWithin) {
    const auto had = std::ranges::count_if(times, [&](std::int64_t time) { return time <= within; });
    const auto part = static_cast<double>(had) / static_cast<double>(std::max<std::int64_t>(ordered, 1));
    steps.push_back(
        {{"within_ms", within},
         {"part", ordered < kLeastGroup ? json::value() : json::value(std::round(part * 1e6) / 1e6)}});
  }
  return {{"ordered", ordered}, {"saved_first", saved_first}, {"steps", std::move(steps)}};
}

}  // namespace nigiwai::insight
