// The pictures of a product, in order. The first is the one that stands for it everywhere.
//
// Adding and removing name one picture, so that two people who edit one gallery lose nothing of each other's.
#pragma once

#include "shop/products/product.h"
#include "store/writer.h"

namespace nigiwai::shop {

// Adds at the end; one that is there already stays where it is. Refuses with too-many past kMostPictures, and
// not-found when there is no such product.
Result<void> add_picture(store::Transaction& transaction, const std::string& id, const std::string& hash);
// Puts one in place of the first.
Result<void> set_picture(store::Transaction& transaction, const std::string& id, const std::string& hash);
// The named ones come first, in this order; those not named follow as they stood. invalid for one that is not
// there.
Result<void> order_pictures(store::Transaction& transaction, const std::string& id,
                            const std::vector<std::string>& hashes);
// Takes it from the product and its variants. The bytes stay: orders and shows of the past may show them.
Result<void> remove_picture(store::Transaction& transaction, const std::string& id, const std::string& hash);

std::vector<std::string> pictures_of(store::Database& db, const std::string& id);

}  // namespace nigiwai::shop
