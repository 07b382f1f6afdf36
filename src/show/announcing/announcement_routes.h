// A show's announcements over HTTP: whether it has any and what became of them, and who came by their links.
#pragma once

#include "http/router.h"
#include "show/announcing/announcements.h"
#include "store/readers.h"

namespace nigiwai::show {

struct AnnouncementParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  Announcing announcing;
};

class AnnouncementRoutes {
 public:
  explicit AnnouncementRoutes(AnnouncementParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few seconds: lets what is due go out, some a turn of the writer. This outlives the writer.
  void tend();

 private:
  using Answer = Task<http::Response>;
  Answer get_announcements(http::Request& request);
  Answer put_announcements(http::Request& request);
  Answer post_arrival(http::Request& request);
  http::Response shown(const std::string& show);

  AnnouncementParts parts_;
};

}  // namespace nigiwai::show
