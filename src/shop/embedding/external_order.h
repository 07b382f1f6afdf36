// An order that another shop took, as it stands in the tables and is shown to the staff.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/money.h"
#include "store/database.h"

namespace nigiwai::shop {

// What an order can have come to elsewhere. The last two end it, and take it out of the figures.
enum class ExternalState { kPlaced, kPaid, kShipped, kCancelled, kRefunded };
std::string_view to_text(ExternalState state);
std::optional<ExternalState> external_state_of(std::string_view text);
bool counts(ExternalState state);

struct ExternalLine {
  std::string sku;
  std::string product;
  std::string title;  // as it was when it was ordered
  std::int64_t quantity = 1;
  std::int64_t taken = 0;  // from our stock
};

// It holds no name and no address: those are the other shop's.
struct ExternalOrder {
  std::int64_t number = 0;
  std::string id{};
  std::string external_id{};
  std::string taken_by{};  // what the owner calls the key it was told with: "Shopify"
  ExternalState state = ExternalState::kPlaced;
  WallTime placed_at{};
  WallTime changed_at{};
  std::string viewer{};  // empty where the moment knew none, and once they are erased
  std::string show{};
  Milliseconds at{0};
  Money total{};
  std::vector<ExternalLine> lines{};
};

std::string external_number_text(std::int64_t number);  // E-000012

// By the key that told it and what the other shop calls it; by our number.
std::optional<ExternalOrder> external_order(store::Database& db, const std::string& api_key,
                                            const std::string& external_id);
std::optional<ExternalOrder> external_order(store::Database& db, std::int64_t number);

// As POST /api/orders/external answers it.
json::object to_json(const ExternalOrder& order);
// As one of the staff's list, beside ours: no contact, no payment, nothing that can be done with it here.
json::object listed_json(const ExternalOrder& order);

}  // namespace nigiwai::shop
