// API keys: how another shop's server says who it is. Made by an owner, told once, kept as a hash, withdrawn
// at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "people/key_scopes.h"
#include "store/writer.h"

namespace nigiwai::people {

// In use at once: one a shop system, and some to change over.
inline constexpr std::int64_t kMostApiKeys = 20;
// How exactly it is noted when a key was last used: a write each time would cost more than it tells.
inline constexpr std::chrono::hours kApiKeyUseNoted{1};
// Of one key over all routes: a stock system that tells ten thousand changes is done in minutes, and one that
// runs wild leaves the readers to the others.
inline const http::Rate kCallsOfKey{"calls with an API key", 600, Milliseconds(50)};

struct ApiKey {
  std::string id;
  std::string name;
  std::string created_by;
  WallTime created_at{};
  std::optional<WallTime> last_used_at{};
  Scopes scopes{};
};
json::object to_json(const ApiKey& key);

struct NewApiKey {
  ApiKey key;
  std::string token;  // told once
};

// Refuses more than kMostApiKeys (conflict).
Result<NewApiKey> add_api_key(store::Transaction& transaction, Random& random, const std::string& name,
                              const Scopes& scopes, const http::Caller& by);
// not-found when there is none, or none any more.
Result<void> withdraw_api_key(store::Transaction& transaction, const std::string& id);
void note_use_of_api_key(store::Transaction& transaction, const std::string& id);

// Those not withdrawn, the oldest first.
std::vector<ApiKey> api_keys(store::Database& db);

struct FoundApiKey {
  http::Caller caller;
  std::optional<WallTime> last_used_at;
};
// unauthorized when there is none, or it was withdrawn.
Result<FoundApiKey> api_key_with(store::Database& db, const std::string& token_hash);

}  // namespace nigiwai::people
