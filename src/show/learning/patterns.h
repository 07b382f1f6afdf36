// Winning patterns (勝ちパターン): what seems to work, and the shows that speak for it and against it.
//
// A pattern is a hypothesis until a person confirms it, with at least kLeastShowsFor shows for it. Whoever
// rewrites what it says, or takes a show away that it needs, makes it a hypothesis again.
#pragma once

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "show/learning/told.h"
#include "store/writer.h"

namespace nigiwai::show {

inline constexpr std::int64_t kMostPatterns = 200;  // a team that has more looks at none
inline constexpr std::int64_t kMostShowsOfPattern = 50;
inline constexpr std::int64_t kLeastShowsFor = 2;  // once is chance

struct Pattern {
  std::string text{};
  std::string why{};
  Tags tags{};
};
Result<Pattern> read_pattern(const json::object& body);

struct PatternEvidence {
  std::string stands{};  // "for" or "against"
  std::string note{};
};
Result<PatternEvidence> read_pattern_evidence(const json::object& body);

struct PatternWriting {  // all outlive the call
  store::Transaction& transaction;
  Random& random;
  const http::Caller& by;
};

// Each answers the pattern as it is now. With `expected`, conflict "changed-meanwhile" {present} when it has
// another version by now.
Result<json::object> make_pattern(const PatternWriting& writing, const Pattern& pattern);
Result<json::object> change_pattern(const PatternWriting& writing, const std::string& id,
                                    const Pattern& pattern, std::optional<std::int64_t> expected);
Result<void> remove_pattern(const PatternWriting& writing, const std::string& id,
                            std::optional<std::int64_t> expected);
// Refuses shows that are not over.
Result<json::object> put_evidence(const PatternWriting& writing, const std::string& id,
                                  const std::string& show, const PatternEvidence& evidence);
Result<json::object> remove_evidence(const PatternWriting& writing, const std::string& id,
                                     const std::string& show);
// Conflict "state" with fewer than kLeastShowsFor shows for it.
Result<json::object> confirm_pattern(const PatternWriting& writing, const std::string& id,
                                     std::optional<std::int64_t> expected);

// {"id", "text", "why", "tags", "state": "hypothesis"|"confirmed", "confirmed_at", "confirmed_by",
// "evidence": [{"show", "stands", "note", "at", "by"}], "for", "against", "made_by", "made_at", "version"}.
Result<json::object> find_pattern(store::Database& db, const std::string& id);
// Confirmed ones first, then newest first.
json::array patterns_json(store::Database& db);

}  // namespace nigiwai::show
