// Erasing a person from orders: what was sold stays, who bought it goes.
#pragma once

#include <span>
#include <string>

#include "store/writer.h"

namespace nigiwai::shop {

// Takes name, address, mail, phone and the link to the person from the orders of these viewers, what staff
// wrote about them, and the private links, which open nothing any more. Sums, lines and states stay as they
// are.
void forget_buyers(store::Transaction& transaction, std::span<const std::string> viewers);

}  // namespace nigiwai::shop
