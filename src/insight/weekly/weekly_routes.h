// The weekly mail: who wants it, stopping it from the mail itself, and sending it when its hour comes.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "http/router.h"
#include "insight/insight.h"
#include "insight/weekly/weekly_mail.h"

namespace nigiwai::insight {

struct WeeklyParts {  // all outlive the server
  Insight& insight;
  store::Writer& writer;
  Random& random;
  const Clock& clock;
  std::string origin{};
};

class WeeklyRoutes {
 public:
  explicit WeeklyRoutes(WeeklyParts parts) : parts_(std::move(parts)) {}
  ~WeeklyRoutes() { stop(); }
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few seconds; counts beside when somebody waits.
  void tend();
  void stop() { beside_.join(); }  // before the writer; safe to call twice

 private:
  using Answer = Task<http::Response>;
  Answer get_wish(http::Request& request);
  Answer put_wish(http::Request& request);
  Answer get_stop(http::Request& request);
  Answer post_stop(http::Request& request);
  void write(WallTime monday);

  WeeklyParts parts_;
  WallTime looked_at_{};  // by tend() alone
  std::atomic<bool> writing_{false};
  asio::thread_pool beside_{1};
};

}  // namespace nigiwai::insight
