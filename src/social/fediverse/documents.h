// The documents that we show to other servers: actors, notes, activities, WebFinger, NodeInfo. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>

#include "base/clock.h"
#include "social/fediverse/actors.h"

namespace nigiwai::social::fediverse {

namespace json = boost::json;

inline constexpr std::string_view kActivityType = "application/activity+json; charset=utf-8";
inline constexpr std::string_view kPublic = "https://www.w3.org/ns/activitystreams#Public";

// What one of our actors said.
struct OwnNote {
  std::int64_t position = 0;
  std::string id{};
  std::string actor{};
  std::string kind{};  // 'announced', 'live', 'archived', 'clip', 'saying'
  std::string about{};
  std::string show{};
  std::string text{};
  std::string picture{};
  std::string picture_alt{};
  std::string language = "ja";
  std::string answer_to{};
  std::string mentioned{};  // id of the actor who is answered
  WallTime published_at{};
  std::optional<WallTime> updated_at{};
};

struct Documents {
  std::string origin{};

  json::object actor(const LocalActor& actor, const std::string& public_pem) const;
  json::object note(const OwnNote& note, std::int64_t likes, std::int64_t shares) const;
  // Create, Update and Delete of a note, each as a whole activity with a context.
  json::object create(const OwnNote& note) const;
  json::object update(const OwnNote& note) const;
  json::object removal(const OwnNote& note) const;
  json::object tombstone(const std::string& note) const;
  // An Accept of what `actor` was sent.
  json::object accept(const std::string& actor, const std::string& follow, const std::string& follower,
                      const std::string& token) const;
  json::object webfinger(const std::string& name, const std::string& page) const;
  json::object nodeinfo(const std::string& version, const std::string& shop, std::int64_t users,
                        std::int64_t notes) const;
  // An OrderedCollection that tells no more than its number.
  json::object count(const std::string& id, std::int64_t total) const;
};

}  // namespace nigiwai::social::fediverse
