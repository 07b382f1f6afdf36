// Calls networks as the server does, against a local peer, for tests/contract/channels.ts.
//
// Reads a JSON object a line from standard input: {"peer": "127.0.0.1:4000", "network": "x", "call":
// "publish", "account": {"name", "settings", "secrets"}, "saying": {…}, "id": "…", "since": "…"}; writes what
// came of it:
// {"answer": … or "problem": {"kind", "type", "detail", "retry_after"}, "account": …}. The clock stands
// still.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "base/time.h"
#include "http/message.h"
#include "social/channels/networks.h"

namespace {

using namespace nigiwai;
using namespace nigiwai::social;
namespace json = boost::json;

json::value optional(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value();
}

Saying saying_of(const json::object& in) {
  return {.text = text_at(in, {"text"}),
          .link = text_at(in, {"link"}),
          .picture = text_at(in, {"picture"}),
          .picture_alt = text_at(in, {"picture_alt"}),
          .picture_url = text_at(in, {"picture_url"}),
          .answer_to = text_at(in, {"answer_to"}),
          .key = text_at(in, {"key"})};
}

json::value heard_json(const HeardPage& page) {
  json::array items;
  for (const auto& each : page.items) {
    items.push_back(json::object{{"kind", each.kind == Heard::Kind::kReply ? "reply" : "mention"},
                                 {"id", each.id},
                                 {"author", each.author},
                                 {"author_url", each.author_url},
                                 {"text", each.text},
                                 {"answer_to", each.answer_to},
                                 {"url", each.url},
                                 {"at", to_rfc3339(each.at)}});
  }
  return json::object{{"items", items}, {"next", page.next}};
}

template <class T, class Tell>
json::object told(const Result<T>& result, Tell tell) {
  if (result) return {{"answer", tell(result)}};
  const auto& problem = result.error();
  return {{"problem", json::object{{"status", http::status_of(problem.kind)},
                                   {"type", problem.type},
                                   {"detail", problem.detail},
                                   {"retry_after", problem.retry_after.count()}}}};
}

json::object outcome_of(Channel& channel, ChannelAccount& account, const json::object& in) {
  const auto call = text_at(in, {"call"}), id = text_at(in, {"id"});
  const auto* said = object_at(in, {"saying"});
  const auto done = [](const auto&) { return json::value("done"); };
  if (call == "check") return told(channel.check(account), done);
  if (call == "remove") return told(channel.remove(account, id), done);
  if (call == "publish") {
    return told(channel.publish(account, saying_of(said == nullptr ? json::object() : *said)),
                [](const Result<Published>& r) -> json::value {
                  return json::object{{"id", r->id}, {"url", r->url}};
                });
  }
  if (call == "counts") {
    return told(channel.counts(account, id), [](const Result<SayingCounts>& r) -> json::value {
      return json::object{{"impressions", optional(r->impressions)},
                          {"likes", optional(r->likes)},
                          {"shares", optional(r->shares)},
                          {"replies", optional(r->replies)}};
    });
  }
  return told(channel.heard(account, text_at(in, {"since"})),
              [](const Result<HeardPage>& r) { return heard_json(*r); });
}

std::optional<json::object> called(const json::object& in) {
  const auto peer = text_at(in, {"peer"});
  const auto peers = outbox::open_peers({.user_agent = "nigiwai/test", .private_peers = {peer}});
  const ManualClock clock;
  Channels channels;
  add_networks(channels, {.peers = *peers, .clock = clock, .private_peers = {peer}});
  auto* channel = channels.find(text_at(in, {"network"}));
  const auto* given = object_at(in, {"account"});
  if (channel == nullptr || given == nullptr) return std::nullopt;
  ChannelAccount account{.id = "a", .network = text_at(in, {"network"}), .name = text_at(*given, {"name"})};
  if (const auto* settings = object_at(*given, {"settings"})) account.settings = *settings;
  if (const auto* secrets = object_at(*given, {"secrets"})) account.secrets = *secrets;
  account.settings["base"] = "http://" + peer;
  auto out = outcome_of(*channel, account, in);
  account.settings.erase("base");
  out["account"] = json::object{{"name", account.name},
                                {"settings", account.settings},
                                {"secrets", account.secrets},
                                {"renewed", account.secrets_renewed}};
  return out;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    boost::system::error_code error;
    const auto parsed = json::parse(line, error);
    if (error || !parsed.is_object()) return 2;
    const auto out = called(parsed.get_object());
    if (!out) return 2;
    std::cout << json::serialize(*out) << std::endl;
  }
  return 0;
}
