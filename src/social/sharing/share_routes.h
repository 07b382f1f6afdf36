// Share links over HTTP: making them, coming by them, and what each brought.
#pragma once

#include "http/router.h"
#include "shop/orders/payment.h"
#include "show/fans/aside.h"
#include "social/sharing/share_views.h"
#include "store/readers.h"

namespace nigiwai::social {

inline const http::Rate kSharing{"share links", 30, Milliseconds(2'000)};
// A lecture hall behind one address opens a link at once.
inline const http::Rate kFollowing{"opened share links", 300, Milliseconds(100)};

struct ShareParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  show::Aside& aside;
  Random& random;
  const Clock& clock;
  std::string origin;
  std::string secret;  // of the shop: makes pseudonyms, and what networks are known by
  // What must stand beside what is posted of this target now; empty for nothing.
  std::function<std::string(store::Database&, const ShareLink&, WallTime, shop::Language)> disclosure;
};

class ShareRoutes {
 public:
  explicit ShareRoutes(ShareParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer post_share(http::Request& request);
  Answer follow(http::Request& request);
  Answer post_arrival(http::Request& request);
  Answer post_stay(http::Request& request);
  Answer list_shares(http::Request& request);
  Answer get_tree(http::Request& request);
  Answer put_exclusion(http::Request& request);
  Answer delete_exclusion(http::Request& request);
  Answer set_exclusion(http::Request& request, std::string reason, bool all_of_sharer);

  ShareParts parts_;
};

}  // namespace nigiwai::social
