#include "shop/orders/orders.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "base/check.h"
#include "people/members.h"
#include "shop/holds/hold_store.h"
#include "shop/limits.h"
#include "shop/offers/offer_pricing.h"
#include "shop/offers/offer_store.h"
#include "shop/offers/offers.h"
#include "shop/orders/order_answers.h"
#include "shop/orders/order_events.h"
#include "shop/orders/order_rows.h"
#include "shop/orders/order_skus.h"
#include "shop/products/stock.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kIdLength = 19;  // 60 bits beside the time

// Adds what is held for the person of this viewer, of what they order.
void load_held(store::Database& db, const WantedOrder& order, const std::string& viewer, HeldLevels& held) {
  if (order.person.empty()) return;
  for (const auto& line : order.lines) {
    const auto [place, unknown] = held.try_emplace({order.person, line.sku}, 0);
    if (unknown) place->second = held_of_sku(db, viewer, line.sku);
  }
}

// What is wrong with an order whatever the stock.
std::optional<Problem> fault_of(const PlaceOrder& order, const SkusNow& skus, const Checkout& checkout,
                                const std::string& currency, const std::map<std::string, bool>& shows,
                                const PricedOrder& priced) {
  if (!order.show.empty() && !shows.at(order.show)) return invalid("/show", "There is no such show.").error();
  std::int64_t total = 0;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto& line = order.lines[i];
    if (!line.show.empty() && !shows.at(line.show)) {
      return invalid(fmt::format("/lines/{}/show", i), "There is no such show.").error();
    }
    const auto* price = priced.lines.empty() ? nullptr : &priced.lines[i];
    if (auto fault = shop::fault_of(line, i, skus, currency, price)) return fault;
    total += skus.at(line.sku).price * line.quantity;
  }
  if (total > kMostMoney) return invalid("/lines", "This is more than one order may come to.").error();
  if (priced.coupon) return coupon_refused(*priced.coupon, priced.coupon_left);
  const auto* payment = payment_method(order.payment);
  if (payment != nullptr && !payment->offered(checkout)) {
    return invalid("/payment", "This shop does not take this way of payment now.").error();
  }
  return std::nullopt;
}

// Whether any of these is limited to so many pieces a person.
bool has_limited(const SkusNow& skus, const WantedLines& lines) {
  return std::ranges::any_of(lines, [&](const WantedLine& line) {
    const auto sku = skus.find(line.sku);
    return sku != skus.end() && sku->second.limited;
  });
}

// What stands in the way when this person would have more than the limit.
std::optional<Problem> beyond_limit(store::Database& db, const OrderCommand& command, const SkusNow& skus) {
  if (!has_limited(skus, command.order.lines)) return std::nullopt;
  std::vector<std::string> products;
  std::vector<WantedPieces> wanted;
  for (const auto& line : command.order.lines) {
    const auto& product = skus.at(line.sku).product;
    products.push_back(product);
    wanted.push_back({.sku = line.sku, .product = product, .quantity = line.quantity});
  }
  return over_limit(limits(db, command.by.id, products), wanted);
}

// The order as it will stand, without number; nothing of it is written yet.
Order order_of(const OrderCommand& command, const SkusNow& skus, const Checkout& checkout,
               const std::string& currency, WallTime now, const PricedOrder& priced, const OfferTill& till) {
  const auto& wanted = command.order;
  const auto& payment = wanted.payment.empty() ? usual_payment(checkout) : *payment_method(wanted.payment);
  Order order{.placed_at = now,
              .viewer = command.by.id,
              .show = wanted.show,
              .currency = currency,
              .payment = std::string(payment.id()),
              .contact = wanted.contact,
              .language = wanted.language,
              .share = wanted.share,
              .due_at = payment.due(checkout, now)};
  for (const auto& line : wanted.lines) {
    const auto& sku = skus.at(line.sku);
    const bool own_moment = !line.show.empty();
    order.lines.push_back({.sku = line.sku,
                           .product = sku.product,
                           .title = sku.title,
                           .picture = sku.picture,
                           .quantity = line.quantity,
                           .unit_price = sku.price,
                           .tax_rate = sku.tax_rate,
                           .show = own_moment ? line.show : wanted.show,
                           .at = own_moment ? line.at : wanted.at});
  }
  apply(priced, till, order);
  const auto added = charges(checkout, payment, goods_of(order), prefecture_of(wanted.contact));
  order.shipping = added.shipping;
  order.fee = added.fee;
  order.told = told_of(order, checkout);
  return order;
}

// Puts the order and its lines where they belong on the clocks of their shows. Those already read stand in
// `times`.
void place_in_shows(store::Database& db, std::map<std::string, timeline::ShowTimes>& times, Order& order,
                    std::optional<Milliseconds> asked, const http::Caller& by) {
  const auto placed = [&](const std::string& show,
                          std::optional<Milliseconds> at) -> std::optional<Milliseconds> {
    if (show.empty()) return std::nullopt;
    const auto [known, fresh] = times.try_emplace(show);
    if (fresh) {
      const auto found = timeline::times_of(db, show);
      CHECK(found.has_value(), "a show that is public has its timeline");
      known->second = *found;
    }
    return timeline::place(known->second, at, order.placed_at, by);
  };
  order.at = placed(order.show, asked);
  for (auto& line : order.lines) line.at = placed(line.show, line.at);
}

