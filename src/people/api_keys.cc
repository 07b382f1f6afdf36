#include "people/api_keys.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/tokens.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kIdCharacters = 12;

}  // namespace

json::object to_json(const ApiKey& key) {
  json::array scopes;
  for (const auto scope : key.scopes) scopes.emplace_back(to_text(scope));
  return {{"id", key.id},
          {"name", key.name},
          {"scopes", std::move(scopes)},
          {"created_by", key.created_by},
          {"created_at", to_rfc3339(key.created_at)},
          {"last_used_at", key.last_used_at ? json::value(to_rfc3339(*key.last_used_at)) : json::value()}};
}

Result<NewApiKey> add_api_key(store::Transaction& transaction, Random& random, const std::string& name,
                              const Scopes& scopes, const http::Caller& by) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT count(*) FROM api_key WHERE withdrawn_at IS NULL");
    if (rows.next() && rows.integer(0) >= kMostApiKeys) {
      return fail(Kind::kConflict, "conflict",
                  fmt::format("There are {} keys already. Withdraw one that is not used.", kMostApiKeys));
    }
  }
  NewApiKey made{.key = {.id = "k" + random.token(kIdCharacters),
                         .name = name,
                         .created_by = by.handle,
                         .created_at = transaction.now(),
                         .scopes = scopes},
                 .token = make_token(random, TokenKind::kApiKey)};
  db.run(
      "INSERT INTO api_key (id, token_hash, name, created_by, created_at, scopes) VALUES (?, ?, ?, ?, ?, ?)",
      made.key.id, store::Blob{hash_token(made.token)}, name, by.handle, to_ms(transaction.now()),
      to_text(scopes));
  return made;
}

Result<void> withdraw_api_key(store::Transaction& transaction, const std::string& id) {
  const auto changed =
      transaction.db().run("UPDATE api_key SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL",
                           to_ms(transaction.now()), id);
  if (changed == 0)
    return fail(Kind::kNotFound, "not-found", "There is no such key, or it was withdrawn already.");
  return {};
}

void note_use_of_api_key(store::Transaction& transaction, const std::string& id) {
  transaction.db().run("UPDATE api_key SET last_used_at = ? WHERE id = ?", to_ms(transaction.now()), id);
}

std::vector<ApiKey> api_keys(store::Database& db) {
  std::vector<ApiKey> keys;
  auto rows = db.query(
      "SELECT id, name, created_by, created_at, last_used_at, scopes FROM api_key WHERE withdrawn_at IS NULL "
      "ORDER BY created_at, id");
  while (rows.next()) {
    ApiKey key{.id = rows.text(0),
               .name = rows.text(1),
               .created_by = rows.text(2),
               .created_at = from_ms(rows.integer(3)),
               .last_used_at = std::nullopt,
               .scopes = scopes_of(rows.text(5))};
    if (const auto used = rows.optional_integer(4)) key.last_used_at = from_ms(*used);
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<FoundApiKey> api_key_with(store::Database& db, const std::string& token_hash) {
  auto rows =
      db.query("SELECT id, name, last_used_at FROM api_key WHERE token_hash = ? AND withdrawn_at IS NULL",
               store::Blob{token_hash});
  if (!rows.next()) {
    return fail(Kind::kUnauthorized, "unauthorized", "This API key is not known here, or it was withdrawn.");
  }
  FoundApiKey found{
      .caller = {.role = http::Role::kExternal, .id = rows.text(0), .name = rows.text(1), .handle = ""},
      .last_used_at = std::nullopt};
  if (const auto used = rows.optional_integer(2)) found.last_used_at = from_ms(*used);
  return found;
}

}  // namespace nigiwai::people
