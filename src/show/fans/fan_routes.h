// The fan list, the levels over months, and their rules over HTTP.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "show/fans/kept_fans.h"
#include "show/fans/level_facts.h"
#include "store/readers.h"

namespace nigiwai::show {

// A search asks with every pause in typing.
inline const http::Rate kFanLists{"lists of fans", 60, Milliseconds(200)};

struct FanParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  Aside& aside;
  const Clock& clock;
  const VerifiedArrivals& arrivals;
  std::string secret;  // of the shop: makes the ids that stand for people
};

// /api/fans: planners, directors, analysts and owners see everybody who took part, a presenter only those who
// follow them.
class FanRoutes {
 public:
  explicit FanRoutes(FanParts parts) : parts_(std::move(parts)), fans_(parts_.clock) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list_fans(http::Request& request);
  Answer get_levels(http::Request& request);
  Answer get_rules(http::Request& request);
  Answer put_rules(http::Request& request);

  FanParts parts_;
  // On the thread of `aside` alone.
  KeptFans fans_;
  KeptLevels levels_{};
};

}  // namespace nigiwai::show
