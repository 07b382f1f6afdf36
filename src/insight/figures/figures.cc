#include "insight/figures/figures.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/array.hpp>
#include <cmath>
#include <vector>

#include "insight/visits/book.h"
#include "insight/visits/people_sums.h"

namespace nigiwai::insight {
namespace {

std::optional<std::int64_t>& at(Tally& tally, Extra extra) {
  return tally.extras[static_cast<std::size_t>(extra)];
}

std::vector<std::int64_t> ids_of(store::Database& kept, std::span<const std::string> shows) {
  std::vector<std::int64_t> ids;
  for (const auto& show : shows) {
    if (const auto id = number_of(kept, show)) ids.push_back(*id);
  }
  return ids;
}

std::string sum_list() {
  std::string list;
  for (std::size_t i = 0; i < kSums; ++i)
    list += fmt::format("{}{}", i == 0 ? "" : ", ", to_text(static_cast<Sum>(i)));
  return list;
}

void add_sums(store::Database& kept, std::int64_t show, Tallies& tallies) {
  static const std::string sql = fmt::format("SELECT half, {} FROM total WHERE show = ?", sum_list());
  auto rows = kept.query(sql, show);
  while (rows.next()) {
    auto& sums = tallies[static_cast<std::size_t>(rows.integer(0))].sums;
    for (std::size_t i = 0; i < kSums; ++i) sums[i] += rows.integer(static_cast<int>(i) + 1);
  }
}

// People of several shows: what each did in any of them.
class Crowd {
 public:
  void add(std::int64_t viewer, std::int64_t live, std::int64_t archive, bool returning) {
    const auto index = static_cast<std::size_t>(viewer);
    if (people_.size() <= index) people_.resize(std::max(index + 1, people_.size() * 2));
    auto& person = people_[index];
    person.did[0] |= static_cast<std::uint16_t>(live);
    person.did[1] |= static_cast<std::uint16_t>(archive);
    person.returning = person.returning || returning;
  }
  void count_into(Tallies& tallies) const {
    for (auto& tally : tallies) std::fill_n(tally.sums.begin(), kPeopleSums, 0);
    for (const auto& person : people_) {
      if ((person.did[0] | person.did[1]) == 0) continue;
      const auto counts = people_of(person.did, person.returning);
      for (std::size_t half = 0; half < kHalves; ++half) {
        for (std::size_t sum = 0; sum < kPeopleSums; ++sum)
          tallies[half].sums[sum] += counts[half][sum] ? 1 : 0;
      }
    }
  }

