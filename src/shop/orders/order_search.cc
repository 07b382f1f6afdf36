#include "shop/orders/order_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"
#include "shop/csv.h"
#include "shop/orders/order_index.h"
#include "shop/orders/order_pieces.h"
#include "shop/orders/order_rows.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kLongestQuestion = 100;
constexpr std::size_t kCsvColumns = 32;
constexpr std::int64_t kEver = std::int64_t{1} << 62;

enum class Direction { kNewestFirst, kOldestFirst };

// One row that fits, before anything else of it is read.
struct Hit {
  bool own = true;
  std::int64_t number = 0;  // above zero
  WallTime placed_at{};
};

// The two kinds of orders have the same filters, in tables of their own.
struct Kind {
  bool own;
  std::string_view table, lines;
  int sign;  // of its numbers in order_search and order_to_index
};
constexpr Kind kOwn{true, "placed_order", "order_line", 1};
constexpr Kind kExternal{false, "external_order", "external_order_line", -1};

// ?1 and ?2 bound the number, ?3 and ?4 the time, ?5 the show, ?6 the product, ?7 what is asked for, ?8 how
// many.
std::string filters(const Kind& kind, const OrderFilter& filter) {
  std::string sql = "o.number > ?1 AND o.number < ?2 ";
  if (filter.from) sql += "AND o.placed_at >= ?3 ";
  if (filter.until) sql += "AND o.placed_at < ?4 ";
  if (!filter.show.empty()) {
    sql += kind.own ? "AND o.number IN (SELECT number FROM order_line WHERE show = ?5) " : "AND o.show = ?5 ";
  }
  if (!filter.product.empty()) {
    sql += fmt::format("AND o.number IN (SELECT number FROM {} WHERE product = ?6) ", kind.lines);
  }
  if (!filter.states.empty()) {
    std::string states;
    for (const auto state : filter.states)
      states += fmt::format("{}'{}'", states.empty() ? "" : ",", to_text(state));
    sql += fmt::format("AND o.state IN ({}) ", states);
  }
  if (filter.due_before) {
    sql += kind.own ? fmt::format("AND o.state = 'placed' AND o.due_at IS NOT NULL AND o.due_at < {} ",
                                  to_ms(*filter.due_before))
                    : "AND 0 ";
  }
  return sql;
}

struct Span {  // of numbers, both ends left out
  std::int64_t after = 0;
  std::int64_t before = kEver;
};

template <class Asked>
std::vector<Hit> hits(store::Database& db, const Kind& kind, const OrderFilter& filter, const Span& span,
                      const std::string& sql, const Asked& asked, std::int64_t most) {
  std::vector<Hit> found;
  auto rows = db.query("SELECT o.number, o.placed_at FROM " + sql, span.after, span.before,
                       filter.from ? to_ms(*filter.from) : -kEver,
                       filter.until ? to_ms(*filter.until) : kEver, filter.show, filter.product, asked, most);
  while (rows.next()) {
    found.push_back({.own = kind.own, .number = rows.integer(0), .placed_at = from_ms(rows.integer(1))});
  }
  return found;
}

bool answers(store::Database& db, const Hit& hit, const OrderQuestion& question) {
  if (hit.own) {
    const auto known = order_with_number(db, hit.number);
    return known && shop::answers(*known, question);
  }
  const auto known = external_order(db, hit.number);
  return known && shop::answers(*known, question);
}

// The next of one kind, in order.
std::vector<Hit> next_of(store::Database& db, const Kind& kind, const OrderFilter& filter, const Span& span,
                         Direction direction, std::int64_t most) {
  const bool newest = direction == Direction::kNewestFirst;
  const auto where = filters(kind, filter);
  const auto* by_number = newest ? "ORDER BY o.number DESC LIMIT ?8" : "ORDER BY o.number LIMIT ?8";
  if (filter.q.empty()) {
    return hits(db, kind, filter, span, fmt::format("{} o WHERE {}{}", kind.table, where, by_number),
                filter.q, most);
  }
  const auto question = order_question(filter.q);
  std::vector<Hit> found;
  if (!question.match.empty()) {
    // Read in the index's own order, so that a word that everybody's orders have costs one page of them.
    const bool descending = newest == (kind.sign > 0);
    const auto row = kind.sign > 0 ? "f.rowid > ?1 AND f.rowid < ?2" : "f.rowid < -?1 AND f.rowid > -?2";
    found = hits(
        db, kind, filter, span,
        fmt::format("order_search f CROSS JOIN {} o ON o.number = {} * f.rowid WHERE f.order_search MATCH ?7 "
                    "AND {} AND {}ORDER BY f.rowid {} LIMIT ?8",
                    kind.table, kind.sign, row, where, descending ? "DESC" : "ASC"),
        question.match, most);
  }
  if (const auto number = kind.own ? question.number : question.external; number >= 0) {
    std::ranges::move(
        hits(db, kind, filter, span,
             fmt::format("{} o WHERE o.number = ?7 AND {}LIMIT ?8", kind.table, where), number, most),
        std::back_inserter(found));
  }
  const auto waiting =
      hits(db, kind, filter, span,
           fmt::format("order_to_index t CROSS JOIN {} o ON o.number = {} * t.number WHERE {}LIMIT ?8",
                       kind.table, kind.sign, where),
           filter.q, kEver);
  for (const auto& hit : waiting) {
    if (answers(db, hit, question)) found.push_back(hit);
  }
  std::ranges::sort(
      found, [&](const Hit& a, const Hit& b) { return newest ? a.number > b.number : a.number < b.number; });
  const auto again = std::ranges::unique(found, {}, &Hit::number);
  found.erase(again.begin(), again.end());
  if (static_cast<std::int64_t>(found.size()) > most) found.resize(static_cast<std::size_t>(most));
  return found;
}

