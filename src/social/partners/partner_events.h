// The journal as partners may read it: what everybody may see, of shows that everybody may know; viewers
// stand under the pseudonyms of the shows' own timelines. Where orders are asked for, these too, without who
// ordered and what was written about it.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "store/database.h"
#include "timeline/event.h"

namespace nigiwai::social {

namespace json = boost::json;

struct PartnerAsked {
  std::int64_t after = 0;                                         // a position of the journal
  std::int64_t until = std::numeric_limits<std::int64_t>::max();  // the last position
  std::int64_t looked_at = 100;                                // events of the journal at most, seen or not
  std::size_t most = std::numeric_limits<std::size_t>::max();  // events at most
  std::size_t most_bytes = std::numeric_limits<std::size_t>::max();  // of JSON; one event comes always
  bool orders = false;
  std::function<bool(std::string_view kind)> wanted{};  // all where it is not set
};

struct PartnerEvent {
  std::int64_t position = 0;
  WallTime accepted_at{};
  json::object shown{};  // {"position", "show", "seq", "at", "kind", "by", "data", "accepted_at"}
};

struct PartnerPage {
  std::vector<PartnerEvent> events{};
  std::int64_t next = 0;  // up to here all was looked at
  bool more = false;      // the journal may go on behind it
};

// `secret` is the shop's, and makes the pseudonyms.
PartnerPage partner_events(store::Database& db, const std::string& secret, const PartnerAsked& asked);

}  // namespace nigiwai::social
