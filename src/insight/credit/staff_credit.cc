#include "insight/credit/staff_credit.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/time.h"
#include "insight/figures/figures.h"

namespace nigiwai::insight {
namespace {

struct Person {
  std::string name{};
  std::int64_t shows = 0;
  json::array growth{};
};

std::vector<std::string> cast_of(store::Database& journal, const std::string& show) {
  std::vector<std::string> cast;
  auto rows = journal.query("SELECT handle FROM show_cast WHERE show = ? ORDER BY place", show);
  while (rows.next()) cast.push_back(rows.text(0));
  return cast;
}

std::vector<SaleMade> sales_of(store::Database& kept, const std::string& show) {
  std::vector<SaleMade> sales;
  auto rows = kept.query(
      "SELECT a.at, a.amount, a.influenced, p.total, p.paid, p.cancelled, p.refunded, coalesce(v.name, '') "
      "FROM show s "
      "JOIN sale a ON a.show = s.id JOIN purchase p ON p.id = a.purchase LEFT JOIN viewer v ON v.id = "
      "p.viewer WHERE "
      "s.name = ?1 AND a.lag_ms <= ?2 ORDER BY a.purchase, a.product",
      show, *influence_window(Extra::kInfluenced));
  while (rows.next()) {
    const auto amount = rows.integer(1);
    sales.push_back({.at = rows.integer(0),
                     .amount = amount,
                     .net = net_of(amount, rows.integer(3), rows.integer(4) != 0 && rows.integer(5) == 0,
                                   rows.integer(6)),
                     .buyer = rows.text(7),
                     .influenced = rows.integer(2) != 0});
  }
  return sales;
}

// Lines that staff wrote, and the questions they answered.
std::vector<Act> acts_in(store::Database& journal, const std::string& show) {
  std::vector<Act> acts;
  {
    auto rows = journal.query(
        "SELECT e.at, s.handle FROM event e INDEXED BY event_of_staff_line JOIN staff s ON s.id = e.by_id "
        "WHERE e.show = ? AND e.kind = 'chat.posted' AND e.by_role <> 'viewer'",
        show);
    while (rows.next()) acts.push_back({.at = rows.integer(0), .handle = rows.text(1)});
  }
  auto rows = journal.query(
      "SELECT answered_at, answered_by, viewer FROM question WHERE show = ? AND answered_at IS NOT NULL AND "
      "answered_by "
      "<> ''",
      show);
  while (rows.next()) acts.push_back({.at = rows.integer(0), .handle = rows.text(1), .asker = rows.text(2)});
  std::ranges::sort(acts, {}, &Act::at);
  return acts;
}

json::object to_json(const Credit& credit) {
  return {{"sales", credit.sales}, {"amount", credit.amount}, {"net", credit.net}};
}

std::string name_of(store::Database& journal, const std::string& handle) {
  auto rows = journal.query("SELECT name FROM staff WHERE handle = ?", handle);
  return rows.next() ? rows.text(0) : handle;
}

void note_growth(std::map<std::string, Person, std::less<>>& people, std::span<const std::string> cast,
                 const Credits& credits, const ChosenShow& show) {
  for (const auto& handle : cast) {
    auto& person = people[handle];
    ++person.shows;
    if (person.growth.size() >= kMostShowsTold) continue;
    const auto found = credits.find(handle);
    const auto credit = found == credits.end() ? Credit{} : found->second.of_cast;
    person.growth.push_back({{"show", show.id},
                             {"title", show.title},
                             {"live_at", to_rfc3339(show.live_at)},
                             {"amount", credit.amount},
                             {"net", credit.net}});
  }
}

void add(Credit& all, const Credit& one) {
  all.sales += one.sales;
  all.amount += one.amount;
  all.net += one.net;
}

}  // namespace

json::object staff_credit_json(store::Database& kept, store::Database& journal,
                               std::span<const ChosenShow> shows) {
  Credits credits;
  std::map<std::string, Person, std::less<>> people;
  for (const auto& show : shows) {
    const auto cast = cast_of(journal, show.id);
    Credits of_show;
    add_credit(of_show, cast, sales_of(kept, show.id), acts_in(journal, show.id));
    note_growth(people, cast, of_show, show);
    for (const auto& [handle, one] : of_show) {
      auto& all = credits[handle];
      add(all.of_cast, one.of_cast);
      add(all.of_moment, one.of_moment);
      add(all.influenced, one.influenced);
      add(all.assists, one.assists);
      people[handle];
    }
  }
  std::vector<std::string> handles;
  for (const auto& [handle, person] : people) handles.push_back(handle);
  std::ranges::sort(handles, [&](const std::string& left, const std::string& right) {
    return std::pair(-credits[left].of_cast.amount, left) < std::pair(-credits[right].of_cast.amount, right);
  });
  json::array items;
  for (const auto& handle : handles) {
    const auto& credit = credits[handle];
    auto& person = people[handle];
    items.push_back({{"handle", handle},
                     {"name", name_of(journal, handle)},
                     {"shows", person.shows},
                     {"credit", {{"cast", to_json(credit.of_cast)}, {"moment", to_json(credit.of_moment)}}},
                     {"influenced", to_json(credit.influenced)},
                     {"assists", to_json(credit.assists)},
                     {"growth", std::move(person.growth)}});
  }
  return {{"items", std::move(items)}};
}

}  // namespace nigiwai::insight
