// Audiences over HTTP: described, counted and given out by the staff; agreed to by members.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "social/audiences/audiences.h"
#include "social/sharing/shares.h"
#include "store/readers.h"

namespace nigiwai::social {

// Whoever changes a description bit by bit to see the count move learns little so slowly.
inline const http::Rate kCountingAudiences{"counts of audiences", 30, Milliseconds(2'000)};
inline const http::Rate kExportingAudiences{"exports of audiences", 10, Milliseconds(60'000)};

struct AudienceParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  show::Aside& aside;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
};

class AudienceRoutes {
 public:
  explicit AudienceRoutes(AudienceParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  using Change = std::function<Result<Audience>(store::Transaction&)>;
  void add_own(http::Router& router);
  Answer list(http::Request& request);
  Answer post(http::Request& request);
  Answer put(http::Request& request);
  Answer remove(http::Request& request);
  Answer count(http::Request& request);
  Answer give_out(http::Request& request);
  Answer list_exports(http::Request& request);
  Answer get_own(http::Request& request);
  Answer put_own(http::Request& request);
  Answer changed(http::Request& request, const char* what, int status, Change change);

  AudienceParts parts_;
  SharedArrivals arrivals_;
};

}  // namespace nigiwai::social
