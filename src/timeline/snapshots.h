// What a room needs from those above it.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "base/result.h"
#include "http/caller.h"
#include "timeline/reading.h"

namespace nigiwai::timeline {

class Snapshots {
 public:
  virtual ~Snapshots() = default;
  // GET /api/shows/{id} as this caller may see it; not-found for what they may not know of.
  virtual Result<json::object> snapshot(const std::string& show, const http::Caller& caller) = 0;
  // The archive's page: state at `at`, and what stands in [at, until).
  virtual Result<json::object> moments(store::Database& database, const std::string& show, Milliseconds at,
                                       Milliseconds until, const View& view) = 0;
  // All that a frame tells as `sums`, as it stands: for a reader who comes back and missed frames, not the
  // state.
  virtual json::object sums(store::Database& database, const std::string& show) = 0;
  // `staff.health` of docs/api.md. Cheap: called once a tick.
  virtual json::object health(const std::string& show) = 0;
};

}  // namespace nigiwai::timeline
