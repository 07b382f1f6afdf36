// Chapters as they stand in the database: reading them for everybody, changing them for staff.
#pragma once

#include <boost/json/array.hpp>

#include "base/random.h"
#include "show/archive/chapter.h"
#include "show/shows.h"
#include "timeline/journal.h"

namespace nigiwai::show {

// Chapters that staff added to one show: more is no list to choose from.
inline constexpr std::int64_t kMostOwnChapters = 200;
inline constexpr TextRule kChapterTitle{.least = 1, .most = 80};

// Those of a show, with the titles of products and cues. `length` as in chapters_of. Without removed ones
// also without what lies in withdrawn parts: the public's.
std::vector<Chapter> chapters(store::Database& db, const std::string& show,
                              std::optional<Milliseconds> length, Removed removed = Removed::kLeftOut);
// How often staff changed them, from 1 on: the version that If-Match names.
std::int64_t chapters_version(store::Database& db, const std::string& show);

// {"id", "at", "until", "title", "product", "made_by", "edited"}, and "removed" for one that is.
boost::json::object to_json(const Chapter& chapter);
// GET /api/shows/{id}/chapters: {"version", "seq", "items", "next"}, `seq` of the newest event of the show;
// staff see those that were removed.
Result<boost::json::object> chapters_json(store::Database& db, const std::string& show,
                                          const http::Caller& caller);

struct ChapterChange {
  std::optional<Milliseconds> at{};
  std::optional<std::string> title{};
  std::optional<std::string> product{};  // of a new one; "" for none
  std::optional<bool> removed{};         // of one that the timeline made
};
enum class ChapterBody { kNew, kChange };
Result<ChapterChange> read_chapter(const boost::json::object& body, ChapterBody body_of);

// All change the list for everybody and tell by `chapters.changed {version}`. conflict "changed-meanwhile"
// with how it stands now in `present` where `expected` is not its version; "state" before the show was on
// air; not-found for a chapter that is not there.
struct ChapterParts {
  timeline::Journal& journal;
  Random& random;
  const http::Caller& by;
  std::optional<std::int64_t> expected;
};
Result<std::string> add_chapter(store::Transaction& transaction, const std::string& show,
                                const ChapterChange& wanted,
                                const ChapterParts& parts);  // its id
Result<void> change_chapter(store::Transaction& transaction, const std::string& show, const std::string& id,
                            const ChapterChange& wanted, const ChapterParts& parts);
// One of the staff's own goes; one that the timeline made is kept as removed, so that it can come back.
Result<void> remove_chapter(store::Transaction& transaction, const std::string& show, const std::string& id,
                            const ChapterParts& parts);

}  // namespace nigiwai::show
