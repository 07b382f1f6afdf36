// Offers of a show: preparing, changing, opening and closing them, and telling of what is left.
#pragma once

#include "base/random.h"
#include "shop/offers/offer.h"
#include "shop/products/shelves.h"
#include "timeline/commands.h"

namespace nigiwai::shop {

struct OfferParts {  // all outlive the call
  timeline::Journal& journal;
  Shelves& shelves;
  Random& random;
};

// Prepares an offer for a show. Refuses with not-found for the show; invalid for a product that is not on its
// shelf or a SKU that is not the product's; conflict for a code that another offer of the show has, or when
// it has kMostOffers.
Result<Offer> prepare_offer(store::Transaction& transaction, const OfferParts& parts, const std::string& show,
                            Offer offer, const http::Caller& by);

// Changes one that is not open now. Once it was open, its benefit, targets and code stay as they were told,
// and its pieces are no fewer than were taken; viewers are told by offer.changed. Refuses with state besides
// what preparing refuses.
Result<Offer> change_offer(store::Transaction& transaction, const OfferParts& parts, const std::string& show,
                           const std::string& id, Offer offer, const http::Caller& by);
// Removes one that was never open; conflict "state" otherwise.
Result<void> remove_offer(store::Transaction& transaction, const std::string& show, const std::string& id,
                          const http::Caller& by);

// Adds offer.open {offer} and offer.close {offer}, for directors.
void add_offer_commands(timeline::Commands& commands);
// What they become: offer.opened {offer, until, left, shown}, offer.closed {offer, until}. conflict "state"
// unless the show is on air and the offer is closed, or open; not-found.
Result<timeline::NewEvent> decide_open(store::Transaction& transaction, const timeline::Command& command,
                                       const timeline::ShowTimes& times, Milliseconds at);
Result<timeline::NewEvent> decide_close(store::Transaction& transaction, const timeline::Command& command,
                                        const timeline::ShowTimes& times, Milliseconds at);

// Counts what orders took (or, below zero, gave back), and tells of it: offer.changed {offer, left, sold},
// for everyone where the pieces are limited, for staff otherwise. At the show clock, once an offer.
void keep_taken(store::Transaction& transaction, timeline::Journal& journal,
                const std::map<std::string, std::int64_t>& taken);
// The offers' pieces of an order that was cancelled can be had again.
void return_offers(store::Transaction& transaction, timeline::Journal& journal, std::int64_t number);

// GET /api/shows/{id}/offers: {"items": […]}, as staff read them.
json::object all_offers(store::Database& db, const std::string& show);
// Those that were opened, as viewers read them: `offers` of a show's snapshot.
json::array shown_offers(store::Database& db, const std::string& show);
// Those that are open at a moment of the show: `state.offers` of its archive.
json::array offers_at(store::Database& db, const std::string& show, Milliseconds at);

}  // namespace nigiwai::shop
