// Offers as rows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shop/offers/offer.h"
#include "shop/offers/offer_till.h"
#include "shop/orders/order.h"
#include "store/writer.h"
#include "timeline/show_clock.h"

namespace nigiwai::shop {

// Of a show, in the order in which they were prepared; of the second, those that were open at least once.
std::vector<Offer> offers_of(store::Database& db, const std::string& show);
std::vector<Offer> opened_offers(store::Database& db, const std::string& show);
std::optional<Offer> offer_with_id(store::Database& db, const std::string& id);

// Writes a new one at the end, or all that staff may change of one that is there: not its openings and pieces
// taken.
void insert_offer(store::Database& db, const Offer& offer);
void update_offer(store::Database& db, const Offer& offer);
void remove_offer(store::Database& db, const std::string& id);
// Adds an opening, or gives the one that began there its end.
void keep_opening(store::Database& db, const std::string& offer, const OfferWindow& window);
void keep_closing(store::Database& db, const std::string& offer, const OfferWindow& window);

PriceClock price_clock(const timeline::ShowTimes& times, WallTime now);

// Adds the opened offers of a show to the till, unless it knows them. One look for a show that has none.
void load_offers(store::Database& db, const std::string& show, WallTime now, OfferTill& till);
// Tells the till what this viewer's person has of the offers that are limited for each; answers who the
// person is, empty where it does not matter.
std::string load_person(store::Database& db, const std::string& viewer, const std::vector<AskPrice>& lines,
                        OfferTill& till);

// Pieces of an offer in the orders of this viewer's person that were not cancelled.
std::int64_t taken_by(store::Database& db, const std::string& offer, const std::string& viewer);

// Writes which lines of an order used an offer; counts the pieces of `taken`; reads the former into an
// order's lines.
void insert_used_offers(store::Database& db, const Order& order);
void count_taken(store::Database& db, const std::map<std::string, std::int64_t>& taken);
void load_used_offers(store::Database& db, Order& order);
// Pieces of each offer that an order took.
std::map<std::string, std::int64_t> used_offers(store::Database& db, std::int64_t number);

}  // namespace nigiwai::shop
