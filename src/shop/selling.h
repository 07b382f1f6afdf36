// How pieces are sold: to the first who pays, or kept for the first who asks. Of the shop, or of one product
// on the shelf of a show.
#pragma once

#include <optional>
#include <string>

#include "base/fields.h"
#include "store/writer.h"

namespace nigiwai::shop {

// Shorter is no time to type an address; longer than an hour keeps pieces from people who would buy now.
inline constexpr WholeRange kHoldSeconds{20, 3600};

enum class Mode { kFirstToPay, kFirstToHold };

struct Selling {
  Mode mode = Mode::kFirstToPay;
  std::int64_t hold_seconds = 600;
  bool waitlist = true;
  bool operator==(const Selling&) const = default;
};

// What a body says of it; nothing stays as it is.
struct SellingChange {
  std::optional<Mode> mode{};
  std::optional<std::int64_t> hold_seconds{};
  std::optional<bool> waitlist{};
  bool any() const { return mode || hold_seconds || waitlist; }
};
// Reads `selling`, `hold_seconds` and `waitlist` from a body.
SellingChange read_selling(Fields& in);
Selling with(Selling selling, const SellingChange& change);

// Sets the members `selling`, `hold_seconds` and `waitlist`.
void add_to(json::object& shown, const Selling& selling);

Selling shop_selling(store::Database& db);
// Of this product on the shelf of this show; nothing when it sells as the shop does.
std::optional<Selling> shelf_selling(store::Database& db, const std::string& show,
                                     const std::string& product);
// What holds for a product in a show, or outside of any ("").
Selling selling_of(store::Database& db, const std::string& show, const std::string& product);

void set_shop_selling(store::Transaction& transaction, const Selling& selling);
// Nothing: as the shop.
void set_shelf_selling(store::Transaction& transaction, const std::string& show, const std::string& product,
                       const std::optional<Selling>& selling);

}  // namespace nigiwai::shop
