#include "http/idempotency.h"

#include <sodium.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"

namespace nigiwai::http {
namespace {

std::string hash(const std::string& body) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                     nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

}  // namespace

Result<IdempotencyKey> idempotency_key(const Request& request, std::string route) {
  const auto header = request.header("idempotency-key");
  if (header.size() > 128)
    return invalid("Idempotency-Key", "An idempotency key has at most 128 characters.");
  for (const char c : header) {
    if (c < 0x21 || c > 0x7e)
      return invalid("Idempotency-Key", "An idempotency key is printable ASCII without spaces.");
  }
  const auto& who = request.caller.is_somebody() ? request.caller.id : "address:" + request.peer;
  return IdempotencyKey{who, std::move(route), std::string(header), hash(request.body)};
}

Result<std::optional<std::string>> stored_answer(store::Transaction& transaction, const IdempotencyKey& key) {
  if (key.key.empty()) return std::optional<std::string>();
  auto rows = transaction.db().query(
      "SELECT body_hash, answer FROM kept_answer WHERE caller = ? AND route = ? AND key = ?", key.caller,
      key.route, key.key);
  if (!rows.next()) return std::optional<std::string>();
  if (rows.text(0) != key.body) return std::unexpected(key_reused());
  return std::optional(rows.text(1));
}

Problem key_reused() {
  return {Kind::kUnprocessable, "idempotency-key-reused",
          "This Idempotency-Key was used with another body. Use a new key for a new request.",
          "Idempotency-Key"};
}

bool has_answer(store::Database& database, const IdempotencyKey& key) {
  auto rows = database.query("SELECT 1 FROM kept_answer WHERE caller = ? AND route = ? AND key = ?",
                             key.caller, key.route, key.key);
  return rows.next();
}

void store_answer(store::Transaction& transaction, const IdempotencyKey& key, const std::string& body) {
  if (key.key.empty()) return;
  transaction.db().run(
      "INSERT INTO kept_answer (caller, route, key, body_hash, answer, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      key.caller, key.route, key.key, key.body, body, to_ms(transaction.now()));
}

Result<boost::json::object> once(store::Transaction& transaction, const IdempotencyKey& key,
                                 const Make& make) {
  const auto stored = stored_answer(transaction, key);
  if (!stored) return std::unexpected(stored.error());
  if (*stored) return boost::json::parse(**stored).as_object();
  auto made = make();
  if (made) store_answer(transaction, key, boost::json::serialize(*made));
  return made;
}

void forget_old_answers(store::Transaction& transaction) {
  // Up to the first that is kept: one of a clock that was far ahead goes with those around it.
  transaction.db().run(
      "DELETE FROM kept_answer WHERE id < coalesce((SELECT id FROM kept_answer WHERE created_at BETWEEN ? "
      "AND ? ORDER BY id LIMIT 1), (SELECT max(id) + 1 FROM kept_answer))",
      to_ms(transaction.now() - kIdempotencyKept), to_ms(transaction.now() + kIdempotencyKept));
}

}  // namespace nigiwai::http
