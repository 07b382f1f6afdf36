// The playbook over HTTP.
#pragma once

#include "base/random.h"
#include "http/router.h"
#include "show/playbook/playbook.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::show {

struct PlaybookParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  const Clock& clock;
  Random& random;
};

// GET /api/playbook, and its to-dos below. All staff read it and close what is theirs; planners and directors
// change it.
class PlaybookRoutes {
 public:
  explicit PlaybookRoutes(PlaybookParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_playbook(http::Request& request);
  Answer get_todo(http::Request& request);
  Answer post_todo(http::Request& request);
  Answer patch_todo(http::Request& request);
  Answer act(http::Request& request, Act::What what);

  PlaybookParts parts_;
};

}  // namespace nigiwai::show
