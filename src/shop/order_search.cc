#include "shop/order_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"
#include "shop/csv.h"
#include "shop/order_rows.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kLongestQuestion = 100;
constexpr std::int64_t kEver = std::int64_t{1} << 62;

// What LIKE compares with: anywhere in the text, and nothing in it a wildcard.
std::string anywhere(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

// The number that "N-000123", "n123" or "123" means; -1 for anything else.
std::int64_t number_in(std::string_view text) {
  if (text.starts_with("N-") || text.starts_with("n-")) text.remove_prefix(2);
  std::int64_t number = -1;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? number : -1;
}

// A phone number is looked for by its digits, once there are enough to mean somebody.
std::string phone_pattern(std::string_view q) {
  const auto digits = digits_of(q);
  const bool plain = q.find_first_not_of("0123456789+-() ") == std::string_view::npos;
  return plain && digits.size() >= 4 ? "%" + digits + "%" : "";
}

std::string states_text(const std::vector<State>& states) {
  std::string text;
  for (const auto state : states) text += fmt::format(",{}", to_text(state));
  return text.empty() ? text : text + ",";
}

constexpr std::string_view kWhere =
    "WHERE o.number > ?1 AND o.number < ?2 AND o.placed_at >= ?3 AND o.placed_at < ?4 "
    "AND (?5 = '' OR o.show = ?5 OR o.number IN (SELECT number FROM order_line WHERE show = ?5)) "
    "AND (?6 = '' OR o.number IN (SELECT number FROM order_line WHERE product = ?6)) "
    "AND (?7 = '' OR instr(?7, ',' || o.state || ',') > 0) "
    "AND (?8 = '' OR o.number = ?9 OR o.name LIKE ?8 ESCAPE '\\' OR o.email LIKE ?8 ESCAPE '\\' "
    "OR (?10 <> '' AND replace(replace(coalesce(o.phone, ''), '-', ''), ' ', '') LIKE ?10) "
    "OR EXISTS (SELECT 1 FROM order_line l WHERE l.number = o.number AND (l.title LIKE ?8 ESCAPE '\\' "
    "OR l.sku LIKE ?8 ESCAPE '\\'))) ";

enum class Direction { kNewestFirst, kOldestFirst };

std::vector<Order> found(store::Database& db, const OrderFilter& filter, std::int64_t after,
                         std::int64_t before, Direction direction, std::int64_t most) {
  std::vector<Order> orders;
  {
    const auto* order_by = direction == Direction::kNewestFirst ? "ORDER BY o.number DESC LIMIT ?11"
                                                                : "ORDER BY o.number LIMIT ?11";
    auto rows = db.query(std::string(kOrderColumns) + std::string(kWhere) + order_by, after, before,
                         filter.from ? to_ms(*filter.from) : -kEver,
                         filter.until ? to_ms(*filter.until) : kEver, filter.show, filter.product,
                         states_text(filter.states), filter.q.empty() ? std::string() : anywhere(filter.q),
                         number_in(filter.q), phone_pattern(filter.q), most);
    while (rows.next()) orders.push_back(order_from(rows));
  }
  const auto now = checkout(db);
  for (auto& order : orders) load_rest(db, now, order);
  return orders;
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
  // Full-width digits and letters mean what their plain forms do, as in what is looked for.
  const auto narrow = narrowed(*q);
  filter.q = number_in(narrow) >= 0 || !phone_pattern(narrow).empty() ? narrow : *std::move(q);
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
  filter.from = *from;
  filter.until = *until;
  return filter;
}

Result<OrderPage> orders(store::Database& db, const OrderFilter& filter, const http::PageAsked& page) {
  std::int64_t before = kEver;
  const auto* end = page.cursor.data() + page.cursor.size();
  if (!page.cursor.empty() && std::from_chars(page.cursor.data(), end, before).ptr != end) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  OrderPage answer{.items = found(db, filter, 0, before, Direction::kNewestFirst, page.limit + 1),
                   .next = {}};
  if (static_cast<std::int64_t>(answer.items.size()) > page.limit) {
    answer.items.pop_back();
    answer.next = fmt::format("{}", answer.items.back().number);
  }
  return answer;
}

std::vector<Order> orders_past(store::Database& db, const OrderFilter& filter, std::int64_t after,
                               std::int64_t most) {
  return found(db, filter, after, kEver, Direction::kOldestFirst, most);
}

std::string csv_head() {
  return std::string(kByteOrderMark) +
         csv_line({"number",   "placed_at",   "state",      "payment",    "sku",         "product",
                   "title",    "quantity",    "unit_price", "line_total", "tax_rate",    "shipping",
                   "fee",      "order_total", "refunded",   "currency",   "paid_at",     "shipped_at",
                   "tracking", "name",        "email",      "phone",      "postal_code", "address",
                   "show",     "at_ms"});
}

std::string csv_of(const Order& order) {
  const auto whole = [](std::int64_t number) { return fmt::format("{}", number); };
  const auto time = [](const std::optional<WallTime>& at) { return at ? to_rfc3339(*at) : std::string(); };
  std::string csv;
  for (const auto& line : order.lines) {
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
                     line.at ? whole(line.at->count()) : std::string()});
  }
  return csv;
}

}  // namespace nigiwai::shop
