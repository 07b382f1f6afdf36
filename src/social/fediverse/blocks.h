// Whether the shop speaks with the fediverse, in which language, and with which servers not.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::social::fediverse {

// Domains blocked: the longest shared lists of the fediverse have some thousand.
inline constexpr std::int64_t kMostBlocks = 5'000;

// The host itself or a domain above it is blocked. A port does not count.
bool is_blocked(store::Database& db, std::string_view host);
// Blocks it: its followers and what waits for it go. invalid for what is no domain. True when it is new.
Result<bool> block(store::Transaction& transaction, const std::string& domain, const http::Caller& by);
Result<void> unblock(store::Transaction& transaction, const std::string& domain, const http::Caller& by);

struct FediverseChange {
  std::optional<bool> on{};
  std::optional<std::string> language{};
};
void change(store::Transaction& transaction, const FediverseChange& wanted, const http::Caller& by);

// GET /api/fediverse.
boost::json::object fediverse_json(store::Database& db, const std::string& origin);

}  // namespace nigiwai::social::fediverse