// Both kinds by time; each stays in the order of its numbers, whatever the clock did.
std::vector<Hit> merged(const std::vector<Hit>& own, const std::vector<Hit>& external, Direction direction,
                        std::int64_t most) {
  std::vector<Hit> all;
  std::ranges::merge(own, external, std::back_inserter(all), [&](const Hit& a, const Hit& b) {
    return direction == Direction::kNewestFirst ? a.placed_at > b.placed_at : a.placed_at < b.placed_at;
  });
  if (static_cast<std::int64_t>(all.size()) > most) all.resize(static_cast<std::size_t>(most));
  return all;
}

std::vector<ListedOrder> loaded(store::Database& db, const std::vector<Hit>& hits) {
  std::vector<ListedOrder> orders;
  const auto now = checkout(db);
  for (const auto& hit : hits) {
    if (hit.own) {
      auto known = order_with_number(db, hit.number);
      if (!known) continue;
      known->told = told_of(*known, now);
      orders.emplace_back(*std::move(known));
    } else if (auto known = external_order(db, hit.number)) {
      orders.emplace_back(*std::move(known));
    }
  }
  return orders;
}

// "120.14": the list goes on before our order 120 and the other shops' 14.
std::optional<ListPlace> place_in(std::string_view cursor) {
  if (cursor.empty()) return ListPlace{kEver, kEver};
  ListPlace place;
  const auto* end = cursor.data() + cursor.size();
  const auto own = std::from_chars(cursor.data(), end, place.own);
  if (own.ec != std::errc() || own.ptr == end || *own.ptr != '.') return std::nullopt;
  const auto external = std::from_chars(own.ptr + 1, end, place.external);
  if (external.ec != std::errc() || external.ptr != end) return std::nullopt;
  return place;
}

ListPlace after_all(ListPlace place, const std::vector<Hit>& hits) {
  for (const auto& hit : hits) (hit.own ? place.own : place.external) = hit.number;
  return place;
}

Result<std::optional<WallTime>> time_asked(const http::Request& request, std::string_view name) {
  const auto text = request.asked(name);
  if (!text || text->empty()) return std::nullopt;
  const auto time = from_rfc3339(*text);
  if (!time) return invalid(std::string(name), "This must be a time such as 2026-11-21T11:00:00Z.");
  return time;
}

}  // namespace

Result<OrderFilter> order_filter(const http::Request& request) {
  OrderFilter filter{.show = std::string(request.asked("show").value_or("")),
                     .product = std::string(request.asked("product").value_or(""))};
  auto q = clean_text(request.asked("q").value_or(""), {.most = kLongestQuestion}, "q");
  if (!q) return std::unexpected(q.error());
  filter.q = *std::move(q);
  std::string_view states = request.asked("state").value_or("");
  while (!states.empty()) {
    const auto comma = std::min(states.find(','), states.size());
    const auto state = state_of(states.substr(0, comma));
    if (!state) return invalid("state", "A state is placed, paid, shipped, cancelled, refunded or returned.");
    filter.states.push_back(*state);
    states.remove_prefix(std::min(comma + 1, states.size()));
  }
  const auto from = time_asked(request, "from");
  if (!from) return std::unexpected(from.error());
  const auto until = time_asked(request, "until");
  if (!until) return std::unexpected(until.error());
  const auto due_before = time_asked(request, "due_before");
  if (!due_before) return std::unexpected(due_before.error());
  filter.due_before = *due_before;
  filter.from = *from;
  filter.until = *until;
  return filter;
}

