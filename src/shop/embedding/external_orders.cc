#include "shop/embedding/external_orders.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <charconv>
#include <set>

#include "base/time.h"
#include "shop/embedding/moment.h"
#include "shop/orders/order_index.h"
#include "shop/products/product.h"
#include "shop/products/stock.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kIdLength = 14;
// What everybody who counts orders needs, without the other shop's number of it.
json::object event_data(const ExternalOrder& order) {
  std::set<std::string> products;
  std::int64_t pieces = 0;
  json::array lines;
  for (const auto& line : order.lines) {
    products.insert(line.product);
    pieces += line.quantity;
    lines.push_back({{"product", line.product}, {"sku", line.sku}, {"quantity", line.quantity}});
  }
  return {{"order", order.id},
          {"state", to_text(order.state)},
          {"total", nigiwai::to_json(order.total)},
          {"pieces", pieces},
          {"products", json::array(products.begin(), products.end())},
          {"lines", std::move(lines)}};
}

// The lines with our SKUs and titles; names the line that cannot be found.
Result<std::vector<ExternalLine>> lines_of(store::Database& db, const std::vector<ToldLine>& told,
                                           const Moment& moment) {
  std::vector<ExternalLine> lines;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const bool theirs = told[i].sku.empty();
    const auto sku = theirs ? sku_of_external(db, told[i].external_id, moment.sku) : told[i].sku;
    auto rows = db.query(
        "SELECT p.id, p.title, s.options FROM sku s JOIN product p ON p.id = s.product WHERE s.sku = ?", sku);
    if (!rows.next()) {
      return invalid(fmt::format("/lines/{}/{}", i, theirs ? "external_id" : "sku"),
                     theirs ? "No SKU of this shop has this id. Send the lines that are ours alone."
                            : "There is no such SKU. Send the lines that are ours alone.");
    }
    lines.push_back({.sku = sku,
                     .product = rows.text(0),
                     .title = full_title(rows.text(1), json::parse(rows.text(2)).as_object()),
                     .quantity = told[i].quantity});
  }
  return lines;
}

// Takes (quantity) or gives back (what was taken) the pieces of an order, and tells everybody what is left.
void move_stock(store::Transaction& transaction, const ExternalParts& parts, ExternalOrder& order, bool take,
                const http::Caller& by) {
  std::map<std::string, StockNow> changed;
  for (auto& line : order.lines) {
    std::int64_t left = 0;
    {
      auto rows = transaction.db().query("SELECT left FROM sku WHERE sku = ?", line.sku);
      if (rows.next()) left = rows.integer(0);
    }
    const auto pieces = take ? std::min(left, line.quantity) : line.taken;
    if (pieces == 0) continue;
    const auto now = change_stock(transaction,
                                  {line.sku, take ? -pieces : pieces,
                                   take ? "order in another shop" : "order in another shop cancelled"},
                                  by);
    if (!now) continue;  // a full shelf takes nothing back
    line.taken = take ? pieces : 0;
    auto& shown = changed[line.sku];
    const auto sold = shown.sold + (take ? pieces : 0);
    shown = *now;
    shown.sold = sold;
  }
  announce_stock(transaction, parts.journal, parts.shelves, changed);
}

void insert(store::Database& db, ExternalOrder& order, const std::string& api_key) {
  db.run(
      "INSERT INTO external_order (id, api_key, external_id, state, placed_at, changed_at, viewer, show, at, "
      "currency, "
      "total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      order.id, api_key, order.external_id, to_text(order.state), to_ms(order.placed_at),
      to_ms(order.changed_at), order.viewer.empty() ? std::nullopt : std::optional(order.viewer), order.show,
      order.at.count(), order.total.currency, order.total.amount);
  order.number = db.last_row_id();
  queue_external_order(db, order.number);
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto& line = order.lines[i];
    db.run(
        "INSERT INTO external_order_line (number, place, sku, product, title, quantity, taken) VALUES (?, ?, "
        "?, ?, ?, "
        "?, ?)",
        order.number, i, line.sku, line.product, line.title, line.quantity, line.taken);
  }
}

Result<ExternalTold> tell_new(store::Transaction& transaction, const ExternalParts& parts,
                              const ToldOrder& told, const http::Caller& by) {
  auto& db = transaction.db();
  if (!told.moment) return invalid("/moment", "The first call for an order must carry its moment token.");
  if (!told.lines) return invalid("/lines", "The first call for an order must carry its lines.");
  if (!told.total) return invalid("/total", "The first call for an order must carry its total.");
  const auto moment = open_moment(*told.moment, parts.embedding.moment_key(), transaction.now());
  if (!moment) return std::unexpected(moment.error());
  if (!parts.shelves.is_public(db, moment->show))
    return invalid("/moment", "There is no such show any more.");
  if (told.total->currency != settings(db).currency) {
    return invalid("/total/currency", fmt::format("This shop counts in {}.", settings(db).currency));
  }
  auto lines = lines_of(db, *told.lines, *moment);
  if (!lines) return std::unexpected(lines.error());
  ExternalOrder order{.id = parts.random.token(kIdLength),
                      .external_id = told.external_id,
                      .state = told.state,
                      .placed_at = transaction.now(),
                      .changed_at = transaction.now(),
                      .viewer = moment->viewer,
                      .show = moment->show,
                      .at = moment->at,
                      .total = *told.total,
                      .lines = *std::move(lines)};
  if (parts.embedding.settings()->takes_stock && counts(order.state))
    move_stock(transaction, parts, order, true, by);
  insert(db, order, by.id);
  // An order is its buyer's doing; the key that told it stands in the table.
  const auto buyer = order.viewer.empty() ? by : http::Caller{http::Role::kViewer, order.viewer, "", ""};
  parts.journal.append(
      transaction, order.show,
      {.kind = "order.external", .data = event_data(order), .audience = timeline::Audience::kStaff}, buyer,
      order.at);
  return ExternalTold{.order = to_json(order), .fresh = true};
}

