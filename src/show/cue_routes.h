// The cue sheet over HTTP: written by those who plan and direct, read by all staff.
#pragma once

#include "http/router.h"
#include "show/cue_sheet.h"
#include "store/readers.h"

namespace nigiwai::show {

struct PlanningParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
};

// Whatever changes a sheet writes cues.changed into the show's timeline, for the staff, so that who looks at
// it reads it again.
class CueRoutes {
 public:
  explicit CueRoutes(PlanningParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_sheet(http::Request& request);
  Answer add(http::Request& request);
  Answer change(http::Request& request);
  Answer remove(http::Request& request);
  Answer move(http::Request& request);
  Answer copy(http::Request& request);

  template <class T>
  Task<Result<T>> edit(http::Request& request, std::function<Result<T>(const CueWriting&)> work);
  http::Response sheet(const std::string& show, int status = 200);

  PlanningParts parts_;
};

}  // namespace nigiwai::show
