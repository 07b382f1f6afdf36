// The outbox over HTTP, for the owner: what waits, what failed and why, and where mail comes from.
#pragma once

#include <functional>

#include "http/router.h"
#include "outbox/sender.h"

namespace nigiwai::outbox {

// Of those that failed, the newest are listed; more are only counted.
inline constexpr std::int64_t kMostFailuresShown = 100;

struct OutboxParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  Sender& sender;
  SenderOptions options{};
  // Tells the audit log, which stands above.
  std::function<void(store::Transaction&, const http::Caller& by, std::string_view action)> audit{};
};

class Routes {
 public:
  explicit Routes(OutboxParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_outbox(http::Request& request);
  Answer patch_outbox(http::Request& request);
  Answer retry(http::Request& request);
  http::Response shown();

  OutboxParts parts_;
};

}  // namespace nigiwai::outbox
