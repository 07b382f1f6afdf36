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

// 16 bytes, the same for the same mention whichever file it comes in: of network and id, or of network,
// author, time and text where there is no id.
std::string key_of(const Mention& mention);
// 16 bytes that stand for an author who was erased.
std::string author_key(std::string_view network, std::string_view author);

}  // namespace nigiwai::social
