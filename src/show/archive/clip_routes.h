// Clips over HTTP: asking for one, how far it is, changing and deleting it; those of a product.
#pragma once

#include "show/archive/clip_maker.h"
#include "show/routes.h"

namespace nigiwai::show {

class ClipRoutes {
 public:
  // `maker` outlives this.
  ClipRoutes(ShowParts parts, ClipMaker& maker) : parts_(std::move(parts)), maker_(maker) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_clips(http::Request& request);
  Answer add_clip(http::Request& request);
  Answer change_clip(http::Request& request);
  Answer retry_clip(http::Request& request);
  Answer remove_clip(http::Request& request);
  Answer clips_of_product(http::Request& request);
  Answer list_public(http::Request& request);
  json::object staff_json(const Clip& clip) const;
  Result<json::object> one(store::Database& db, const std::string& show, const std::string& id) const;

  ShowParts parts_;
  ClipMaker& maker_;
};

}  // namespace nigiwai::show
