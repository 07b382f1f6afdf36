// What readers get of a show: the snapshot, a page of its timeline by moment, the outline of its archive.
#pragma once

#include <functional>

#include "show/broadcasting.h"
#include "show/shows.h"
#include "store/readers.h"
#include "timeline/reading.h"
#include "timeline/snapshots.h"

namespace nigiwai::show {

// What a snapshot needs besides the database. All outlive whoever holds this, and answer from any thread.
struct ViewParts {
  const Clock& clock;
  Broadcasting& broadcasting;
  std::function<std::int64_t(const std::string& show)> watching;  // sockets in the show's room now
};

// GET /api/shows/{id} of docs/api.md. `staff` is in it for staff.
json::object show_json(store::Database& db, const Show& show, const http::Caller& caller,
                       const ViewParts& parts);

// GET /api/shows/{id}/timeline?at=&until=: the state at `at`, the events in [at, until) by (at, seq), and the
// hearts and saves of the whole seconds that begin there. When a page holds less, it ends at `next_at`.
Result<json::object> page_at(store::Database& db, const std::string& show, Milliseconds at,
                             Milliseconds until, const timeline::View& view);

// For the talk, which knows no shows: whether this caller may know of one, and what is told of one that is
// public,
// {"id", "title", "state", "starts_at"}.
Result<void> may_know(store::Database& db, const std::string& show, const http::Caller& caller);
std::optional<json::object> told_of(store::Database& db, const std::string& show);

class ShowSnapshots final : public timeline::Snapshots {
 public:
  ShowSnapshots(store::Readers& readers, ViewParts parts) : readers_(readers), parts_(std::move(parts)) {}
  Result<json::object> snapshot(const std::string& show, const http::Caller& caller) override;
  Result<json::object> moments(store::Database& db, const std::string& show, Milliseconds at,
                               Milliseconds until, const timeline::View& view) override;
  json::object sums(store::Database& db, const std::string& show) override;
  json::object health(const std::string& show) override { return parts_.broadcasting.health(show); }

 private:
  store::Readers& readers_;
  ViewParts parts_;
};

// GET /api/shows/{id}/outline: what the scrubber of an archive draws.
Result<json::object> outline(store::Database& db, const std::string& show, const Clock& clock);

// The width of the outline's bars: whole seconds, so that there are at most kMostBuckets.
inline constexpr std::int64_t kMostBuckets = 240;
Milliseconds bucket_of(Milliseconds length);

}  // namespace nigiwai::show
