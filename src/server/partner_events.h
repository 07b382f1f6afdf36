// The shop's public events in one order, for partners who follow them with an API key.
#pragma once

#include "http/router.h"
#include "store/readers.h"

namespace nigiwai::server {

// Events looked at for one page: some milliseconds of a reader.
inline constexpr std::int64_t kMostEventsAPage = 500;

// GET /api/events?after=&limit= (API keys): {"items": [{"position", "show", …}], "next", "more"}. What
// everybody may see, of shows that everybody may know; viewers stand under the pseudonyms of the shows' own
// timelines.
class PartnerEvents {
 public:
  PartnerEvents(store::Readers& readers, std::string secret)  // readers outlive this
      : readers_(readers), secret_(std::move(secret)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> page(http::Request& request);

  store::Readers& readers_;
  std::string secret_;  // of the shop
};

}  // namespace nigiwai::server
