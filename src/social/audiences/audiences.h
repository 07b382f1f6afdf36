// Audiences and what was given out of them, as rows.
#pragma once

#include "base/random.h"
#include "http/caller.h"
#include "social/audiences/audience.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::social {

struct Audience {
  std::string id{};
  std::string title{};
  AudienceFilter filter{};
  std::string made_by{};  // handle
  WallTime made_at{};
  std::int64_t version = 1;
};
// Reads the body of POST and PUT /api/audiences: {title, filter}.
Result<Audience> read_audience(const json::object& body);

// invalid for what is not there; limit-reached (kMostAudiences).
Result<Audience> make_audience(store::Transaction& transaction, Random& random, Audience wanted,
                               const http::Caller& by);
// not-found; changed-meanwhile when `expected` is another version.
Result<Audience> change_audience(store::Transaction& transaction, const std::string& id, Audience wanted,
                                 std::optional<std::int64_t> expected);
// What was given out of it stays noted.
Result<Audience> remove_audience(store::Transaction& transaction, const std::string& id);
Result<Audience> find_audience(store::Database& db, const std::string& id);
std::vector<Audience> audiences(store::Database& db);  // the newest first
json::object to_json(const Audience& audience);

// Notes a file that is given out: a row, `audience.exported` in the shop's own timeline, and the audit. How
// many, what for, by whom; never who is in it.
void note_export(store::Transaction& transaction, timeline::Journal& journal, const Audience& audience,
                 Purpose purpose, std::int64_t count, const http::Caller& by);
// {"items": […], "next"}, before a position, the newest first.
json::object exports_json(store::Database& db, std::int64_t before, std::int64_t limit);

}  // namespace nigiwai::social
