// What presenters see of themselves and of their colleagues' best shows, over HTTP.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "show/fans/presenter.h"
#include "store/writer.h"

namespace nigiwai::show {

struct PresenterParts {  // all outlive the server
  store::Writer& writer;
  Aside& aside;
  const Clock& clock;
};

// /api/account/presenting, /api/account/hits, /api/account/ranking: each for whoever of the staff asks.
class PresenterRoutes {
 public:
  explicit PresenterRoutes(PresenterParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_presenting(http::Request& request);
  Answer get_hits(http::Request& request);
  Answer put_ranking(http::Request& request);

  PresenterParts parts_;
};

}  // namespace nigiwai::show
