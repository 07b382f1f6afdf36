// Idempotency-Key on writes that create (the HTTP API working group's draft, with our terms of docs/api.md).
//
// Used inside the writer's transaction, which decides commands one after another: a second request with the
// key of one in flight is decided after it and finds its answer.
#pragma once

#include <boost/json/object.hpp>
#include <functional>

#include "http/message.h"
#include "store/writer.h"

namespace nigiwai::http {

inline constexpr std::chrono::hours kIdempotencyKept{30 * 24};

struct IdempotencyKey {
  std::string caller;
  std::string route;
  std::string key;   // empty: the client sent none, and every request is a new one
  std::string body;  // hash of the body
};

// Reads the header; refuses one that is too long or not printable.
Result<IdempotencyKey> idempotency_key(const Request& request, std::string route);

// The stored 201 body for this key, nothing when it is new, or 422 when it came with another body.
Result<std::optional<std::string>> stored_answer(store::Transaction& transaction, const IdempotencyKey& key);
// Whether an answer is stored for this key, whatever the body. Any connection.
bool has_answer(store::Database& database, const IdempotencyKey& key);
// Of a key that came with another body.
Problem key_reused();
void store_answer(store::Transaction& transaction, const IdempotencyKey& key, const std::string& body);
// What `make` answers, stored for the key; of a key that has an answer, that answer, and nothing is made.
using Make = std::function<Result<boost::json::object>()>;
Result<boost::json::object> once(store::Transaction& transaction, const IdempotencyKey& key,
                                 const Make& make);
// Forgets what is older than kIdempotencyKept.
void forget_old_answers(store::Transaction& transaction);

}  // namespace nigiwai::http