Result<OrderPage> orders(store::Database& db, const OrderFilter& filter, const http::PageAsked& page) {
  const auto place = place_in(page.cursor);
  if (!place) return invalid("cursor", "This is not a cursor that a list gave.");
  constexpr auto kNewest = Direction::kNewestFirst;
  auto hits =
      merged(next_of(db, kOwn, filter, {.after = 0, .before = place->own}, kNewest, page.limit + 1),
             next_of(db, kExternal, filter, {.after = 0, .before = place->external}, kNewest, page.limit + 1),
             kNewest, page.limit + 1);
  OrderPage answer;
  if (static_cast<std::int64_t>(hits.size()) > page.limit) {
    hits.pop_back();
    const auto next = after_all(*place, hits);
    answer.next = fmt::format("{}.{}", next.own, next.external);
  }
  answer.items = loaded(db, hits);
  return answer;
}

std::vector<ListedOrder> orders_past(store::Database& db, const OrderFilter& filter, ListPlace& place,
                                     std::int64_t most) {
  constexpr auto kOldest = Direction::kOldestFirst;
  const auto hits =
      merged(next_of(db, kOwn, filter, {.after = place.own, .before = kEver}, kOldest, most),
             next_of(db, kExternal, filter, {.after = place.external, .before = kEver}, kOldest, most),
             kOldest, most);
  place = after_all(place, hits);
  return loaded(db, hits);
}

json::object listed_json(const ListedOrder& order) {
  if (const auto* external = std::get_if<ExternalOrder>(&order)) return listed_json(*external);
  auto shown = to_json(std::get<Order>(order), "", Reader::kStaff);
  shown["external"] = nullptr;
  return shown;
}

std::string csv_head() {
  return std::string(kByteOrderMark) +
         csv_line({"number",   "placed_at",   "state",      "payment",    "sku",         "product",
                   "title",    "quantity",    "unit_price", "line_total", "tax_rate",    "shipping",
                   "fee",      "order_total", "refunded",   "currency",   "paid_at",     "shipped_at",
                   "tracking", "name",        "email",      "phone",      "postal_code", "address",
                   "show",     "at_ms",       "returned",   "taken_by",   "external_id", "usual_price",
                   "discount", "offer"});
}

std::string csv_of(const ListedOrder& order) {
  return std::visit([](const auto& known) { return csv_of(known); }, order);
}

// What only the other shop knows (prices of lines, who it goes to) stays empty.
std::string csv_of(const ExternalOrder& order) {
  const auto whole = [](std::int64_t number) { return fmt::format("{}", number); };
  std::string csv;
  for (const auto& line : order.lines) {
    std::vector<std::string> cells(kCsvColumns);
    cells[0] = external_number_text(order.number);
    cells[1] = to_rfc3339(order.placed_at);
    cells[2] = std::string(to_text(order.state));
    cells[4] = safe_cell(line.sku);
    cells[5] = safe_cell(line.product);
    cells[6] = safe_cell(line.title);
    cells[7] = whole(line.quantity);
    cells[13] = whole(order.total.amount);
    cells[15] = order.total.currency;
    cells[24] = order.show;
    cells[25] = whole(order.at.count());
    cells[27] = safe_cell(order.taken_by.empty() ? "another shop" : order.taken_by);
    cells[28] = safe_cell(order.external_id);
    csv += csv_line(cells);
  }
  return csv;
}

std::string csv_of(const Order& order) {
  const auto whole = [](std::int64_t number) { return fmt::format("{}", number); };
  const auto time = [](const std::optional<WallTime>& at) { return at ? to_rfc3339(*at) : std::string(); };
  const auto back = returned_by_line(order);
  std::string csv;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto& line = order.lines[i];
    csv += csv_line({number_text(order.number),
                     to_rfc3339(order.placed_at),
                     order.state,
                     order.payment,
                     safe_cell(line.sku),
                     safe_cell(line.product),
                     safe_cell(line.title),
                     whole(line.quantity),
                     whole(line.unit_price),
                     whole(line.total()),
                     whole(line.tax_rate),
                     whole(order.shipping),
                     whole(order.fee),
                     whole(total_of(order)),
                     whole(order.refunded),
                     order.currency,
                     time(order.paid_at),
                     time(order.shipped_at),
                     digits_cell(order.tracking),
                     safe_cell(order.contact.name),
                     safe_cell(order.contact.email),
                     digits_cell(order.contact.phone.value_or("")),
                     safe_cell(order.contact.postal_code),
                     safe_cell(order.contact.address),
                     line.show,
                     line.at ? whole(line.at->count()) : std::string(),
                     whole(back[i]),
                     "",
                     "",
                     whole(line.offer.empty() ? line.unit_price : line.usual_price),
                     whole(discount_of(line)),
                     safe_cell(line.offer_title)});
  }
  return csv;
}

}  // namespace nigiwai::shop
