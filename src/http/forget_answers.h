// Erasing a person from the answers that are kept for their idempotency keys.
#pragma once

#include <string>

#include "store/writer.h"

namespace nigiwai::http {

// Those given to this caller, and those in which `word` stands, such as an order's id.
void forget_answers_of(store::Transaction& transaction, const std::string& caller);
void forget_answers_with(store::Transaction& transaction, const std::string& word);

}  // namespace nigiwai::http
