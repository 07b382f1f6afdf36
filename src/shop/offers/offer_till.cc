#include "shop/offers/offer_till.h"

#include <algorithm>

#include "base/check.h"

namespace nigiwai::shop {

std::string_view to_text(Missed why) {
  switch (why) {
    case Missed::kClosed:
      return "closed";
    case Missed::kUsedUp:
      return "used-up";
    case Missed::kLimit:
      return "limit";
    case Missed::kUnknown:
      return "unknown";
    case Missed::kNothing:
      return "no-match";
  }
  return "";
}

void OfferTill::add(const std::string& show, const PriceClock& clock, std::vector<Offer> offers) {
  auto& entries = shows_[show];
  for (auto& offer : offers) {
    const auto taken = offer.taken;
    entries.push_back({.offer = std::move(offer), .clock = clock, .taken_before = taken});
  }
}

bool OfferTill::empty() const {
  return std::ranges::all_of(shows_, [](const auto& show) { return show.second.empty(); });
}

const Offer* OfferTill::find(std::string_view id) const {
  for (const auto& [show, entries] : shows_) {
    for (const auto& entry : entries) {
      if (entry.offer.id == id) return &entry.offer;
    }
  }
  return nullptr;
}

std::map<std::string, std::int64_t> OfferTill::taken() const {
  std::map<std::string, std::int64_t> taken;
  for (const auto& [show, entries] : shows_) {
    for (const auto& entry : entries) {
      const auto pieces = entry.offer.taken - entry.taken_before;
      if (pieces > 0) taken[entry.offer.id] = pieces;
    }
  }
  return taken;
}

std::vector<std::string> OfferTill::unknown(const std::string& person,
                                            const std::vector<AskPrice>& lines) const {
  std::vector<std::string> offers;
  if (person.empty()) return offers;
  for (const auto& line : lines) {
    const auto show = shows_.find(line.show);
    if (show == shows_.end()) continue;
    for (const auto& entry : show->second) {
      if (!entry.offer.per_person || entry.by_person.contains(person)) continue;
      if (!holds(entry.offer, entry.clock, line.at)) continue;
      if (!offered_price(entry.offer, line.sku, line.product, line.usual)) continue;
      if (std::ranges::find(offers, entry.offer.id) == offers.end()) offers.push_back(entry.offer.id);
    }
  }
  return offers;
}

void OfferTill::know(const std::string& offer, const std::string& person, std::int64_t already) {
  for (auto& [show, entries] : shows_) {
    for (auto& entry : entries) {
      if (entry.offer.id == offer) entry.by_person.emplace(person, already);
    }
  }
}

// The lowest price first, and of equal ones the offer that was prepared first.
std::vector<OfferTill::Chance> OfferTill::chances(const AskPrice& line, const std::string& coupon) {
  std::vector<Chance> found;
  const auto show = shows_.find(line.show);
  if (show == shows_.end()) return found;
  for (auto& entry : show->second) {
    const auto& offer = entry.offer;
    if (!offer.code.empty() && offer.code != coupon) continue;
    if (!holds(offer, entry.clock, line.at)) continue;
    const auto price = offered_price(offer, line.sku, line.product, line.usual);
    if (price) found.insert(std::ranges::upper_bound(found, *price, {}, &Chance::price), {&entry, *price});
  }
  return found;
}

std::optional<Missed> OfferTill::obstacle(const Entry& entry, const std::string& person,
                                          std::int64_t quantity) const {
  if (const auto left = left_of(entry.offer); left && *left < quantity) return Missed::kUsedUp;
  if (!entry.offer.per_person) return std::nullopt;
  if (person.empty()) return Missed::kLimit;
  const auto had = entry.by_person.find(person);
  CHECK(had != entry.by_person.end(), "the caller says what a person has before an order is priced");
  return had->second + quantity > *entry.offer.per_person ? std::optional(Missed::kLimit) : std::nullopt;
}

PricedLine OfferTill::price_line(const std::string& person, const AskPrice& line, const std::string& coupon) {
  PricedLine priced{.price = line.usual};
  for (const auto& [entry, price] : chances(line, coupon)) {
    if (obstacle(*entry, person, line.quantity)) continue;
    entry->offer.taken += line.quantity;
    if (const auto had = entry->by_person.find(person); had != entry->by_person.end())
      had->second += line.quantity;
    priced.price = price;
    priced.offer = entry->offer.id;
    break;
  }
  if (line.seen && *line.seen < priced.price) explain(priced, person, line);
  return priced;
}

// The buyer saw less than it costs: the offer that they saw, and why it is not to be had.
void OfferTill::explain(PricedLine& priced, const std::string& person, const AskPrice& line) {
  const auto show = shows_.find(line.show);
  if (show == shows_.end()) return;
  for (const auto& entry : show->second) {
    const auto price = offered_price(entry.offer, line.sku, line.product, line.usual);
    if (price != line.seen) continue;
    priced.gone = entry.offer.id;
    priced.left = left_of(entry.offer).value_or(0);
    priced.why = Missed::kClosed;
    if (!holds(entry.offer, entry.clock, line.at)) continue;
    const auto obstacle = this->obstacle(entry, person, line.quantity);
    // A coupon's price without its code: as good as closed.
    priced.why = obstacle.value_or(Missed::kClosed);
    priced.limit = entry.offer.per_person.value_or(0);
    if (const auto had = entry.by_person.find(person); had != entry.by_person.end())
      priced.already = had->second;
    return;
  }
}

std::optional<Missed> OfferTill::miss_of_coupon(const std::string& person, const std::vector<AskPrice>& lines,
                                                const std::string& coupon, std::int64_t& left) {
  auto miss = Missed::kUnknown;
  for (const auto& line : lines) {
    const auto show = shows_.find(line.show);
    if (show == shows_.end()) continue;
    for (const auto& entry : show->second) {
      if (entry.offer.code != coupon) continue;
      if (!holds(entry.offer, entry.clock, line.at)) {
        if (miss == Missed::kUnknown) miss = Missed::kClosed;
        continue;
      }
      if (!offered_price(entry.offer, line.sku, line.product, line.usual)) {
        if (miss != Missed::kUsedUp && miss != Missed::kLimit) miss = Missed::kNothing;
        continue;
      }
      miss = obstacle(entry, person, line.quantity).value_or(Missed::kNothing);
      left = left_of(entry.offer).value_or(0);
    }
  }
  return miss;
}

PricedOrder OfferTill::price(const std::string& person, const std::vector<AskPrice>& lines,
                             const std::string& coupon) {
  PricedOrder priced;
  for (const auto& line : lines) {
    priced.lines.push_back(price_line(person, line, coupon));
    const auto* offer = find(priced.lines.back().offer);
    if (offer != nullptr && !coupon.empty() && offer->code == coupon) priced.coupon_offer = offer->id;
  }
  if (!coupon.empty() && priced.coupon_offer.empty()) {
    priced.coupon = miss_of_coupon(person, lines, coupon, priced.coupon_left);
  }
  return priced;
}

void OfferTill::give_back(const std::string& person, const std::vector<AskPrice>& lines,
                          const PricedOrder& priced) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (priced.lines[i].offer.empty()) continue;
    for (auto& entry : shows_.at(lines[i].show)) {
      if (entry.offer.id != priced.lines[i].offer) continue;
      entry.offer.taken -= lines[i].quantity;
      if (const auto had = entry.by_person.find(person); had != entry.by_person.end())
        had->second -= lines[i].quantity;
    }
  }
}

}  // namespace nigiwai::shop
