#include "shop/offers/offer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/time.h"
#include "shop/orders/contact.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kLongestTitle = 40;  // stands on a phone beside a price

bool lies_in(const std::vector<OfferWindow>& windows, Milliseconds at, std::optional<Milliseconds> length) {
  return std::ranges::any_of(windows, [&](const OfferWindow& window) {
    auto until = window.until;
    if (length) until = std::min(until.value_or(*length), *length);
    return window.from <= at && (!until || at < *until);
  });
}

// Whether a member is there; null is the same as nothing.
bool is_given(Fields& in, const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_null()) return value != nullptr;
  (void)in.optional_whole(name, {0, 0});  // asked for, so that null is no unknown member
  return false;
}

std::int64_t read_amount(Fields& in, std::string_view name, const std::string& currency) {
  const auto money = in.money(name);
  if (money.currency != currency) {
    in.wrong(std::string(name) + "/currency", fmt::format("This shop sells in {}.", currency));
  }
  if (money.amount < 1) in.wrong(name, "This must be 1 at least.");
  return money.amount;
}

std::vector<OfferTarget> read_targets(Fields& in, Benefit benefit, const std::string& currency) {
  std::vector<OfferTarget> targets;
  std::set<std::pair<std::string, std::string>> known;
  const auto& rows = in.array("targets", kMostTargets);
  if (rows.empty()) in.wrong("targets", "Name a product at least that the offer is for.");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto pointer = fmt::format("targets/{}", i);
    if (!rows[i].is_object()) {
      in.wrong(pointer, "This must be an object with a product.");
      break;
    }
    const auto& object = rows[i].get_object();
    Fields row(object, in.pointer_of(pointer));
    OfferTarget target{.product = row.slug("product")};
    if (is_given(row, object, "sku")) target.sku = row.slug("sku");
    if (benefit == Benefit::kPrice) {
      target.price = read_amount(row, "price", currency);
    } else if (is_given(row, object, "price")) {
      row.wrong("price", "Only an offer of the kind price has one.");
    }
    if (const auto problem = row.problem()) in.wrong(*problem);
    if (!known.emplace(target.product, target.sku).second) in.wrong(pointer, "This is named twice.");
    targets.push_back(std::move(target));
  }
  return targets;
}

// The percent or the amount, whichever the benefit is; the other must not be there.
std::int64_t read_value(Fields& in, const json::object& body, Benefit benefit, const std::string& currency) {
  const bool percent = is_given(in, body, "percent");
  const bool amount = is_given(in, body, "amount");
  if (percent && benefit != Benefit::kPercent)
    in.wrong("percent", "Only an offer of the kind percent has it.");
  if (amount && benefit != Benefit::kAmount) in.wrong("amount", "Only an offer of the kind amount has it.");
  if (benefit == Benefit::kPercent) return in.whole("percent", kOfferPercent);
  return benefit == Benefit::kAmount ? read_amount(in, "amount", currency) : 0;
}

json::value or_null(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value();
}

json::value or_null(const std::optional<Milliseconds>& ms) {
  return ms ? json::value(ms->count()) : json::value();
}

}  // namespace

std::string_view to_text(Benefit benefit) {
  switch (benefit) {
    case Benefit::kPrice:
      return "price";
    case Benefit::kPercent:
      return "percent";
    case Benefit::kAmount:
      return "amount";
  }
  return "";
}

std::optional<Benefit> benefit_of(std::string_view text) {
  for (const auto benefit : {Benefit::kPrice, Benefit::kPercent, Benefit::kAmount}) {
    if (text == to_text(benefit)) return benefit;
  }
  return std::nullopt;
}

std::optional<std::int64_t> left_of(const Offer& offer) {
  if (!offer.pieces) return std::nullopt;
  return std::max<std::int64_t>(*offer.pieces - offer.taken, 0);
}

bool holds(const Offer& offer, const PriceClock& clock, std::optional<Milliseconds> at) {
  if (offer.windows.empty()) return false;
  const auto edge = std::min(clock.now, clock.length.value_or(clock.now));
  const auto back = std::max(clock.now - kPriceReachBack, Milliseconds(0));
  const auto place = std::clamp(at.value_or(edge), Milliseconds(0), edge);
  if (lies_in(offer.windows, std::max(place, back), clock.length)) return true;
  const bool archived = clock.length && offer.archive_until && clock.wall < *offer.archive_until;
  return archived && place >= offer.windows.front().from;
}

bool is_open(const Offer& offer, Milliseconds clock) { return lies_in(offer.windows, clock, std::nullopt); }