// As it is answered. Its many small parts take their memory from one piece.
std::string text_of(const Order& order, const std::string& secret) {
  std::array<unsigned char, 16'384> piece;
  json::monotonic_resource memory(piece.data(), piece.size());
  return json::serialize(to_json(order, secret, Reader::kBuyer, &memory));
}

}  // namespace

Problem sold_out(const SoldOut& out) {
  Problem problem{Kind::kConflict, "sold-out",
                  out.left == 0 ? "This is sold out. Nothing was ordered."
                                : fmt::format("Only {} of this are left. Nothing was ordered.", out.left)};
  problem.extra = {{"sku", out.sku}, {"left", out.left}};
  return problem;
}

// An order that will stand, and where it is answered.
struct Orders::Placed {
  const OrderCommand& command;
  Result<std::string>& outcome;
  Order order;
  std::string secret;
};

Orders::Orders(store::WriterCore& writer, timeline::Journal& journal, Shelves& shelves, Random& random,
               const OrderMails* mails, SoldOutBoard* board)
    : journal_(journal),
      shelves_(shelves),
      random_(random),
      mails_(mails),
      board_(board),
      placing_(writer, store::Lane::kOrders,
               [this](store::Transaction& transaction, std::span<const OrderCommand* const> all) {
                 return place_all(transaction, all);
               }) {}

// A key that comes twice among those that wait ends a round, so that the second finds the answer of the
// first; so does a person who comes twice for what is limited, so that the second counts what the first took.
Orders::Outcomes Orders::place_all(store::Transaction& transaction,
                                   std::span<const OrderCommand* const> commands) {
  end_due_holds(transaction, journal_, shelves_);
  // Whether a product is limited changes in no round of ours; what is left of it does, and is loaded by each.
  SkusNow skus;
  for (const auto* command : commands) load_skus(transaction.db(), command->order.lines, skus);
  Outcomes outcomes;
  outcomes.reserve(commands.size());
  while (outcomes.size() < commands.size()) {
    const auto rest = commands.subspan(outcomes.size());
    std::set<std::pair<std::string_view, std::string_view>> keys;
    std::set<std::string> persons;
    std::size_t count = 0;
    for (; count < rest.size(); ++count) {
      const auto& [wanted, by, key] = *rest[count];
      if (!key.key.empty() && !keys.emplace(key.caller, key.key).second) break;
      if (!by.id.empty() && has_limited(skus, wanted.lines) &&
          !persons.insert(people::person_of(transaction.db(), by.id)).second) {
        break;
      }
    }
    place_round(transaction, rest.first(count), outcomes);
  }
  return outcomes;
}

// Rows of a kind together, which costs half of one after another.
void Orders::store_placed(store::Transaction& transaction, std::span<Placed> placed) {
  auto& db = transaction.db();
  std::vector<NewOrder> rows;
  std::vector<AnsweredOrder> answered;
  for (const auto& [command, outcome, order, secret] : placed) {
    rows.push_back({order, secret_hash(secret)});
    answered.push_back({command.key, order, secret});
  }
  insert_orders(db, rows);
  keep_answers(transaction, answered);
  timeline::Journal::Run run(journal_, transaction);
  std::vector<EventOfOrder> told;
  std::vector<outbox::Mail> mails;
  const auto shop = settings(db);
  for (const auto& [command, outcome, order, secret] : placed) {
    insert_used_offers(db, order);
    append_events(run, order, {.kind = "order.placed"}, command.by, told);
    if (mails_ == nullptr) continue;
    if (auto mail = mails_->mail(db, shop, News::kPlaced, order, secret)) mails.push_back(*std::move(mail));
  }
  note_events(db, told);
  outbox::send(transaction, mails);
  for (const auto& [command, outcome, order, secret] : placed) {
    // Whether or not this becomes durable: from here on the answer itself is looked for.
    if (board_ != nullptr && !command.key.key.empty()) board_->answered().add(command.key);
    outcome = text_of(order, secret);
  }
  run.finish();
}

