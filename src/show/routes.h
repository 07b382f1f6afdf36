// Shows over HTTP: planning, starting and ending, where encoders send to, the outline of an archive.
#pragma once

#include "base/random.h"
#include "http/router.h"
#include "show/ingest.h"
#include "show/views.h"
#include "store/readers.h"
#include "timeline/journal.h"

namespace nigiwai::show {

struct ShowParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Random& random;
  ViewParts views;
  IngestOptions ingest;
};

class Routes {
 public:
  explicit Routes(ShowParts parts) : parts_(std::move(parts)), snapshots_(parts_.readers, parts_.views) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer create_show(http::Request& request);
  Answer change_show(http::Request& request);
  Answer list_shows(http::Request& request);
  Answer get_show(http::Request& request);
  Answer step_show(http::Request& request, Step step);
  Answer get_ingest(http::Request& request);
  Answer rotate_key(http::Request& request);
  Answer get_qr(http::Request& request);
  Answer get_outline(http::Request& request);
  Answer get_product_moments(http::Request& request);

  void add_ingest_routes(http::Router& router);

  ShowParts parts_;
  ShowSnapshots snapshots_;
};

}  // namespace nigiwai::show
