#include "shop/selling.h"

#include "base/check.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kFirstToPay = "first-to-pay";
constexpr const char* kFirstToHold = "first-to-hold";

const char* to_text(Mode mode) { return mode == Mode::kFirstToHold ? kFirstToHold : kFirstToPay; }

void set(store::Transaction& transaction, const std::string& show, const std::string& product,
         const Selling& selling) {
  transaction.db().run(
      "INSERT INTO selling (show, product, mode, hold_seconds, waitlist) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
      "DO "
      "UPDATE SET mode = excluded.mode, hold_seconds = excluded.hold_seconds, waitlist = excluded.waitlist",
      show, product, to_text(selling.mode), selling.hold_seconds, selling.waitlist);
}

}  // namespace

SellingChange read_selling(Fields& in) {
  SellingChange change;
  if (const auto mode = in.optional_text("selling", {.least = 1, .most = 40})) {
    if (*mode != kFirstToPay && *mode != kFirstToHold) {
      in.wrong("selling", "This must be first-to-pay or first-to-hold.");
    }
    change.mode = *mode == kFirstToHold ? Mode::kFirstToHold : Mode::kFirstToPay;
  }
  change.hold_seconds = in.optional_whole("hold_seconds", kHoldSeconds);
  change.waitlist = in.optional_flag("waitlist");
  return change;
}

Selling with(Selling selling, const SellingChange& change) {
  if (change.mode) selling.mode = *change.mode;
  if (change.hold_seconds) selling.hold_seconds = *change.hold_seconds;
  if (change.waitlist) selling.waitlist = *change.waitlist;
  return selling;
}

void add_to(json::object& shown, const Selling& selling) {
  shown["selling"] = to_text(selling.mode);
  shown["hold_seconds"] = selling.hold_seconds;
  shown["waitlist"] = selling.waitlist;
}

std::optional<Selling> shelf_selling(store::Database& db, const std::string& show,
                                     const std::string& product) {
  auto rows = db.query("SELECT mode, hold_seconds, waitlist FROM selling WHERE show = ? AND product = ?",
                       show, product);
  if (!rows.next()) return std::nullopt;
  return Selling{.mode = rows.text(0) == kFirstToHold ? Mode::kFirstToHold : Mode::kFirstToPay,
                 .hold_seconds = rows.integer(1),
                 .waitlist = rows.integer(2) != 0};
}

Selling shop_selling(store::Database& db) {
  const auto selling = shelf_selling(db, "", "");
  CHECK(selling.has_value(), "the migration wrote the shop's row");
  return *selling;
}

Selling selling_of(store::Database& db, const std::string& show, const std::string& product) {
  if (!show.empty()) {
    if (const auto own = shelf_selling(db, show, product)) return *own;
  }
  return shop_selling(db);
}

void set_shop_selling(store::Transaction& transaction, const Selling& selling) {
  set(transaction, "", "", selling);
}

void set_shelf_selling(store::Transaction& transaction, const std::string& show, const std::string& product,
                       const std::optional<Selling>& selling) {
  if (selling) {
    set(transaction, show, product, *selling);
  } else {
    transaction.db().run("DELETE FROM selling WHERE show = ? AND product = ?", show, product);
  }
}

}  // namespace nigiwai::shop
