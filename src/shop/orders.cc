#include "shop/orders.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "base/check.h"
#include "base/time.h"
#include "shop/order_rows.h"
#include "shop/product.h"
#include "shop/settings.h"
#include "shop/stock.h"

namespace nigiwai::shop {
namespace {

// 26 characters of 5 bits: nobody guesses the link to somebody's address.
constexpr std::size_t kSecretLength = 26;
constexpr std::size_t kIdLength = 14;

struct Sku {
  std::string product;
  std::string title;
  std::string picture;
  std::int64_t price = 0;
  int tax_rate = 10;
  std::int64_t left = 0;
};

std::map<std::string, Sku> load_skus(store::Database& db, std::span<const OrderCommand* const> commands) {
  std::map<std::string, Sku> skus;
  for (const auto* command : commands) {
    for (const auto& line : command->order.lines) {
      if (skus.contains(line.sku)) continue;
      auto rows = db.query(
          "SELECT p.id, p.title, s.options, p.picture, coalesce(s.price, p.price), p.tax_rate, s.left FROM "
          "sku s "
          "JOIN product p ON p.id = s.product WHERE s.sku = ? AND s.listed = 1",
          line.sku);
      if (!rows.next()) continue;
      skus.emplace(line.sku, Sku{.product = rows.text(0),
                                 .title = full_title(rows.text(1), json::parse(rows.text(2)).as_object()),
                                 .picture = rows.text(3),
                                 .price = rows.integer(4),
                                 .tax_rate = static_cast<int>(rows.integer(5)),
                                 .left = rows.integer(6)});
    }
  }
  return skus;
}

// What is wrong with an order whatever the stock.
std::optional<Problem> fault_of(const PlaceOrder& order, const std::map<std::string, Sku>& skus,
                                bool show_is_known) {
  if (!order.show.empty() && !show_is_known) return invalid("/show", "There is no such show.").error();
  std::int64_t total = 0;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto found = skus.find(order.lines[i].sku);
    if (found == skus.end()) return invalid(fmt::format("/lines/{}/sku", i), "There is no such SKU.").error();
    total += found->second.price * order.lines[i].quantity;
  }
  if (total > kMostMoney) return invalid("/lines", "This is more than one order may come to.").error();
  return std::nullopt;
}

Problem sold_out(const SoldOut& out) {
  Problem problem{Kind::kConflict, "sold-out",
                  out.left == 0 ? "This is sold out. Nothing was ordered."
                                : fmt::format("Only {} of this are left. Nothing was ordered.", out.left)};
  problem.extra = {{"sku", out.sku}, {"left", out.left}};
  return problem;
}

json::object placed_data(const Order& order) {
  std::set<std::string> products;
  for (const auto& line : order.lines) products.insert(line.product);
  return {{"order", order.id},
          {"number", number_text(order.number)},
          {"total", nigiwai::to_json(Money{total_of(order), order.currency})},
          {"pieces", pieces_of(order)},
          {"products", json::array(products.begin(), products.end())}};
}

}  // namespace

Orders::Orders(store::WriterCore& writer, timeline::Journal& journal, Shelves& shelves, Random& random)
    : journal_(journal),
      shelves_(shelves),
      random_(random),
      placing_(writer, store::Lane::kOrders,
               [this](store::Transaction& transaction, std::span<const OrderCommand* const> all) {
                 return place_all(transaction, all);
               }) {}

// A key that comes twice among those that wait ends a round, so that the second finds the answer of the
// first.
Orders::Outcomes Orders::place_all(store::Transaction& transaction,
                                   std::span<const OrderCommand* const> commands) {
  Outcomes outcomes;
  outcomes.reserve(commands.size());
  while (outcomes.size() < commands.size()) {
    const auto rest = commands.subspan(outcomes.size());
    std::set<std::pair<std::string_view, std::string_view>> keys;
    std::size_t count = 0;
    while (count < rest.size() && (rest[count]->key.key.empty() ||
                                   keys.emplace(rest[count]->key.caller, rest[count]->key.key).second)) {
      ++count;
    }
    place_round(transaction, rest.first(count), outcomes);
  }
  return outcomes;
}

