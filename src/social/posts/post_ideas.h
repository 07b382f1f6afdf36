// What could be said next: a show to come, a moment that people liked, a question nobody answered, a product
// that is running low. Each opens the composer filled.
#pragma once

#include "social/posts/posts.h"

namespace nigiwai::social {

inline constexpr std::size_t kIdeasOfAKind = 3;           // a desk reads them at a glance
inline constexpr std::chrono::hours kShowSoon{48};        // tomorrow's show, wherever the reader is
inline constexpr std::chrono::hours kMomentsOf{24 * 30};  // shows whose moments are still talked about
inline constexpr std::chrono::hours kQuestionsOf{24 * 14};
inline constexpr std::chrono::hours kSaidLately{24 * 7};  // what was posted since is no idea
inline constexpr std::int64_t kLow = 5;                   // pieces left
inline constexpr std::int64_t kLikedFrom = 3;             // hearts and saves within ten seconds

// {"kind": "show"|"moment"|"question"|"low", "target": as POST /api/posts takes it, "title", …}: of a show
// "starts_at", of a moment "at_ms" and "hearts", of a question "text" and "seconds" (who want the same
// answered), of a product "left".
json::array ideas_json(store::Database& db, WallTime now);

}  // namespace nigiwai::social
