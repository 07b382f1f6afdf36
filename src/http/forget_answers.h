// Erasing a person from the answers that are kept for their idempotency keys.
#pragma once

#include <span>
#include <string>

#include "store/writer.h"

namespace nigiwai::http {

// Those given to these callers, and those in which one of `words` stands, such as an order's id. Reads every
// answer once.
void forget_answers(store::Transaction& transaction, std::span<const std::string> callers,
                    std::span<const std::string> words);

}  // namespace nigiwai::http