void Orders::place_round(store::Transaction& transaction, std::span<const OrderCommand* const> round,
                         Outcomes& outcomes) {
  auto& db = transaction.db();
  const auto first = outcomes.size();
  auto skus = load_skus(db, round);
  std::map<std::string, bool> shows;
  std::vector<std::size_t> asking;  // which of the round are new and right, by index
  std::vector<WantedLines> wanted;
  for (std::size_t i = 0; i < round.size(); ++i) {
    const auto& order = round[i]->order;
    const auto stored = http::stored_answer(transaction, round[i]->key);
    if (!stored) {
      outcomes.emplace_back(std::unexpected(stored.error()));
      continue;
    }
    if (*stored) {
      const auto answer = json::parse(**stored).as_object();
      auto known = shop::order(db, std::string(answer.at("order").as_string()));
      CHECK(known.has_value(), "an answer is stored together with its order");
      outcomes.emplace_back(to_json(*known, std::string(answer.at("secret").as_string())));
      continue;
    }
    const auto [show, unknown] = shows.try_emplace(order.show, false);
    if (unknown && !order.show.empty()) show->second = shelves_.is_public(db, order.show);
    if (auto fault = fault_of(order, skus, show->second)) {
      outcomes.emplace_back(std::unexpected(*std::move(fault)));
      continue;
    }
    outcomes.emplace_back(json::object());  // replaced below
    asking.push_back(i);
    wanted.push_back(order.lines);
  }

  StockLevels stock;
  for (const auto& [sku, row] : skus) stock[sku] = row.left;
  const auto decided = decide(std::move(stock), wanted);

  const auto currency = settings(db).currency;
  std::map<std::string, StockNow> changed;
  for (std::size_t a = 0; a < asking.size(); ++a) {
    const auto& command = *round[asking[a]];
    auto& outcome = outcomes[first + asking[a]];
    if (decided[a]) {
      outcome = std::unexpected(sold_out(*decided[a]));
      continue;
    }
    Order order{.number = 0,
                .id = random_.token(kIdLength),
                .state = "placed",
                .placed_at = transaction.now(),
                .viewer = command.by.id,
                .show = command.order.show,
                .at = std::nullopt,
                .currency = currency,
                .lines = {},
                .payment = "on-delivery",
                .contact = command.order.contact};
    if (!order.show.empty()) {
      const auto times = timeline::times_of(db, order.show);
      CHECK(times.has_value(), "a show that is public has its timeline");
      order.at = timeline::place(*times, command.order.at, transaction.now(), command.by);
    }
    for (const auto& line : command.order.lines) {
      auto& sku = skus.at(line.sku);
      sku.left -= line.quantity;
      auto& now = changed[line.sku];
      now = {.product = sku.product, .left = sku.left, .sold = now.sold + line.quantity};
      order.lines.push_back({.sku = line.sku,
                             .product = sku.product,
                             .title = sku.title,
                             .picture = sku.picture,
                             .quantity = line.quantity,
                             .unit_price = sku.price,
                             .tax_rate = sku.tax_rate});
    }
    const auto secret = random_.token(kSecretLength);
    order.number = insert_order(db, order, secret_hash(secret));
    journal_.append(
        transaction, order.show,
        {.kind = "order.placed", .data = placed_data(order), .audience = timeline::Audience::kStaff},
        command.by, order.at.value_or(Milliseconds(0)));
    http::store_answer(transaction, command.key,
                       json::serialize(json::object{{"order", order.id}, {"secret", secret}}));
    outcome = to_json(order, secret);
  }
  for (const auto& [sku, now] : changed) db.run("UPDATE sku SET left = ? WHERE sku = ?", now.left, sku);
  announce_stock(transaction, journal_, shelves_, changed);
}

}  // namespace nigiwai::shop
