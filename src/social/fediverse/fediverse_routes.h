// The fediverse over HTTP: what other servers ask of us, and what owners set.
#pragma once

#include "social/fediverse/door.h"

namespace nigiwai::social::fediverse {

class FediverseRoutes {
 public:
  struct Parts {  // all outlive the server
    store::Writer& writer;
    store::Readers& readers;
    Door& door;
    Keys& keys;
    Documents documents;
    std::string version;
  };
  explicit FediverseRoutes(Parts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  void add_settings_to(http::Router& router);
  Answer webfinger(http::Request& request);
  Answer nodeinfo_links(http::Request& request);
  Answer nodeinfo(http::Request& request);
  Answer actor(http::Request& request);
  Answer outbox(http::Request& request);
  Answer followers(http::Request& request);
  Answer following(http::Request& request);
  Answer note(http::Request& request);
  Answer inbox(http::Request& request);
  Answer get_settings(http::Request& request);
  Answer patch_settings(http::Request& request);
  Answer put_block(http::Request& request);
  Answer delete_block(http::Request& request);
  Result<json::object> shown();

  Parts parts_;
};

}  // namespace nigiwai::social::fediverse
