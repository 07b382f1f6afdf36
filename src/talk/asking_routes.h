// Questions and polls over HTTP: reading them, and preparing polls. Asking, answering and voting are
// commands.
#pragma once

#include "http/router.h"
#include "store/readers.h"
#include "talk/questions.h"
#include "timeline/journal.h"

namespace nigiwai::talk {

struct AskingParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  const Clock& clock;
  std::string secret;  // of the shop
  // Whether this caller may know of a show: not-found otherwise.
  std::function<Result<void>(store::Database&, const std::string& show, const http::Caller&)> may_know;
  std::function<bool(store::Database&, const std::string& product)> has_product;
  ShowTold show_told;
};

class AskingRoutes {
 public:
  explicit AskingRoutes(AskingParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list_of_show(http::Request& request);
  Answer list_of_product(http::Request& request);
  Answer list_polls(http::Request& request);
  Answer prepare(http::Request& request);
  Answer reword(http::Request& request);
  Answer discard(http::Request& request);
  Asker asker(const http::Request& request) const;

  AskingParts parts_;
};

}  // namespace nigiwai::talk
