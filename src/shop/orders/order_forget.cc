#include "shop/orders/order_forget.h"

#include "shop/orders/order_index.h"

namespace nigiwai::shop {

void forget_buyers(store::Transaction& transaction, std::span<const std::string> viewers) {
  auto& db = transaction.db();
  for (const auto& viewer : viewers) {
    if (viewer.empty()) continue;
    constexpr const char* kTheirs = "(SELECT number FROM placed_order WHERE viewer = ?)";
    db.run(std::string(
               "UPDATE event_text SET text = '' WHERE position IN (SELECT position FROM order_event WHERE "
               "number IN ") +
               kTheirs + ")",
           viewer);
    db.run(
        std::string("UPDATE event_text SET name = '', hidden = 2 WHERE position IN (SELECT x.position FROM "
                    "order_event x JOIN event e ON e.position = x.position WHERE e.by_role = 'viewer' AND "
                    "x.number IN ") +
            kTheirs + ")",
        viewer);
    db.run(
        std::string(
            "UPDATE order_step SET reason = '', by_id = CASE WHEN by_role = 'buyer' THEN '' ELSE by_id END, "
            "by_name = CASE WHEN by_role = 'buyer' THEN '' ELSE by_name END WHERE number IN ") +
            kTheirs,
        viewer);
    forget_indexed(db, kTheirs, viewer);
    for (const std::string table : {"order_key", "order_answer"}) {
      db.run("DELETE FROM " + table + " WHERE number IN " + kTheirs, viewer);
    }
    db.run("UPDATE stock_change SET by_id = '' WHERE by_id = ?", viewer);
    db.run(
        "UPDATE placed_order SET viewer = NULL, key_hash = '', name = '', email = '', phone = NULL, "
        "postal_code = '', "
        "address = '', prefecture = NULL, city = NULL, line = NULL, building = NULL, tracking = '' WHERE "
        "viewer = ?",
        viewer);
  }
}

}  // namespace nigiwai::shop
