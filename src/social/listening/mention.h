// One mention: what somebody said about us on another network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace nigiwai::social {

inline constexpr std::size_t kMostMentionText = 20'000;  // bytes: longer than any network lets people write
inline constexpr std::size_t kMostAuthor = 200;
inline constexpr std::size_t kMostUrl = 2'000;
inline constexpr std::size_t kMostNetwork = 32;
inline constexpr std::size_t kMostExternalId = 200;

struct Mention {
  std::string network{};  // a slug: "x", "instagram", "mastodon"
  std::string id{};       // the network's own; may be empty
  WallTime at{};
  std::string author{};  // a handle without @; may be empty
  std::string text{};
  std::string url{};
  std::optional<std::int64_t> followers{};  // of the author
  std::optional<std::int64_t> boosts{};
  std::optional<std::int64_t> likes{};
};

// The same for the same mention whichever file it comes in: network and id, or of a hash of what was said
// where there is no id. Networks give out ids in order of time, and a hash stands behind its time, so that
// neighbours in a file are neighbours in the index: a million rows in random places would be written a
// hundred times.
std::string key_of(const Mention& mention);
// What is kept of a key once its author is erased: 17 bytes that tell nobody where the post is.
std::string erased_key(std::string_view key);
// 16 bytes that stand for an author who was erased.
std::string author_key(std::string_view network, std::string_view author);

}  // namespace nigiwai::social
