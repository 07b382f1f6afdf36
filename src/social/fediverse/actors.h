// Our actors: the shop, and those of the staff who have a public page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sealing.h"
#include "social/fediverse/rsa.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::social::fediverse {

// The name of the shop's actor. A staff member of this handle has none of their own.
inline constexpr std::string_view kShopActor = "shop";

struct LocalActor {
  std::string name{};     // "shop", or the handle: the user's part of @name@host
  std::string display{};  // as people see it
  std::string summary{};  // plain
  std::string page{};     // path of the page of people
  std::string picture{};  // path, empty for none
};
// Nothing when there is no such actor, or the fediverse is off.
std::optional<LocalActor> local_actor(store::Database& db, const std::string& name);
// All of them, the shop first.
std::vector<LocalActor> local_actors(store::Database& db);
// The id of the channel account that an actor is ("fediverse-shop").
std::string account_id(std::string_view actor);

// Addresses of an actor: id, and what stands below it ("/inbox").
std::string actor_id(const std::string& origin, std::string_view name, std::string_view below = "");
// The name in an actor's address; nothing when it is not of ours.
std::optional<std::string> name_of_actor(const std::string& origin, std::string_view id);
// The name in "acct:name@host" or an address of its actor or page.
std::optional<std::string> name_of_resource(const std::string& origin, std::string_view resource);
std::string note_id(const std::string& origin, std::string_view note);
std::optional<std::string> note_of_id(const std::string& origin, std::string_view id);
// "shop.example:8080" of the origin: as requests to us name it, and accounts end.
std::string authority_of(const std::string& origin);

// Makes keys when they are first needed, and keeps the private ones sealed. Blocks: for threads that may
// wait.
class Keys {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    const SecretBox& secrets;
    Random& random;
    const Clock& clock;
  };
  explicit Keys(Parts parts) : parts_(parts) {}
  // The public one of an actor that has one.
  static std::optional<std::string> known_public(store::Database& db, const std::string& actor);
  // A pair made new where there is none, or where the sealed one does not open any more.
  Result<KeyPair> of(const std::string& actor);

 private:
  Parts parts_;
};

}  // namespace nigiwai::social::fediverse
