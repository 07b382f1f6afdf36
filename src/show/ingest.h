// Where an encoder sends the picture of a show, in the words encoders use. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "base/result.h"
#include "show/shows.h"

namespace nigiwai::show {

struct IngestOptions {
  std::string host;  // as encoders reach it; IPv6 in brackets
  int rtmp_port = 1935;
  int srt_port = 9710;
};

// One way in: an address and a key, which together let anybody send to the show.
struct IngestAddress {
  std::string protocol;  // "rtmp", "srt"
  std::string url;       // what goes into the encoder's "server" field
  std::string key;       // what goes into its "stream key" or "stream id" field
  std::string whole;     // both in one, for apps on a phone: what the QR code holds
};
std::vector<IngestAddress> ingest_addresses(const Show& show, const IngestOptions& options);

// [{"protocol", "url", "key"}] of docs/api.md.
boost::json::array to_json(std::span<const IngestAddress> addresses);

}  // namespace nigiwai::show
