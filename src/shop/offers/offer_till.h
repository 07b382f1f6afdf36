// Which order gets which offer: pieces in the order of asking, so many a person. Pure.
//
// The till stands between loading and storing: it is given the opened offers of the shows that are ordered
// from, sets pieces aside for each order as it is priced, and takes them back when that order comes to
// nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "shop/offers/offer.h"

namespace nigiwai::shop {

// One line as it asks for a price.
struct AskPrice {
  std::string sku{};
  std::string product{};
  std::string show{};                // empty outside a show
  std::optional<Milliseconds> at{};  // the buyer's playhead there
  std::int64_t quantity = 1;
  std::int64_t usual = 0;              // of a piece
  std::optional<std::int64_t> seen{};  // of a piece, as the buyer saw it
};

// Why somebody does not get an offer.
enum class Missed { kClosed, kUsedUp, kLimit, kUnknown, kNothing };
std::string_view to_text(Missed why);  // "closed", "used-up", "limit", "unknown", "no-match"

// What a line costs, and what stood in the way of the price that the buyer saw.
struct PricedLine {
  std::int64_t price = 0;  // of a piece
  std::string offer{};     // that makes it so; empty for none
  std::string gone{};      // the offer whose price was seen and is not to be had
  Missed why = Missed::kClosed;
  std::int64_t left = 0;   // pieces of that offer
  std::int64_t limit = 0;  // of Missed::kLimit: a person's, and what this one has of it
  std::int64_t already = 0;
};

struct PricedOrder {
  std::vector<PricedLine> lines{};  // as asked, by index
  std::optional<Missed> coupon{};   // why the coupon brings nothing, where one was given
  std::string coupon_offer{};       // what it belongs to, where it brings something
  std::int64_t coupon_left = 0;     // of Missed::kUsedUp
};

class OfferTill {
 public:
  // The opened offers of a show, in the order in which they were prepared.
  void add(const std::string& show, const PriceClock& clock, std::vector<Offer> offers);
  bool knows(std::string_view show) const { return shows_.contains(show); }
  bool empty() const;

  // Offers limited for each person that these lines could get, of which nothing is known for this person yet.
  // The caller says what the person has of each before price().
  std::vector<std::string> unknown(const std::string& person, const std::vector<AskPrice>& lines) const;
  void know(const std::string& offer, const std::string& person, std::int64_t already);

  // Prices one order and sets its pieces aside. A line has the lowest price of the offers that hold for it
  // and have pieces for all of it; an offer with a limit a person is for somebody who is known. `person` may
  // be empty, `coupon` too.
  PricedOrder price(const std::string& person, const std::vector<AskPrice>& lines, const std::string& coupon);
  // Puts them back: the order came to nothing.
  void give_back(const std::string& person, const std::vector<AskPrice>& lines, const PricedOrder& priced);

  const Offer* find(std::string_view id) const;
  // By offer, what orders took of it since it was added.
  std::map<std::string, std::int64_t> taken() const;

 private:
  struct Entry {
    Offer offer;
    PriceClock clock;
    std::int64_t taken_before = 0;
    std::map<std::string, std::int64_t, std::less<>> by_person{};  // known only
  };
  struct Chance {
    Entry* entry;
    std::int64_t price;
  };
  std::vector<Chance> chances(const AskPrice& line, const std::string& coupon);
  // Nothing when this person may have so many pieces of it now.
  std::optional<Missed> obstacle(const Entry& entry, const std::string& person, std::int64_t quantity) const;
  PricedLine price_line(const std::string& person, const AskPrice& line, const std::string& coupon);
  void explain(PricedLine& priced, const std::string& person, const AskPrice& line);
  std::optional<Missed> miss_of_coupon(const std::string& person, const std::vector<AskPrice>& lines,
                                       const std::string& coupon, std::int64_t& left);

  std::map<std::string, std::vector<Entry>, std::less<>> shows_;
};

}  // namespace nigiwai::shop
