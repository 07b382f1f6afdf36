// What makes an archive a medium, over HTTP: chapters, searching, the shelf as it was spoken.
#pragma once

#include "show/routes.h"

namespace nigiwai::show {

class ArchiveRoutes {
 public:
  explicit ArchiveRoutes(ShowParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  void add_chapter_routes(http::Router& router);
  Answer get_chapters(http::Request& request);
  Answer add_chapter(http::Request& request);
  Answer change_chapter(http::Request& request);
  Answer remove_chapter(http::Request& request);
  Answer get_shelf(http::Request& request);
  Answer search_show(http::Request& request);
  Answer search_shows(http::Request& request);

  ShowParts parts_;
};

}  // namespace nigiwai::show
