// What the rooms of learning tell alike: people and shows by name, tags, and what a stale write is answered.
#pragma once

#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "http/message.h"
#include "store/database.h"

namespace nigiwai::show {

inline constexpr std::size_t kMostTags = 8;  // more tags sort nothing
inline constexpr std::size_t kMostTag = 24;  // characters: a word or two
using Tags = std::vector<std::string>;

// Each once, in the order given; none when there are none.
Tags read_tags(Fields& in);
std::string tags_kept(const Tags& tags);  // as a JSON array
json::array tags_told(const std::string& kept);

// {"handle", "name"}, or null for "".
json::value person_told(store::Database& db, const std::string& handle);
// {"id", "title", "state", "live_at"}, or null when there is none.
json::value show_briefly(store::Database& db, const std::string& show);

json::value or_null(const std::optional<std::int64_t>& number);
json::value time_or_null(const std::optional<std::int64_t>& ms);  // UTC, ms

// conflict "changed-meanwhile" {present}: the thing as it is now, or null when it is gone.
std::unexpected<Problem> changed_meanwhile(std::string detail, json::value present);
// The answer with its version as ETag where it has one; 412 for changed-meanwhile.
http::Response learning_answer(const Result<json::object>& body, int status = 200);

}  // namespace nigiwai::show
