#include "shop/embedding/external_order.h"

#include <fmt/format.h>

#include "base/time.h"

namespace nigiwai::shop {
namespace {

constexpr ExternalState kStates[] = {ExternalState::kPlaced, ExternalState::kPaid, ExternalState::kShipped,
                                     ExternalState::kCancelled, ExternalState::kRefunded};

constexpr std::string_view kColumns =
    "SELECT e.number, e.id, e.external_id, e.state, e.placed_at, e.changed_at, e.viewer, e.show, e.at, "
    "e.currency, "
    "e.total, coalesce(k.name, '') FROM external_order e LEFT JOIN api_key k ON k.id = e.api_key ";

ExternalOrder from_row(const store::Rows& row) {
  return {.number = row.integer(0),
          .id = row.text(1),
          .external_id = row.text(2),
          .taken_by = row.text(11),
          .state = external_state_of(row.text(3)).value_or(ExternalState::kPlaced),
          .placed_at = from_ms(row.integer(4)),
          .changed_at = from_ms(row.integer(5)),
          .viewer = row.text(6),
          .show = row.text(7),
          .at = Milliseconds(row.integer(8)),
          .total = {row.integer(10), row.text(9)},
          .lines = {}};
}

void load_lines(store::Database& db, ExternalOrder& order) {
  auto rows = db.query(
      "SELECT sku, product, title, quantity, taken FROM external_order_line WHERE number = ? ORDER BY place",
      order.number);
  while (rows.next()) {
    order.lines.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.integer(4)});
  }
}

template <class... Keys>
std::optional<ExternalOrder> first(store::Database& db, std::string_view where, const Keys&... keys) {
  std::optional<ExternalOrder> found;
  {
    auto rows = db.query(std::string(kColumns) + std::string(where), keys...);
    if (rows.next()) found = from_row(rows);
  }
  if (found) load_lines(db, *found);
  return found;
}

}  // namespace

std::string_view to_text(ExternalState state) {
  switch (state) {
    case ExternalState::kPlaced:
      return "placed";
    case ExternalState::kPaid:
      return "paid";
    case ExternalState::kShipped:
      return "shipped";
    case ExternalState::kCancelled:
      return "cancelled";
    case ExternalState::kRefunded:
      return "refunded";
  }
  return "placed";
}

std::optional<ExternalState> external_state_of(std::string_view text) {
  for (const auto state : kStates) {
    if (to_text(state) == text) return state;
  }
  return std::nullopt;
}

bool counts(ExternalState state) { return state < ExternalState::kCancelled; }

std::string external_number_text(std::int64_t number) { return fmt::format("E-{:06}", number); }

std::optional<ExternalOrder> external_order(store::Database& db, const std::string& api_key,
                                            const std::string& external_id) {
  return first(db, "WHERE e.api_key = ? AND e.external_id = ?", api_key, external_id);
}

std::optional<ExternalOrder> external_order(store::Database& db, std::int64_t number) {
  return first(db, "WHERE e.number = ?", number);
}

json::object to_json(const ExternalOrder& order) {
  json::array lines;
  for (const auto& line : order.lines) {
    lines.push_back(
        {{"sku", line.sku}, {"product", line.product}, {"title", line.title}, {"quantity", line.quantity}});
  }
  return {{"id", order.id},
          {"external_id", order.external_id},
          {"state", to_text(order.state)},
          {"counted", counts(order.state)},
          {"placed_at", to_rfc3339(order.placed_at)},
          {"changed_at", to_rfc3339(order.changed_at)},
          {"show", order.show},
          {"at", order.at.count()},
          {"lines", std::move(lines)},
          {"total", nigiwai::to_json(order.total)}};
}

json::object listed_json(const ExternalOrder& order) {
  auto shown = to_json(order);
  shown["number"] = external_number_text(order.number);
  shown["external"] = {{"id", order.external_id}, {"taken_by", order.taken_by}};
  shown["contact"] = nullptr;
  shown["payment"] = nullptr;
  shown["history"] = json::array();
  shown["can"] = json::array();
  return shown;
}

}  // namespace nigiwai::shop
