// Returning over HTTP: what happened to what one saved, and what became of telling it.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "social/returning/returns.h"
#include "store/readers.h"

namespace nigiwai::social {

struct ReturnParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  show::Aside& aside;
  Random& random;
  const Clock& clock;
};

class ReturnRoutes {
 public:
  explicit ReturnRoutes(ReturnParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_own(http::Request& request);
  Answer post_told(http::Request& request);
  Answer get_figures(http::Request& request);
  Answer get_settings(http::Request& request);
  Answer put_settings(http::Request& request);
  Answer post_story(http::Request& request);

  ReturnParts parts_;
};

}  // namespace nigiwai::social