std::optional<std::int64_t> offered_price(const Offer& offer, std::string_view sku, std::string_view product,
                                          std::int64_t usual) {
  const OfferTarget* found = nullptr;
  for (const auto& target : offer.targets) {
    if (target.product != product || (!target.sku.empty() && target.sku != sku)) continue;
    if (found == nullptr || !target.sku.empty()) found = &target;  // what is said of the SKU itself counts
  }
  if (found == nullptr) return std::nullopt;
  std::int64_t price = found->price;
  if (offer.benefit == Benefit::kPercent) price = usual * (100 - offer.value) / 100;
  if (offer.benefit == Benefit::kAmount) price = usual - offer.value;
  price = std::max<std::int64_t>(price, 1);
  return price < usual ? std::optional(price) : std::nullopt;
}

std::optional<std::string> clean_code(std::string_view typed) {
  std::string code;
  for (const char c : narrowed(typed)) {
    if (c == ' ') continue;
    const auto capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool known =
        (capital >= 'A' && capital <= 'Z') || (capital >= '0' && capital <= '9') || capital == '-';
    if (!known || code.size() >= kLongestCode) return std::nullopt;
    code += capital;
  }
  return code.size() < kShortestCode ? std::nullopt : std::optional(code);
}

Result<Offer> read_offer(const json::object& body, const std::string& currency) {
  Fields in(body);
  Offer offer{.title = in.text("title", {.least = 1, .most = kLongestTitle})};
  const auto benefit = benefit_of(in.text("benefit", {.least = 1, .most = 20}));
  if (!benefit) in.wrong("benefit", "This must be price, percent or amount.");
  offer.benefit = benefit.value_or(Benefit::kPrice);
  offer.value = read_value(in, body, offer.benefit, currency);
  offer.targets = read_targets(in, offer.benefit, currency);
  if (is_given(in, body, "code")) {
    const auto typed = in.text("code", {.most = 60});
    const auto code = clean_code(typed);
    if (!code && !typed.empty()) {
      in.wrong("code", fmt::format("A code has {} to {} letters A to Z, digits or hyphens.", kShortestCode,
                                   kLongestCode));
    }
    offer.code = code.value_or("");
  }
  offer.code_shown = in.optional_flag("code_shown").value_or(false);
  offer.pieces = in.optional_whole("pieces", {1, kMostOfferPieces});
  offer.per_person = in.optional_whole("per_person", {1, 99});
  if (const auto seconds = in.optional_whole("lasts_seconds", kOfferSeconds))
    offer.lasts = Milliseconds(*seconds * 1000);
  if (const auto until = in.optional_time("archive_until")) offer.archive_until = *until;
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return offer;
}

json::object to_json(const Offer& offer, const std::string& currency, OfferReader reader) {
  const auto money = [&](std::int64_t amount) { return nigiwai::to_json(Money{amount, currency}); };
  json::array targets;
  for (const auto& target : offer.targets) {
    targets.push_back(
        {{"product", target.product},
         {"sku", target.sku.empty() ? json::value() : json::value(target.sku)},
         {"price", offer.benefit == Benefit::kPrice ? json::value(money(target.price)) : json::value()}});
  }
  json::array windows;
  for (const auto& window : offer.windows) {
    windows.push_back({{"at", window.from.count()}, {"until", or_null(window.until)}});
  }
  const bool tells_code = !offer.code.empty() && (offer.code_shown || reader == OfferReader::kStaff);
  json::object shown{
      {"id", offer.id},
      {"title", offer.title},
      {"benefit", to_text(offer.benefit)},
      {"percent", offer.benefit == Benefit::kPercent ? json::value(offer.value) : json::value()},
      {"amount", offer.benefit == Benefit::kAmount ? json::value(money(offer.value)) : json::value()},
      {"targets", std::move(targets)},
      {"coupon", !offer.code.empty()},
      {"code", tells_code ? json::value(offer.code) : json::value()},
      {"pieces", or_null(offer.pieces)},
      {"left", or_null(left_of(offer))},
      {"per_person", or_null(offer.per_person)},
      {"archive_until", offer.archive_until ? json::value(to_rfc3339(*offer.archive_until)) : json::value()},
      {"windows", std::move(windows)}};
  if (reader == OfferReader::kStaff) {
    shown["code_shown"] = offer.code_shown;
    shown["lasts_seconds"] = offer.lasts ? json::value(offer.lasts->count() / 1000) : json::value();
    shown["sold"] = offer.taken;
  }
  return shown;
}

}  // namespace nigiwai::shop
