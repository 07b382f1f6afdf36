// Where LINE, Facebook and Instagram tell what is said to us. Each account has an address of its own, and
// only what its network signed is read.
#pragma once

#include "http/router.h"
#include "social/channels/accounts.h"
#include "social/channels/incoming.h"
#include "store/readers.h"

namespace nigiwai::social {

class HookRoutes {
 public:
  struct Parts {  // all outlive the server
    store::Writer& writer;
    store::Readers& readers;
    Random& random;
    const Clock& clock;
    const SecretBox& box;
  };
  explicit HookRoutes(Parts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> verify(http::Request& request);
  Task<http::Response> take(http::Request& request);
  Result<std::vector<Notice>> read(const http::Request& request, const ChannelAccount& account) const;

  Parts parts_;
};

}  // namespace nigiwai::social