 private:
  struct Person {
    std::array<std::uint16_t, 2> did{};
    bool returning = false;
  };
  std::vector<Person> people_;  // by their number, which counts from 1 without gaps
};

void count_people(store::Database& kept, const std::vector<std::int64_t>& shows, Tallies& tallies) {
  Crowd crowd;
  for (const auto show : shows) {
    auto rows = kept.query("SELECT viewer, live, archive, returned FROM watcher WHERE show = ?", show);
    while (rows.next()) crowd.add(rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3) != 0);
  }
  crowd.count_into(tallies);
}

constexpr std::array kInfluences{Extra::kInfluenced14, Extra::kInfluenced, Extra::kInfluenced90};

// Until when orders count that were placed, UTC ms; nothing: all.
using Until = std::optional<std::int64_t>;

void add_sales(store::Database& kept, std::int64_t show, Until until, Tallies& tallies) {
  auto rows = kept.query(
      "SELECT s.half, s.influenced, s.amount, p.total, p.paid, p.cancelled, p.refunded, s.lag_ms FROM sale s "
      "JOIN "
      "purchase p ON p.id = s.purchase WHERE s.show = ?1 AND (?2 IS NULL OR p.placed_at < ?2)",
      show, until);
  while (rows.next()) {
    const auto amount = rows.integer(2);
    const auto add = [&](Extra extra, std::int64_t value) {
      for (const auto half : {static_cast<std::size_t>(rows.integer(0)), std::size_t{2}})
        *at(tallies[half], extra) += value;
    };
    if (rows.integer(1) == 0) {
      add(Extra::kNet,
          net_of(amount, rows.integer(3), rows.integer(4) != 0 && rows.integer(5) == 0, rows.integer(6)));
      continue;
    }
    for (const auto extra : kInfluences) {
      if (rows.integer(7) <= *influence_window(extra)) add(extra, amount);
    }
  }
}

void add_together(store::Database& kept, std::int64_t show, Until until, Tallies& tallies) {
  auto rows = kept.query(
      "SELECT half, count(*) FROM (SELECT min(half) AS half FROM sale s WHERE show = ?1 AND influenced = 0 "
      "AND "
      "(?2 IS NULL OR (SELECT placed_at FROM purchase WHERE id = s.purchase) < ?2) GROUP BY purchase HAVING "
      "count(*) > 1) GROUP BY half",
      show, until);
  while (rows.next()) {
    for (const auto half : {static_cast<std::size_t>(rows.integer(0)), std::size_t{2}})
      *at(tallies[half], Extra::kTogetherOrders) += rows.integer(1);
  }
}

void add_live(store::Database& kept, std::int64_t show, Tallies& tallies) {
  auto& live = tallies[0];
  {
    auto rows = kept.query("SELECT length_ms FROM show WHERE id = ? AND length_ms IS NOT NULL", show);
    if (rows.next()) at(live, Extra::kLengthMs) = at(live, Extra::kLengthMs).value_or(0) + rows.integer(0);
  }
  auto rows = kept.query("SELECT max(watched_ms) FROM slice WHERE show = ? AND half = 0", show);
  if (!rows.next() || rows.is_null(0)) return;
  const auto peak = (rows.integer(0) + kSliceMs - 1) / kSliceMs;
  at(live, Extra::kPeakViewers) = std::max(at(live, Extra::kPeakViewers).value_or(0), peak);
}

// What was added from this step after the end on.
void take_later(store::Database& kept, std::int64_t show, std::int64_t first_step, Tallies& tallies) {
  static const std::string sql =
      fmt::format("SELECT half, {} FROM grown WHERE show = ? AND step >= ?", sum_list());
  auto rows = kept.query(sql, show, first_step);
  while (rows.next()) {
    auto& sums = tallies[static_cast<std::size_t>(rows.integer(0))].sums;
    for (std::size_t i = 0; i < kSums; ++i) sums[i] -= rows.integer(static_cast<int>(i) + 1);
  }
}

Tallies empty_tallies() {
  Tallies tallies;
  for (auto& tally : tallies) {
    for (const auto extra : {Extra::kNet, Extra::kTogetherOrders}) at(tally, extra) = 0;
    for (const auto extra : kInfluences) at(tally, extra) = 0;
  }
  return tallies;
}

void add_show(store::Database& kept, std::int64_t show, Until until, Tallies& tallies) {
  add_sums(kept, show, tallies);
  add_sales(kept, show, until, tallies);
  add_together(kept, show, until, tallies);
  add_live(kept, show, tallies);
}

}  // namespace

