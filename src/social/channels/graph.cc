#include "social/channels/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "social/channels/accounts.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

// Graph API: error handling, and rate limits of applications (4), users (17), pages (32, 80001), Instagram
// (80002) and of what is done too often (341, 368, 613; 9 is Instagram's limit of posts a day).
bool is_limit(std::int64_t code) {
  constexpr std::int64_t kLimits[] = {4, 9, 17, 32, 341, 368, 613, 80001, 80002, 80006};
  return std::ranges::find(kLimits, code) != std::end(kLimits);
}
bool is_of_the_moment(std::int64_t code) { return code == 1 || code == 2; }

// X-Business-Use-Case-Usage: {"id": [{"estimated_time_to_regain_access": minutes, …}]}
Milliseconds patience_of(const NetworkAnswer& answer) {
  boost::system::error_code error;
  const auto usage = json::parse(answer.raw.header("x-business-use-case-usage"), error);
  std::int64_t minutes = 0;
  if (!error && usage.is_object()) {
    for (const auto& [id, uses] : usage.get_object()) {
      if (!uses.is_array()) continue;
      for (const auto& use : uses.get_array()) {
        if (!use.is_object()) continue;
        minutes =
            std::max(minutes, whole_at(use.get_object(), {"estimated_time_to_regain_access"}).value_or(0));
      }
    }
  }
  // Graph's windows slide over an hour; without a word of it, some minutes bring some calls back.
  return minutes > 0 ? Milliseconds(std::min<std::int64_t>(minutes, 24 * 60) * 60'000)
                     : Milliseconds(600'000);
}

std::string query_of(const json::object& fields) {
  std::string query;
  for (const auto& [name, value] : fields) {
    if (!query.empty()) query += '&';
    query += encoded(name) + "=" +
             encoded(value.is_string() ? std::string(value.get_string()) : json::serialize(value));
  }
  return query;
}

}  // namespace

std::unexpected<Problem> graph_refusal(const NetworkAnswer& answer, std::string_view network) {
  const auto code = whole_at(answer.body, {"error", "code"}).value_or(0);
  auto said = text_at(answer.body, {"error", "error_user_msg"});
  if (said.empty()) said = text_at(answer.body, {"error", "message"});
  auto as = NetworkAnswer{.status = answer.status, .body = {}, .is_json = answer.is_json, .raw = {}};
  if (code == 190 || code == 102 || answer.status == 401) {
    return sign_in_again(fmt::format("{} does not accept this account's token any more.", network));
  }
  if (is_limit(code)) as.status = 429;
  if (is_of_the_moment(code)) as.status = 503;
  return refused(as, {.network = network, .said = std::move(said), .patience = patience_of(answer)});
}

Result<NetworkAnswer> ask_graph(const NetworkParts& parts, const ChannelAccount& account,
                                const GraphCall& call, std::string_view network) {
  auto fields = call.fields;
  const auto token = text_at(account.secrets, {"access_token"});
  const auto app_secret = text_at(account.secrets, {"app_secret"});
  fields["access_token"] = token;
  if (!app_secret.empty()) fields["appsecret_proof"] = hex_of(hmac_sha256(app_secret, token));
  if (call.method == "POST") return ask_network(parts, json_request("POST", call.url, fields), network);
  return ask_network(parts, {.method = call.method, .url = call.url + "?" + query_of(fields)}, network);
}

}  // namespace nigiwai::social
