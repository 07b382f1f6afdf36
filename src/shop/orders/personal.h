// What the shop keeps about a person: their orders and what they saved.
#pragma once

#include "people/holdings.h"
#include "shop/orders/order.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

// The holding "shop" of people/holdings.h. An erased order keeps its number, amounts, lines and dates, which
// the law on taxes wants; who ordered, where it went and what was written about it goes. The journal must
// outlive it.
people::Holding holding(timeline::Journal& journal);
// Orders that another shop took for a moment of this person.
people::Holding holding_elsewhere();

// A person's orders as their buyer reads them, newest first: of their viewers, and under their verified
// address.
json::array orders_of(store::Database& db, const people::Person& person);
// The numbers of those that are still to be delivered.
std::vector<std::string> open_orders(store::Database& db, const people::Person& person);
// Whether the order is this viewer's, on any of their devices or under their verified address.
bool is_own(store::Database& db, const std::string& order, const std::string& viewer);

}  // namespace nigiwai::shop
