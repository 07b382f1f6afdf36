// Which page stands at which path, and the headers that keep it safe.
#pragma once

#include <string>

#include "http/router.h"
#include "shop/embedding/embedding.h"
#include "show/views.h"
#include "store/readers.h"

namespace nigiwai::server {

// Answers every GET that no API route takes: the pages, their assets, what machines read (robots.txt,
// sitemaps, the web manifest, the service worker), and a page for what is not there.
class Pages {
 public:
  struct Parts {  // all outlive the server
    store::Readers& readers;
    show::ViewParts views;
    const shop::Embedding& embedding;  // who may show /embed/… in a frame; no other page may stand in one
    std::string origin;
  };
  explicit Pages(Parts parts) : parts_(std::move(parts)) {}

  http::Response at(const http::Request& request) const;

 private:
  http::Response player(const http::Request& request, bool known) const;
  http::Response block() const;
  http::Response manifest() const;

  Parts parts_;
};

}  // namespace nigiwai::server