// What is told again must be what was told before.
Result<void> check_same(store::Database& db, const ExternalOrder& known, const ToldOrder& told) {
  if (told.total && *told.total != known.total) {
    return fail(Kind::kConflict, "conflict", "This order was told before with another total.", "/total");
  }
  if (!told.lines) return {};
  auto lines = lines_of(db, *told.lines,
                        {.show = known.show, .at = known.at, .sku = known.lines.front().sku, .viewer = ""});
  if (!lines) return std::unexpected(lines.error());
  const bool same = std::ranges::equal(*lines, known.lines, [](const ExternalLine& a, const ExternalLine& b) {
    return a.sku == b.sku && a.quantity == b.quantity;
  });
  if (!same)
    return fail(Kind::kConflict, "conflict", "This order was told before with other lines.", "/lines");
  return {};
}

}  // namespace

Result<ToldOrder> read_told_order(const json::object& body) {
  Fields in(body);
  ToldOrder told{.external_id = in.text("external_id", {.least = 1, .most = 100})};
  if (in.has("moment")) told.moment = in.secret("moment", 2000);
  if (in.has("total")) told.total = in.money("total");
  const auto state = external_state_of(in.optional_text("state", {.most = 20}).value_or("placed"));
  if (!state) in.wrong("state", "This must be placed, paid, shipped, cancelled or refunded.");
  if (const auto* lines = in.optional_array("lines", kMostLines)) {
    if (lines->empty()) in.wrong("lines", "There must be a line at least.");
    told.lines.emplace();
    for (std::size_t i = 0; i < lines->size(); ++i) {
      const auto pointer = fmt::format("/lines/{}", i);
      if (!(*lines)[i].is_object()) return invalid(pointer, "This must be an object.");
      Fields line((*lines)[i].as_object(), pointer);
      ToldLine read{.sku = line.optional_text("sku", {.least = 1, .most = 100}).value_or(""),
                    .external_id = line.optional_text("external_id", {.least = 1, .most = 100}).value_or(""),
                    .quantity = line.whole("quantity", {1, 9999})};
      if (const auto problem = line.problem()) {
        in.wrong(*problem);
      } else if (read.sku.empty() == read.external_id.empty()) {
        in.wrong({Kind::kInvalid, "invalid", "A line has a sku of ours, or an external_id of yours.",
                  pointer + "/sku"});
      }
      told.lines->push_back(std::move(read));
    }
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  told.state = *state;
  return told;
}

Result<ExternalState> after(ExternalState now, ExternalState told) {
  if (counts(now)) return std::max(now, told);
  if (told == now) return now;
  // Shops refund what they have cancelled.
  if (now == ExternalState::kCancelled && told == ExternalState::kRefunded) return told;
  return fail(Kind::kConflict, "state",
              fmt::format("This order is {}; it cannot become {}.", to_text(now), to_text(told)), "/state");
}

Result<ExternalTold> tell_order(store::Transaction& transaction, const ExternalParts& parts,
                                const ToldOrder& told, const http::Caller& by) {
  auto& db = transaction.db();
  auto known = external_order(db, by.id, told.external_id);
  if (!known) return tell_new(transaction, parts, told, by);
  if (auto same = check_same(db, *known, told); !same) return std::unexpected(same.error());
  const auto state = after(known->state, told.state);
  if (!state) return std::unexpected(state.error());
  if (*state == known->state) return ExternalTold{.order = to_json(*known)};
  known->state = *state;
  known->changed_at = transaction.now();
  if (*state == ExternalState::kCancelled) {
    move_stock(transaction, parts, *known, false, by);
    db.run("UPDATE external_order_line SET taken = 0 WHERE number = ?", known->number);
  }
  db.run("UPDATE external_order SET state = ?, changed_at = ? WHERE number = ?", to_text(*state),
         to_ms(known->changed_at), known->number);
  parts.journal.append(
      transaction, known->show,
      {.kind = "order.external_changed", .data = event_data(*known), .audience = timeline::Audience::kStaff},
      by, known->at);
  return ExternalTold{.order = to_json(*known)};
}

Result<ExternalPage> external_orders(store::Database& db, const std::string& show,
                                     const http::PageAsked& page) {
  std::int64_t before = std::int64_t{1} << 62;
  const auto* end = page.cursor.data() + page.cursor.size();
  if (!page.cursor.empty() && std::from_chars(page.cursor.data(), end, before).ptr != end) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  std::vector<std::int64_t> found;
  ExternalPage answer;
  {
    auto rows =
        db.query(std::string("SELECT number FROM external_order ") +
                     (show.empty() ? "WHERE number < ?2 AND ?1 = '' " : "WHERE show = ?1 AND number < ?2 ") +
                     "ORDER BY number DESC LIMIT ?3",
                 show, before, page.limit + 1);
    while (rows.next()) {
      if (static_cast<std::int64_t>(found.size()) == page.limit) {
        answer.next = fmt::format("{}", found.back());
        break;
      }
      found.push_back(rows.integer(0));
    }
  }
  for (const auto number : found) {
    if (const auto known = external_order(db, number)) answer.items.push_back(to_json(*known));
  }
  return answer;
}

}  // namespace nigiwai::shop
