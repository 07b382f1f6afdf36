// Other services that shows go on to while they are on air: the shop's places, and which of them a show has.
//
// A place's stream key is kept sealed and never told again. What is sent and how it goes is media's.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/random.h"
#include "base/sealing.h"
#include "store/writer.h"

namespace nigiwai::show {

// Each takes the encoder's whole bit rate once more on the way out: ten are 25 to 60 Mbit/s.
inline constexpr std::int64_t kMostPlaces = 10;
inline constexpr TextRule kPlaceName{.least = 1, .most = 40};

struct PlaceChange {
  std::optional<std::string> name{};
  std::optional<std::string> url{};
  std::optional<std::string> key{};
};
// {name, url, key}; of a new one all are required. What an address and a key may be is media's to say:
// `check` names /url or /key.
using CheckPlace = Result<void> (*)(const std::string& url, const std::string& key);
Result<PlaceChange> read_place(const json::object& body, bool is_new, CheckPlace check);

struct PlaceParts {
  Random& random;
  const SecretBox& box;
};
// Its id. Conflict "too-many" beyond kMostPlaces.
Result<std::string> add_place(store::Transaction& transaction, const PlaceParts& parts,
                              const PlaceChange& wanted);
// not-found. Both answer with the shows that have it.
Result<std::vector<std::string>> change_place(store::Transaction& transaction, const PlaceParts& parts,
                                              const std::string& id, const PlaceChange& wanted);
Result<std::vector<std::string>> remove_place(store::Transaction& transaction, const std::string& id);
// Exactly these; invalid at /places/N for one that is not there, not-found without the show.
Result<void> set_places(store::Transaction& transaction, const std::string& show,
                        const std::vector<std::string>& places);

struct OpenPlace {
  std::string id{};
  std::string name{};
  std::string url{};
  std::string key{};
};
// Of a show, with their keys; one whose key does not open is left out.
std::vector<OpenPlace> open_places(store::Database& db, const SecretBox& box, const std::string& show);
// All of the shop, by name, with whether the show has it: [{"id", "name", "url", "on"}].
json::array places_json(store::Database& db, const std::string& show);

}  // namespace nigiwai::show
