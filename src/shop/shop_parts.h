// What the routes of the shop are made of.
#pragma once

#include <functional>

#include "http/router.h"
#include "media/pictures.h"
#include "shop/orders/orders.h"
#include "shop/products/sold_out.h"
#include "store/readers.h"

namespace nigiwai::shop {

// Orders of one viewer, and of everybody without a token behind one address. An office or a phone network
// stands behind a single address, and a retry with the same key counts too, so both are far above what a
// person does.
inline const http::Rate kOrdersOfViewer{"orders of one viewer", 200, Milliseconds(20)};
inline const http::Rate kOrdersOfAddress{"orders from one address without a viewer token", 60,
                                         Milliseconds(500)};

struct ShopParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Shelves& shelves;
  media::Pictures& pictures;
  Orders& orders;
  SoldOutBoard& sold_out;
  http::RateLimits& limits;
  const Clock& clock;
  // `ready` of GET /api/shop: whether an owner exists.
  std::function<bool(store::Database&)> has_owner;
  const OrderMails* mails = nullptr;  // null: nobody is written to
};

}  // namespace nigiwai::shop
