// Orders that another shop took for a moment of ours, told by its server: they count here at that moment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "http/router.h"
#include "shop/embedding/embedding.h"
#include "shop/embedding/external_order.h"
#include "shop/orders/order.h"
#include "shop/products/shelves.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

struct ToldLine {
  std::string sku;          // ours, or
  std::string external_id;  // the other shop's
  std::int64_t quantity = 1;
};

// One call of POST /api/orders/external. Moment, lines and total are needed the first time.
struct ToldOrder {
  std::string external_id;
  std::optional<std::string> moment{};
  std::optional<std::vector<ToldLine>> lines{};
  std::optional<Money> total{};
  ExternalState state = ExternalState::kPlaced;
};
Result<ToldOrder> read_told_order(const json::object& body);

// What is new about an order that is known: pure. A call that comes late (paid after shipped) changes
// nothing; `state` is refused once it is cancelled or refunded.
Result<ExternalState> after(ExternalState now, ExternalState told);

struct ExternalTold {
  json::object order;  // as docs/api.md shows it
  bool fresh = false;  // told for the first time
};

struct ExternalParts {  // all outlive the call
  timeline::Journal& journal;
  Shelves& shelves;
  Random& random;
  const Embedding& embedding;
};

// Takes what `by` (an API key) tells, once for each (key, external_id): order.external at the moment's place
// of its show, later order.external_changed. Stock is taken only where the settings say so, as far as there
// is any, because what another shop has sold cannot be refused here; cancelling gives it back.
Result<ExternalTold> tell_order(store::Transaction& transaction, const ExternalParts& parts,
                                const ToldOrder& told, const http::Caller& by);

struct ExternalPage {
  json::array items;
  std::optional<std::string> next;
};
// Newest first; of one show, or of all when it is empty.
Result<ExternalPage> external_orders(store::Database& db, const std::string& show,
                                     const http::PageAsked& page);

}  // namespace nigiwai::shop
