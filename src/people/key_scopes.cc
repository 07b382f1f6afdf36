#include "people/key_scopes.h"

#include <fmt/format.h>

#include <algorithm>

namespace nigiwai::people {
namespace {

Task<http::Response> told(http::Response response) { co_return response; }

// The key was found a moment ago; one that was withdrawn since has no scopes.
Result<Scopes> scopes_of_key(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT scopes FROM api_key WHERE id = ? AND withdrawn_at IS NULL", id);
  return rows.next() ? scopes_of(rows.text(0)) : Scopes{};
}

bool has(const Scopes& scopes, Scope scope) { return std::ranges::find(scopes, scope) != scopes.end(); }

Scopes in_order(const Scopes& chosen) {
  Scopes ordered;
  for (const auto scope : kScopes)
    if (has(chosen, scope)) ordered.push_back(scope);
  return ordered;
}

}  // namespace

std::string_view to_text(Scope scope) {
  switch (scope) {
    case Scope::kReadEvents:
      return "events:read";
    case Scope::kReadOrders:
      return "orders:read";
    case Scope::kWriteOrders:
      return "orders:write";
    case Scope::kWriteCatalogue:
      return "catalogue:write";
    case Scope::kManageWebhooks:
      return "webhooks:manage";
  }
  return "";
}

std::string to_text(const Scopes& scopes) {
  std::string text;
  for (const auto scope : scopes) text += (text.empty() ? "" : " ") + std::string(to_text(scope));
  return text;
}

Scopes scopes_of(std::string_view text) {
  const auto padded = " " + std::string(text) + " ";
  Scopes found;
  for (const auto scope : kScopes)
    if (padded.find(" " + std::string(to_text(scope)) + " ") != std::string::npos) found.push_back(scope);
  return found;
}

Scopes read_scopes(Fields& in) {
  const auto* told = in.optional_array("scopes", std::size(kScopes));
  if (told == nullptr) return {Scope::kReadEvents, Scope::kWriteOrders};
  if (told->empty()) in.wrong("scopes", "A key needs one scope at least.");
  Scopes chosen;
  for (std::size_t i = 0; i < told->size(); ++i) {
    const auto& text = (*told)[i];
    const auto* found = std::ranges::find_if(kScopes, [&](Scope scope) {
      return text.is_string() && std::string_view(text.get_string()) == to_text(scope);
    });
    if (found == std::end(kScopes)) {
      in.wrong(
          fmt::format("scopes/{}", i),
          fmt::format("This must be one of: {}.", to_text(Scopes(std::begin(kScopes), std::end(kScopes)))));
    } else {
      chosen.push_back(*found);
    }
  }
  return in_order(chosen);
}

http::Access staff_and_keys() {
  using enum http::Role;
  return http::Access::roles({kPlanner, kDirector, kPresenter, kAnalyst, kExternal});
}

http::Handler scoped(store::Readers& readers, Scope scope, http::Handler handle) {
  return [&readers, scope, handle = std::move(handle)](http::Request& request) -> Task<http::Response> {
    if (request.caller.role == http::Role::kExternal) {
      const auto scopes =
          readers.read<Scopes>([&](store::Database& db) { return scopes_of_key(db, request.caller.id); });
      if (!scopes) return told(http::problem_response(scopes.error()));
      if (!has(*scopes, scope)) {
        return told(
            http::problem_response({Kind::kForbidden, "forbidden",
                                    fmt::format("This API key has not the scope {}.", to_text(scope))}));
      }
    }
    return handle(request);
  };
}

}  // namespace nigiwai::people
