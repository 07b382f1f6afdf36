// What a room needs from those above it: the show's snapshot and the encoder's health.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "base/result.h"
#include "http/caller.h"

namespace nigiwai::timeline {

class Snapshots {
 public:
  virtual ~Snapshots() = default;
  // GET /api/shows/{id} as this caller may see it; not-found for what they may not know of.
  virtual Result<boost::json::object> snapshot(const std::string& show, const http::Caller& caller) = 0;
  // `staff.health` of docs/api.md. Cheap: called once a tick.
  virtual boost::json::object health(const std::string& show) = 0;
};

}  // namespace nigiwai::timeline