void Orders::place_round(store::Transaction& transaction, std::span<const OrderCommand* const> round,
                         Outcomes& outcomes) {
  auto& db = transaction.db();
  const auto first = outcomes.size();
  SkusNow skus;
  for (const auto* command : round) load_skus(db, command->order.lines, skus);
  const auto currency = settings(db).currency;
  const auto offered = checkout(db);
  std::map<std::string, bool> shows;
  const auto look_up = [&](const std::string& show) {
    const auto [found, unknown] = shows.try_emplace(show, false);
    if (unknown && !show.empty()) found->second = shelves_.is_public(db, show);
  };
  OfferTill till;
  for (const auto* command : round) load_offers(db, command->order, transaction.now(), till);
  StockLevels ahead;  // stock as the orders before leave it, where an offer's pieces hang on it
  HeldLevels held_ahead;
  std::vector<std::size_t> asking;  // which of the round are new and right, by index
  std::vector<WantedOrder> wanted;
  std::vector<Order> drafts;  // of those asking
  HeldLevels held;
  for (std::size_t i = 0; i < round.size(); ++i) {
    const auto& order = round[i]->order;
    const bool is_new = board_ != nullptr && !board_->answered().may_have(round[i]->key);
    const auto before = is_new ? Result<std::optional<PlacedBefore>>(std::nullopt)
                               : placed_before(transaction, round[i]->key);
    if (!before) {
      outcomes.emplace_back(std::unexpected(before.error()));
      continue;
    }
    if (*before) {
      auto known = shop::order(db, (*before)->id);
      CHECK(known.has_value(), "an answer is stored together with its order");
      outcomes.emplace_back(text_of(*known, (*before)->secret));
      continue;
    }
    look_up(order.show);
    for (const auto& line : order.lines) look_up(line.show);
    OfferPricing pricing(till, db, order, skus, round[i]->by.id);
    if (auto fault = fault_of(order, skus, offered, currency, shows, pricing.priced())) {
      outcomes.emplace_back(std::unexpected(*std::move(fault)));
      continue;
    }
    if (auto early = not_on_sale(db, order.lines, order.show, round[i]->by.id, skus, transaction.now())) {
      outcomes.emplace_back(std::unexpected(*std::move(early)));
      continue;
    }
    if (auto beyond = beyond_limit(db, *round[i], skus)) {
      outcomes.emplace_back(std::unexpected(*std::move(beyond)));
      continue;
    }
    auto draft = order_of(*round[i], skus, offered, currency, transaction.now(), pricing.priced(), till);
    const Money total{total_of(draft), currency};
    if (order.total && *order.total != total) {
      outcomes.emplace_back(std::unexpected(price_changed("", *order.total, total, "/total")));
      continue;
    }
    outcomes.emplace_back();  // replaced below
    asking.push_back(i);
    const auto& viewer = round[i]->by.id;
    // Who the person is matters only where something is kept for somebody.
    const bool held_for_some =
        std::ranges::any_of(order.lines, [&](const WantedLine& line) { return skus.at(line.sku).held; });
    wanted.push_back({.person = held_for_some && !viewer.empty() ? people::person_of(db, viewer) : viewer,
                      .lines = order.lines});
    if (held_for_some) load_held(db, wanted.back(), viewer, held);
    if (!till.empty()) {
      // Whether an offer's pieces are taken hangs on whether the order is placed at all.
      if (ahead.empty()) {
        for (const auto& [sku, row] : skus) ahead[sku] = row.left;
      }
      for (const auto& [whose, pieces] : held) held_ahead.try_emplace(whose, pieces);
      if (!admit(ahead, held_ahead, wanted.back())) pricing.keep();
    }
    drafts.push_back(std::move(draft));
  }

  StockLevels stock;
  for (const auto& [sku, row] : skus) stock[sku] = row.left;
  const auto decided = decide(stock, held, wanted);

  std::map<std::string, StockNow> changed;
  std::set<std::string> surely;  // sold out before this round
  std::map<std::string, timeline::ShowTimes> times;
  std::vector<Placed> placed;
  placed.reserve(asking.size());
  for (std::size_t a = 0; a < asking.size(); ++a) {
    const auto& command = *round[asking[a]];
    auto& outcome = outcomes[first + asking[a]];
    if (decided[a]) {
      outcome = std::unexpected(sold_out(*decided[a]));
      const auto& sku = decided[a]->sku;
      if (const auto& was = skus.at(sku);
          board_ != nullptr && was.left == 0 && !was.held && surely.insert(sku).second) {
        transaction.on_commit([board = board_, sku] { board->refused(sku); });
      }
      continue;
    }
    for (const auto& line : command.order.lines) {
      const auto& sku = skus.at(line.sku);
      const auto taken = take(stock, held, wanted[a].person, line);
      CHECK(taken.has_value(), "what was decided is there");
      if (*taken > 0) take_from_hold(db, command.by.id, line.sku, *taken);
      auto& now = changed[line.sku];
      now = {.product = sku.product, .left = stock[line.sku], .sold = now.sold + line.quantity};
    }
    auto& order = drafts[a];
    order.id = random_.ordered_token(transaction.now(), kIdLength);
    order.number = placed.empty() ? last_order_number(db) + 1 : placed.back().order.number + 1;
    place_in_shows(db, times, order, command.order.at, command.by);
    placed.push_back({command, outcome, std::move(order), random_.token(kSecretLength)});
  }
  store_placed(transaction, placed);
  for (const auto& [sku, now] : changed) db.run("UPDATE sku SET left = ? WHERE sku = ?", now.left, sku);
  announce_stock(transaction, journal_, shelves_, changed);
  keep_taken(transaction, journal_, till.taken());
}

}  // namespace nigiwai::shop
