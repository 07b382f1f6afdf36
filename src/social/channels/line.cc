#include "social/channels/line.h"

#include <fmt/format.h>

#include "social/channels/accounts.h"
#include "social/channels/text_length.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "LINE";
constexpr std::string_view kHost = "https://api.line.me";
constexpr Milliseconds kNameWithin{2'000};     // LINE waits for our answer meanwhile
constexpr std::size_t kMostPictureUrl = 2000;  // image message, originalContentUrl: characters

std::unexpected<Problem> refusal(const NetworkParts& parts, const NetworkAnswer& answer) {
  auto said = text_at(answer.body, {"message"});
  if (const auto* details = array_at(answer.body, {"details"});
      details != nullptr && !details->empty() && details->front().is_object()) {
    const auto& first = details->front().get_object();
    said += fmt::format(" ({}: {})", text_at(first, {"property"}), text_at(first, {"message"}));
  }
  // 429 is also the answer when the month's messages are spent: to try again soon would be of no use.
  if (answer.status == 429 && said.find("monthly limit") != std::string::npos) {
    return fail(
        Kind::kConflict, "channel-quota",
        "This month's messages of the LINE account are spent. Raise the plan, or wait for the next month.");
  }
  return refused(answer,
                 {.network = kName, .said = std::move(said), .patience = patience_until(parts, answer, {})});
}

}  // namespace

std::string line_message_id(std::string_view user, std::string_view message) {
  return fmt::format("{}:{}", user, message);
}

std::string line_user_of(std::string_view id) { return std::string(id.substr(0, id.find(':'))); }

std::string uuid_of(std::string_view key) {
  auto hash = sha256(key).substr(0, 16);
  hash[6] = static_cast<char>((static_cast<unsigned char>(hash[6]) & 0x0FU) | 0x80U);  // RFC 9562 5.8
  hash[8] = static_cast<char>((static_cast<unsigned char>(hash[8]) & 0x3FU) | 0x80U);
  const auto hex = hex_of(hash);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

std::string line_name_of(const NetworkParts& parts, const ChannelAccount& account, std::string_view user) {
  const auto answer =
      ask_network(parts,
                  {.url = base_of(parts, account, kHost) + "/v2/bot/profile/" + encoded(user),
                   .headers = {{"Authorization", "Bearer " + text_at(account.secrets, {"access_token"})}},
                   .within = kNameWithin},
                  kName);
  return answer && answer->good() ? text_at(answer->body, {"displayName"}) : std::string();
}

std::size_t Line::length_of(std::string_view text) const { return utf16_length(text); }

Result<NetworkAnswer> Line::ask(const ChannelAccount& account, outbox::PeerRequest request) const {
  request.url = base_of(parts_, account, kHost) + request.url;
  request.headers.push_back({"Authorization", "Bearer " + text_at(account.secrets, {"access_token"})});
  auto answer = ask_network(parts_, request, kName);
  if (answer && answer->status == 401) {
    return sign_in_again("LINE does not accept this channel access token.");
  }
  return answer;
}

Result<void> Line::check(ChannelAccount& account) {
  const auto answer = ask(account, {.url = "/v2/bot/info"});
  if (!answer) return std::unexpected(answer.error());
  const auto id = text_at(answer->body, {"userId"}), name = text_at(answer->body, {"displayName"});
  if (!answer->good() || id.empty() || name.empty()) return refusal(parts_, *answer);
  const auto handle = text_at(answer->body, {"basicId"});
  account.secrets_renewed = account.secrets_renewed || account.name != name;
  account.settings["id"] = id;
  account.settings["handle"] = handle;
  account.name = name;

  const auto limit = ask(account, {.url = "/v2/bot/message/quota"});
  if (!limit) return std::unexpected(limit.error());
  if (!limit->good()) return refusal(parts_, *limit);
  const auto most = whole_at(limit->body, {"value"});  // none where the plan has no limit
  const auto used = ask(account, {.url = "/v2/bot/message/quota/consumption"});
  if (!used) return std::unexpected(used.error());
  const auto sent = whole_at(used->body, {"totalUsage"});
  if (!used->good() || !sent) return refusal(parts_, *used);
  account.settings["quota"] = most ? json::value(*most) : json::value();
  account.settings["used"] = *sent;
  account.secrets_renewed = true;
  return {};
}

Result<Published> Line::publish(ChannelAccount& account, const Saying& saying) {
  if (auto fits = check_length(*this, saying, kName); !fits) return std::unexpected(fits.error());
  json::array messages;
  if (!saying.picture_url.empty()) {
    if (!saying.picture_url.starts_with("https://") || saying.picture_url.size() > kMostPictureUrl) {
      return fail(Kind::kConflict, "channel-picture",
                  "LINE fetches pictures by https only: give the server a public https address.", "/picture");
    }
    messages.push_back(json::object{{"type", "image"},
                                    {"originalContentUrl", saying.picture_url},
                                    {"previewImageUrl", saying.picture_url}});
  }
  messages.push_back(json::object{{"type", "text"}, {"text", saying.text}});
  const bool answers = !saying.answer_to.empty();
  json::object body;
  if (answers) body["to"] = line_user_of(saying.answer_to);
  body["messages"] = std::move(messages);
  auto request = json_request("POST", answers ? "/v2/bot/message/push" : "/v2/bot/message/broadcast", body);
  if (!saying.key.empty()) request.headers.push_back({"X-Line-Retry-Key", uuid_of(saying.key)});
  const auto answer = ask(account, std::move(request));
  if (!answer) return std::unexpected(answer.error());
  if (answer->status == 409) {  // taken at an earlier try
    const auto accepted = answer->raw.header("x-line-accepted-request-id");
    if (!accepted.empty()) return Published{.id = std::string(accepted)};
  }
  const auto id = answer->raw.header("x-line-request-id");
  if (!answer->good() || id.empty()) return refusal(parts_, *answer);
  return Published{.id = std::string(id)};
}

Result<void> Line::remove(ChannelAccount&, const std::string&) {
  return fail(Kind::kConflict, "channel-keeps", "LINE takes no message back that was sent.");
}

Result<SayingCounts> Line::counts(ChannelAccount& account, const std::string& id) {
  const auto answer = ask(account, {.url = "/v2/bot/insight/message/event?requestId=" + encoded(id)});
  if (!answer) return std::unexpected(answer.error());
  if (!answer->good() || !answer->is_json) return refusal(parts_, *answer);
  return SayingCounts{.impressions = whole_at(answer->body, {"overview", "uniqueImpression"})};
}

Result<HeardPage> Line::heard(ChannelAccount&, const std::string& since) { return HeardPage{.next = since}; }

}  // namespace nigiwai::social
