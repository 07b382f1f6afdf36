#include "shop/orders/personal.h"

#include <algorithm>
#include <map>
#include <set>

#include "http/forget_answers.h"
#include "shop/embedding/external_order.h"
#include "shop/orders/order_forget.h"
#include "shop/orders/orders.h"
#include "timeline/erasing.h"

namespace nigiwai::shop {
namespace {

struct Found {
  std::string id;
  std::string viewer;
  std::string email;
};

// By number: those of the viewers, and those under the verified address.
std::map<std::int64_t, Found> found_orders(store::Database& db, const people::Person& person) {
  std::map<std::int64_t, Found> found;
  const auto add = [&](const char* sql, const std::string& key) {
    auto rows = db.query(sql, key);
    while (rows.next()) found[rows.integer(0)] = {rows.text(1), rows.text(2), rows.text(3)};
  };
  for (const auto& viewer : person.viewers) {
    add("SELECT number, id, coalesce(viewer, ''), email FROM placed_order WHERE viewer = ?", viewer);
  }
  if (!person.email.empty()) {
    add("SELECT number, id, coalesce(viewer, ''), email FROM placed_order WHERE lower(email) = ?",
        person.email);
  }
  return found;
}

void complete(store::Database& db, people::Person& person) {
  const bool by_address = person.viewers.empty();
  std::set<std::string> addresses(person.addresses.begin(), person.addresses.end());
  for (const auto& [number, order] : found_orders(db, person)) {
    person.orders.push_back(order.id);
    if (!order.email.empty()) addresses.insert(order.email);
    // Found by the address alone: whoever ordered with it is the person, unless they are a member of their
    // own.
    if (by_address && !order.viewer.empty() && people::person_of(db, order.viewer) == order.viewer &&
        std::ranges::find(person.viewers, order.viewer) == person.viewers.end()) {
      person.viewers.push_back(order.viewer);
    }
  }
  person.addresses.assign(addresses.begin(), addresses.end());
}

void erase(store::Transaction& transaction, timeline::Journal& journal, const people::Person& person) {
  auto& db = transaction.db();
  // Those that are theirs by the address alone are made theirs by viewer first.
  const auto buyer = person.viewers.empty() ? std::string("erased") : person.viewers.front();
  for (const auto& id : person.orders) db.run("UPDATE placed_order SET viewer = ? WHERE id = ?", buyer, id);
  forget_buyers(transaction, std::span(&buyer, 1));
  forget_buyers(transaction, person.viewers);
  http::forget_answers(transaction, person.viewers, person.orders);
  // The sums by moment stay.
  for (const auto& viewer : person.viewers) db.run("DELETE FROM saved WHERE viewer = ?", viewer);
  timeline::erase_texts(transaction, journal, person.viewers);
}

}  // namespace

people::Holding holding(timeline::Journal& journal) {
  return {.name = "orders",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            return orders_of(db, person);
          },
          .erase = [&journal](store::Transaction& transaction,
                              const people::Person& person) { erase(transaction, journal, person); },
          .complete = complete};
}

people::Holding holding_elsewhere() {
  return {.name = "orders_elsewhere",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            std::vector<std::int64_t> numbers;
            for (const auto& viewer : person.viewers) {
              auto rows = db.query("SELECT number FROM external_order WHERE viewer = ?", viewer);
              while (rows.next()) numbers.push_back(rows.integer(0));
            }
            std::ranges::sort(numbers, std::greater());
            json::array shown;
            for (const auto number : numbers) {
              if (const auto known = external_order(db, number)) shown.push_back(to_json(*known));
            }
            return shown;
          },
          .erase =
              [](store::Transaction& transaction, const people::Person& person) {
                // The fact and its sums stay; whose it was stands nowhere but here.
                for (const auto& viewer : person.viewers) {
                  transaction.db().run("UPDATE external_order SET viewer = NULL WHERE viewer = ?", viewer);
                }
              }};
}

json::array orders_of(store::Database& db, const people::Person& person) {
  json::array shown;
  const auto found = found_orders(db, person);
  for (auto it = found.rbegin(); it != found.rend(); ++it) {
    if (const auto known = order(db, it->second.id)) shown.push_back(to_json(*known));
  }
  return shown;
}

std::vector<std::string> open_orders(store::Database& db, const people::Person& person) {
  std::vector<std::string> open;
  for (const auto& id : person.orders) {
    const auto known = order(db, id);
    if (!known) continue;
    const auto state = state_of(known->state);
    if (state == State::kPlaced || (state == State::kPaid && !known->shipped_at))
      open.push_back(number_text(known->number));
  }
  return open;
}

bool is_own(store::Database& db, const std::string& order_id, const std::string& viewer) {
  const auto person = people::person_with(db, viewer);
  auto rows = db.query("SELECT coalesce(viewer, ''), lower(email) FROM placed_order WHERE id = ?", order_id);
  if (!rows.next()) return false;
  return std::ranges::find(person.viewers, rows.text(0)) != person.viewers.end() ||
         (!person.email.empty() && rows.text(1) == person.email);
}

}  // namespace nigiwai::shop
