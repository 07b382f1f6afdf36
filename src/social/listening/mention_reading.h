// Reading mentions back: those behind a point of the trend, and a sample of what was said.
#pragma once

#include <vector>

#include "social/listening/mention.h"
#include "social/listening/term.h"
#include "store/database.h"

namespace nigiwai::social {

// Looked through for one page of one term: past it the page is shorter, and goes on from there.
inline constexpr std::size_t kMostLookedThrough = 5'000;

struct MentionsAsked {
  std::int64_t term = kAllMentions;
  std::string network{};  // empty: any
  WallTime from{};
  WallTime to{};  // exclusive
  std::string cursor{};
  std::int64_t limit = 50;
};

// {"items": [{"id", "network", "at", "author", "text", "url", "followers", "boosts", "likes", "terms":
// [id]}], "next"}, the newest first. What was erased has neither text nor author and is left out.
Result<json::object> mentions_json(store::Database& db, const MentionsAsked& asked);

struct Said {
  std::string network;
  std::string author;
  std::string normal;  // the text, normalised
  std::int64_t followers;
  std::int64_t boosts;
};
// Up to `most` mentions that name the term, spread evenly over the time.
std::vector<Said> sample(store::Database& db, std::int64_t term, WallTime from, WallTime to,
                         std::size_t most);

// Up to `most` mentions that name the term and whose author is told, the most passed on and most followed
// first.
std::vector<Said> loudest(store::Database& db, std::int64_t term, WallTime from, WallTime to,
                          std::size_t most);

}  // namespace nigiwai::social
