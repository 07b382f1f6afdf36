// Webhooks over HTTP, for owners and for API keys with the scope webhooks:manage.
//
// No Idempotency-Key is taken where an answer tells a secret: the stored answer would keep the secret itself.
#pragma once

#include "http/router.h"
#include "social/partners/webhook_sender.h"

namespace nigiwai::social {

struct WebhookParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  const Clock& clock;
  WebhookSecrets secrets;
  WebhookSender& sender;
  std::vector<std::string> private_peers{};
};

class WebhookRoutes {
 public:
  explicit WebhookRoutes(WebhookParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  using Change = std::function<Result<void>(store::Transaction&, const std::string& id)>;
  Answer list(http::Request& request);
  Answer post(http::Request& request);
  Answer get(http::Request& request);
  Answer patch(http::Request& request);
  Answer remove(http::Request& request);
  Answer pause(http::Request& request);
  Answer resume(http::Request& request);
  Answer replay(http::Request& request);
  Answer rotate(http::Request& request);
  Answer ping(http::Request& request);
  Answer changed(http::Request& request, Change change);
  Result<json::object> shown(const std::string& id);

  WebhookParts parts_;
};

}  // namespace nigiwai::social
