// Captions over HTTP: bringing a file, handing it out, deleting it.
#pragma once

#include "show/archive/captions.h"
#include "show/routes.h"

namespace nigiwai::show {

class CaptionRoutes {
 public:
  CaptionRoutes(ShowParts parts, PiecesOf pieces) : parts_(std::move(parts)), pieces_(std::move(pieces)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list(http::Request& request);
  Answer file(http::Request& request);
  Answer put(http::Request& request);
  Answer remove(http::Request& request);

  ShowParts parts_;
  PiecesOf pieces_;
};

}  // namespace nigiwai::show
