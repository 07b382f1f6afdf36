// What an API key may do: each key has one scope or more, each route that takes keys asks for one.
//
//   router.add({.access = Access::keys(), .handle = people::scoped(readers, Scope::kReadEvents, handle), …
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "http/router.h"
#include "store/readers.h"

namespace nigiwai::people {

enum class Scope { kReadEvents, kReadOrders, kWriteOrders, kWriteCatalogue, kManageWebhooks };
inline constexpr Scope kScopes[] = {Scope::kReadEvents, Scope::kReadOrders, Scope::kWriteOrders,
                                    Scope::kWriteCatalogue, Scope::kManageWebhooks};

// "events:read", "orders:read", "orders:write", "catalogue:write", "webhooks:manage".
std::string_view to_text(Scope scope);

// Each once, in the order of kScopes.
using Scopes = std::vector<Scope>;
std::string to_text(const Scopes& scopes);  // by spaces
Scopes scopes_of(std::string_view text);    // of to_text(); what is no scope is left out
// Member "scopes": one at least. Without the member: what a key could do before there were scopes.
Scopes read_scopes(Fields& in);

// All of the staff, and keys.
http::Access staff_and_keys();

// `handle` for staff, and for the keys that have this scope; another key is refused (forbidden), naming the
// scope that it lacks. `readers` outlives the router.
http::Handler scoped(store::Readers& readers, Scope scope, http::Handler handle);

}  // namespace nigiwai::people