std::optional<std::int64_t> number_of(store::Database& kept, const std::string& show) {
  auto rows = kept.query("SELECT id FROM show WHERE name = ?", show);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

std::int64_t net_of(std::int64_t amount, std::int64_t total, bool paid, std::int64_t refunded) {
  if (!paid || total <= 0) return 0;
  const auto left = std::max<std::int64_t>(0, total - refunded);
  return left == total ? amount : static_cast<std::int64_t>(static_cast<__int128>(amount) * left / total);
}

Tallies tally_of(store::Database& kept, std::span<const std::string> shows) {
  auto tallies = empty_tallies();
  const auto ids = ids_of(kept, shows);
  for (const auto id : ids) add_show(kept, id, {}, tallies);
  if (ids.size() > 1) count_people(kept, ids, tallies);
  return tallies;
}

Tallies tally_at_age(store::Database& kept, const std::string& show, Milliseconds age) {
  auto tallies = empty_tallies();
  std::int64_t id = 0;
  std::optional<std::int64_t> ended_at;
  {
    auto rows = kept.query("SELECT id, ended_at FROM show WHERE name = ?", show);
    if (!rows.next()) return tallies;
    id = rows.integer(0);
    ended_at = rows.optional_integer(1);
  }
  if (!ended_at) {
    add_show(kept, id, {}, tallies);
    return tallies;
  }
  const auto first_later = std::min(growth_step(age.count()) + 1, kGrowthSteps);
  add_show(kept, id, *ended_at + first_later * kGrowthStepMs, tallies);
  take_later(kept, id, first_later, tallies);
  return tallies;
}

Result<Chosen> read_chosen(std::string_view text) {
  Chosen chosen;
  while (!text.empty()) {
    const auto name = text.substr(0, text.find(','));
    const auto* found = definition_called(name);
    if (found == nullptr)
      return invalid("definitions", fmt::format("There is no definition called “{}”.", name.substr(0, 60)));
    chosen[std::string(found->figure)] = found;
    text.remove_prefix(std::min(text.size(), name.size() + 1));
  }
  return chosen;
}

json::object to_json(const Tally& tally, const Definition& definition) {
  const auto numerator = value_of(tally, definition.numerator);
  json::object figure{{"value", nullptr}, {"numerator", nullptr}, {"denominator", nullptr}};
  if (numerator) figure["numerator"] = *numerator;
  if (!definition.denominator) {
    if (numerator) figure["value"] = *numerator;
    return figure;
  }
  const auto denominator = value_of(tally, *definition.denominator);
  if (denominator) figure["denominator"] = *denominator;
  if (numerator && denominator.value_or(0) > 0) {
    const auto value = static_cast<double>(*numerator) * static_cast<double>(definition.scale) /
                       static_cast<double>(*denominator);
    figure["value"] = definition.unit == Unit::kMoney || definition.unit == Unit::kMilliseconds
                          ? json::value(std::llround(value))
                          : json::value(std::round(value * 1e6) / 1e6);
  }
  return figure;
}

json::object figures_json(const Tallies& tallies, const Chosen& chosen) {
  json::object figures;
  for (const auto& each : definitions()) {
    if (figures.contains(each.figure)) continue;
    const auto other = chosen.find(each.figure);
    const auto& definition = other == chosen.end() ? each : *other->second;
    auto figure = to_json(tallies[2], definition);
    if (!value_of(tallies[2], definition.numerator) ||
        (definition.denominator && !value_of(tallies[2], *definition.denominator))) {
      figure = to_json(tallies[0], definition);  // of the live half alone
    }
    figure["definition"] = definition.name;
    figure["version"] = definition.version;
    figure["scale"] = definition.scale;
    figure["unit"] = to_text(definition.unit);
    figure["group"] = to_text(definition.group);
    figure["live"] = to_json(tallies[0], definition);
    figure["archive"] = to_json(tallies[1], definition);
    figures[each.figure] = std::move(figure);
  }
  return figures;
}

json::object definitions_json() {
  json::array items;
  for (const auto& each : definitions()) {
    items.push_back({{"figure", each.figure},
                     {"definition", each.name},
                     {"version", each.version},
                     {"ours", definition_of(each.figure) == &each},
                     {"group", to_text(each.group)},
                     {"unit", to_text(each.unit)},
                     {"text", {{"ja", each.japanese}, {"en", each.english}}}});
  }
  return {{"items", std::move(items)}};
}

std::int64_t read_to(store::Database& kept) {
  auto rows = kept.query("SELECT position FROM read_to");
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace nigiwai::insight
