// Offers (特典): a price that opens and closes in a show, for so many pieces, or for those who know a code.
// Pure.
//
// Whether an offer holds goes by the buyer's own playhead, so that the price is there with the picture in
// which it is told: at most kPriceReachBack behind the show clock, and never ahead of it. Its pieces go in
// server order (offer_till.h). An offer never makes anything dearer, offers do not add up, and a hold keeps
// pieces, not a price.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"

namespace nigiwai::shop {

inline constexpr std::size_t kMostOffers = 50;     // of one show: a director still finds each of them
inline constexpr std::size_t kMostTargets = 20;    // of one offer: more is a change of prices, not an offer
inline constexpr std::size_t kMostOpenings = 100;  // of one offer: every reader of the show gets them all
inline constexpr std::int64_t kMostOfferPieces = 1'000'000;
inline constexpr WholeRange kOfferSeconds{10,
                                          21'600};  // shorter nobody can read; a show is no longer than this
inline constexpr WholeRange kOfferPercent{1, 90};   // 100 would be a gift
inline constexpr std::size_t kShortestCode = 4;     // shorter ones are guessed
inline constexpr std::size_t kLongestCode = 24;
// A buyer's playhead counts as no further behind the show clock than this: a player of ours is 2 to 10 s
// behind.
inline constexpr Milliseconds kPriceReachBack{30'000};

enum class Benefit { kPrice, kPercent, kAmount };
std::string_view to_text(Benefit benefit);
std::optional<Benefit> benefit_of(std::string_view text);

// A product, or one SKU of it.
struct OfferTarget {
  std::string product{};
  std::string sku{};       // empty: every SKU of the product
  std::int64_t price = 0;  // of a piece, for Benefit::kPrice
  bool operator==(const OfferTarget&) const = default;
};

// One opening, in ms of the show.
struct OfferWindow {
  Milliseconds from{0};
  std::optional<Milliseconds> until{};  // the first at which it no longer holds; nothing: until it is closed
  bool operator==(const OfferWindow&) const = default;
};

struct Offer {
  std::string id{};
  std::string show{};
  std::string title{};
  Benefit benefit = Benefit::kPrice;
  std::int64_t value = 0;  // percent, or minor units off a piece
  std::vector<OfferTarget> targets{};
  std::string code{};       // of a coupon, as clean_code() makes it; empty for everybody
  bool code_shown = false;  // viewers read it on the page; otherwise it is only spoken
  std::optional<std::int64_t> pieces{};
  std::optional<std::int64_t> per_person{};
  std::optional<Milliseconds> lasts{};      // of one opening
  std::optional<WallTime> archive_until{};  // nothing: live only
  std::vector<OfferWindow> windows{};       // in order, never overlapping
  std::int64_t taken = 0;                   // pieces in orders that were not cancelled
};

// Pieces that can still be had; nothing when their number is not limited.
std::optional<std::int64_t> left_of(const Offer& offer);

// A show's clock as prices see it. It runs on past the end: what was open there closes for the last viewers
// too.
struct PriceClock {
  Milliseconds now{0};
  std::optional<Milliseconds> length{};  // once the show has ended
  WallTime wall{};
};

// Whether the offer holds for a buyer whose playhead stands at `at`; without one, at the clock.
//
// On air: the playhead, brought within kPriceReachBack of the clock, lies in an opening. The same goes on for
// those who see the end a little later. In the archive, until `archive_until`: the playhead is not before the
// first opening.
bool holds(const Offer& offer, const PriceClock& clock, std::optional<Milliseconds> at);
// The same at the show clock itself: what staff may open or close.
bool is_open(const Offer& offer, Milliseconds clock);

// What a piece costs with the offer, whoever may have it: the usual price less the benefit, rounded down to a
// minor unit and never below one. Nothing where the offer does not touch this SKU or would not make it
// cheaper.
std::optional<std::int64_t> offered_price(const Offer& offer, std::string_view sku, std::string_view product,
                                          std::int64_t usual);

// A coupon's code as it is compared: letters, digits and hyphens, capitals, of what a Japanese keyboard types
// too. Nothing when it can be none.
std::optional<std::string> clean_code(std::string_view typed);

// Reads the body of POST and PUT /api/shows/{id}/offers: an offer without id, show, openings and pieces
// taken.
Result<Offer> read_offer(const json::object& body, const std::string& currency);

enum class OfferReader { kViewer, kStaff };  // staff read every code, and how many were sold
// As docs/api.md shows it.
json::object to_json(const Offer& offer, const std::string& currency, OfferReader reader);

}  // namespace nigiwai::shop
