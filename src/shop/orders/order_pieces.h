// Which pieces of an order a step is about: some of them may go back to stock, or be refunded, before others.
// Pure.
#pragma once

#include <vector>

#include "shop/orders/order.h"

namespace nigiwai::shop {

using PiecesBySku = std::map<std::string, std::int64_t>;

// Bought; of these, already in stock again; of these, what money was given back for by name.
PiecesBySku bought(const Order& order);
PiecesBySku returned(const Order& order);
PiecesBySku refunded_pieces(const Order& order);

// What a return takes back: `wanted`, or all that is still out when it is empty. Refuses more of a SKU than
// was bought less what came back already: invalid, with the line's field, and `sku` and `left`.
Result<PiecesBySku> to_return(const Order& order, const PiecesOfStep& wanted);

// Checks the pieces that a refund names the same way, and answers their price together, line after line: an
// offer may have made one line of a SKU cheaper than another.
Result<std::int64_t> price_of_refund(const Order& order, const PiecesOfStep& wanted);

// How many of each line are back in stock; lines of one SKU fill up in order.
std::vector<std::int64_t> returned_by_line(const Order& order);

std::int64_t count(const PiecesBySku& pieces);

}  // namespace nigiwai::shop
