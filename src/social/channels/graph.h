// What Facebook's and Instagram's Graph API have in common (developers.facebook.com/docs/graph-api).
#pragma once

#include "social/channels/network.h"

namespace nigiwai::social {

inline constexpr std::string_view kGraphVersion = "v25.0";

// The problem of an answer that is not good, by Graph's error codes: those of limits are too-many, those of
// the moment unavailable, and 190 (with its kin) asks for new credentials.
std::unexpected<Problem> graph_refusal(const NetworkAnswer& answer, std::string_view network);

// A call with the account's "access_token", and with the proof that we have the "app_secret" where it is
// there (Graph's appsecret_proof). A POST carries its fields as JSON, all else as a query.
struct GraphCall {
  std::string method = "GET";
  std::string url{};
  boost::json::object fields{};  // texts, numbers and flags
};
Result<NetworkAnswer> ask_graph(const NetworkParts& parts, const ChannelAccount& account,
                                const GraphCall& call, std::string_view network);

}  // namespace nigiwai::social
