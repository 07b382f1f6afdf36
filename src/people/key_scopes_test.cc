#include "people/key_scopes.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::people {
namespace {

Result<std::string> read(std::string_view text) {
  const auto body = json::parse(text).as_object();
  Fields in(body);
  const auto scopes = read_scopes(in);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return to_text(scopes);
}

TEST(KeyScopes, AreReadOnceEachInOneOrder) {
  EXPECT_EQ(*read(R"({"scopes": ["webhooks:manage", "events:read", "events:read"]})"),
            "events:read webhooks:manage");
  EXPECT_EQ(*read("{}"), "events:read orders:write") << "what keys could do before";
}

TEST(KeyScopes, RefuseWhatIsNone) {
  EXPECT_EQ(read(R"({"scopes": []})").error().field, "/scopes");
  EXPECT_EQ(read(R"({"scopes": ["events:read", "everything"]})").error().field, "/scopes/1");
  EXPECT_EQ(read(R"({"scopes": [1]})").error().field, "/scopes/0");
  EXPECT_EQ(read(R"({"scopes": "events:read"})").error().field, "/scopes");
}

TEST(KeyScopes, AreKeptAsTheyAreWritten) {
  const Scopes all(std::begin(kScopes), std::end(kScopes));
  EXPECT_EQ(scopes_of(to_text(all)), all);
  EXPECT_EQ(scopes_of("orders:read orders:burn"), Scopes{Scope::kReadOrders});
  EXPECT_TRUE(scopes_of("").empty());
}

}  // namespace
}  // namespace nigiwai::people
