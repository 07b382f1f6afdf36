// The rules of an order: who may have which pieces, what it costs, and how it is shown. Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"
#include "base/money.h"
#include "shop/orders/contact.h"
#include "shop/orders/order_state.h"
#include "shop/orders/payment.h"

namespace nigiwai::shop {

inline constexpr std::size_t kMostLines = 20;      // more is a wholesale order, not a viewer's
inline constexpr std::int64_t kMostQuantity = 99;  // of one line: two digits, as the form offers

struct WantedLine {
  std::string sku;
  std::int64_t quantity = 1;
  // The moment in which it was put into the cart; the order's own where the line names none.
  std::string show{};
  std::optional<Milliseconds> at{};
  std::optional<Money> price{};  // of one piece, as the buyer saw it
  // Where the buyer stands in that show now, for offers; `at` where it is not said.
  std::optional<Milliseconds> playhead{};
};
using WantedLines = std::vector<WantedLine>;

struct WantedOrder {
  std::string person;  // whose holds it may use; empty for nobody
  WantedLines lines;
};

// Free pieces by SKU.
using StockLevels = std::map<std::string, std::int64_t>;
// Pieces kept for a person, by person and SKU. They are not among the free ones.
using HeldLevels = std::map<std::pair<std::string, std::string>, std::int64_t>;

struct SoldOut {
  std::string sku;        // the first line that could not be had
  std::int64_t left = 0;  // of it, for this order
  bool operator==(const SoldOut&) const = default;
};
// Nothing stood in the way, or the line that did.
using OrderOutcome = std::optional<SoldOut>;

// Takes a line's pieces: from what is held for the person first, then from what is free. Answers how many
// were held; takes nothing and answers nothing when both together are too few.
std::optional<std::int64_t> take(StockLevels& stock, HeldLevels& held, const std::string& person,
                                 const WantedLine& line);

// Takes all pieces of one order, or none of them and answers what is missing.
OrderOutcome admit(StockLevels& stock, HeldLevels& held, const WantedOrder& order);

// Decides a batch of orders against the stock just loaded, in arrival order: each has all of its pieces or
// none. A SKU that is not in `stock` has none left. `orders` and the outcomes correspond by index.
std::vector<OrderOutcome> decide(StockLevels stock, HeldLevels held, std::span<const WantedOrder> orders);

struct OrderLine {
  std::string sku{};
  std::string product{};
  std::string title{};
  std::string picture{};  // hash, empty for none
  std::int64_t quantity = 1;
  std::int64_t unit_price = 0;
  int tax_rate = 10;
  std::string show{};                // empty outside a show
  std::optional<Milliseconds> at{};  // in that show
  // The offer that makes the price (offer.h), and what a piece costs without it; empty and 0 for none.
  std::string offer{};
  std::string offer_title{};
  std::int64_t usual_price = 0;
  std::int64_t total() const { return unit_price * quantity; }
};

// So many pieces of a SKU that a step is about.
struct StepLine {
  std::string sku{};
  std::int64_t quantity = 1;
  bool operator==(const StepLine&) const = default;
};
using PiecesOfStep = std::vector<StepLine>;

// One thing that happened to an order after it was placed.
struct OrderStep {
  Act act = Act::kPay;
  WallTime at{};
  std::string by_role{};
  std::string by_name{};
  std::string reason{};
  std::optional<std::int64_t> amount{};  // of a refund
  PiecesOfStep pieces{};                 // of a return; of a refund, where it named any
};

struct Order {
  std::int64_t number = 0;
  std::string id{};
  std::string state = "placed";
  WallTime placed_at{};
  std::string viewer{};              // empty without a token
  std::string show{};                // empty outside a show
  std::optional<Milliseconds> at{};  // in that show
  std::string currency = "JPY";
  std::vector<OrderLine> lines{};
  std::string payment = "on-delivery";
  Contact contact{};
  Language language = Language::kJapanese;
  std::int64_t shipping = 0;
  std::int64_t fee = 0;
  std::int64_t refunded = 0;
  bool restocked = false;  // all of its pieces
  std::string tracking{};
  std::string share{};  // code of the share link that the buyer came by; empty for none
  std::optional<WallTime> due_at{};
  std::optional<WallTime> cancels_at{};  // as the reminder told the buyer
  std::optional<WallTime> paid_at{};
  std::optional<WallTime> shipped_at{};
  std::vector<OrderStep> steps{};  // oldest first
  std::string told{};              // how to pay, while it is to be paid
};

std::int64_t discount_of(const OrderLine& line);  // by its offer, of all its pieces
std::int64_t goods_of(const Order& order);        // the lines alone
std::int64_t total_of(const Order& order);        // with shipping and fee
Standing standing_of(const Order& order);
// How to pay, for a buyer who has not; empty otherwise.
std::string told_of(const Order& order, const Checkout& checkout);
std::int64_t pieces_of(const Order& order);
std::string number_text(std::int64_t number);  // N-000123

// What falls under each tax rate, in percent; shipping and fee under 10 %.
std::map<int, std::int64_t> totals_by_rate(const Order& order);
// The tax inside the prices, by rate in percent: total × rate / (100 + rate), rounded down once a rate, as
// the invoice system (適格請求書) wants it.
std::map<int, std::int64_t> tax_of(const Order& order);

enum class Reader { kBuyer, kStaff };  // staff read who did what, and why

// As docs/api.md shows it. `secret` makes the link to its private page; without one there is no `url`.
json::object to_json(const Order& order, const std::string& secret = "", Reader reader = Reader::kBuyer,
                     json::storage_ptr memory = {});

struct PlaceOrder {
  std::string show;  // empty outside a show
  std::optional<Milliseconds> at;
  WantedLines lines;
  Contact contact;
  std::string payment{};  // empty: the shop's usual one
  Language language = Language::kJapanese;
  std::optional<Money> total{};  // as the buyer saw it
  std::string coupon{};          // its code, cleaned; empty for none
  std::string share{};           // code of the share link that the buyer came by; empty for none
};
// Reads the body of POST /api/orders.
Result<PlaceOrder> read_order(const json::object& body);
// Its lines and its coupon alone, for a quote as well. A code that can be none is read as one that nothing
// has.
WantedLines read_lines(Fields& in);
std::string read_coupon(Fields& in);

}  // namespace nigiwai::shop
