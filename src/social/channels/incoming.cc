#include "social/channels/incoming.h"

#include <sodium.h>

#include "base/fields.h"
#include "base/time.h"
#include "social/channels/line.h"
#include "social/channels/network.h"

namespace nigiwai::social {
namespace {

bool is_same(std::string_view told, std::string_view right) {
  return told.size() == right.size() && sodium_memcmp(told.data(), right.data(), right.size()) == 0;
}

// Each object of an array, as far as we read.
template <class Read>
void each_of(const json::array* array, Read read) {
  if (array == nullptr) return;
  for (std::size_t at = 0; at < array->size() && at < kMostNotices; ++at) {
    if (const auto* object = (*array)[at].if_object()) read(*object);
  }
}

NewInboxItem item_of(const ChannelAccount& account, std::string remote) {
  return {.network = account.network, .account = account.id, .remote = std::move(remote), .kind = "reply"};
}

std::string id_at(const json::object& object, std::initializer_list<std::string_view> path) {
  auto text = text_at(object, path);
  if (const auto number = whole_at(object, path); text.empty() && number) text = std::to_string(*number);
  return text;
}

// A comment of a page's feed, or where somebody named the page.
void read_page_change(const json::object& change, const ChannelAccount& account, WallTime told_at,
                      std::vector<Notice>& notices) {
  const auto field = text_at(change, {"field"});
  const auto* value = object_at(change, {"value"});
  if (value == nullptr) return;
  const auto verb = text_at(*value, {"verb"}), kind = text_at(*value, {"item"});
  const auto post = id_at(*value, {"post_id"}), comment = id_at(*value, {"comment_id"});
  const auto author = id_at(*value, {"from", "id"});
  if (author == text_at(account.settings, {"id"})) return;  // our own answer
  const auto at = whole_at(*value, {"created_time"});
  Notice notice{.at = at ? from_ms(*at * 1000) : told_at};
  if (field == "feed" && kind == "comment" && !comment.empty()) {
    notice.item = item_of(account, comment);
    notice.item.answer_to = post;
    notice.changed = verb != "add";
    if (verb != "add" && verb != "edited" && verb != "remove" && verb != "hide") return;
  } else if (field == "mention" && verb == "add") {
    notice.item = item_of(account, comment.empty() ? post : comment);
    notice.item.kind = "mention";
  } else {
    return;
  }
  const bool withdrawn = verb == "remove" || verb == "hide";
  notice.item.author = text_at(*value, {"from", "name"});
  notice.item.text = withdrawn ? std::string() : text_at(*value, {"message"});
  notice.item.url = text_at(*value, {"post", "permalink_url"});
  notice.item.at = notice.at;
  if (!notice.item.remote.empty() && (notice.changed || !notice.item.text.empty()))
    notices.push_back(std::move(notice));
}

void read_instagram_change(const json::object& change, const ChannelAccount& account, WallTime told_at,
                           std::vector<Notice>& notices) {
  const auto field = text_at(change, {"field"});
  const auto* value = object_at(change, {"value"});
  if (value == nullptr || (field != "comments" && field != "live_comments")) return;
  const auto id = id_at(*value, {"id"}), handle = text_at(*value, {"from", "username"});
  if (id.empty() || handle == text_at(account.settings, {"handle"})) return;
  Notice notice{.at = told_at, .item = item_of(account, id)};
  notice.item.author = handle.empty() ? std::string() : "@" + handle;
  if (!handle.empty()) notice.item.author_url = "https://www.instagram.com/" + encoded(handle) + "/";
  notice.item.text = text_at(*value, {"text"});
  notice.item.answer_to = id_at(*value, {"media", "id"});
  notice.item.at = told_at;
  if (!notice.item.text.empty()) notices.push_back(std::move(notice));
}

}  // namespace

bool is_signed_by_line(std::string_view body, std::string_view signature, std::string_view channel_secret) {
  return !channel_secret.empty() && is_same(signature, base64_of(hmac_sha256(channel_secret, body)));
}

bool is_signed_by_meta(std::string_view body, std::string_view signature, std::string_view app_secret) {
  return !app_secret.empty() && is_same(signature, "sha256=" + hex_of(hmac_sha256(app_secret, body)));
}

Result<std::vector<Notice>> notices_of_line(std::string_view body, const ChannelAccount& account) {
  const auto read = parse_object(body);
  if (!read) return std::unexpected(read.error());
  std::vector<Notice> notices;
  if (text_at(*read, {"destination"}) != text_at(account.settings, {"id"})) return notices;
  each_of(array_at(*read, {"events"}), [&](const json::object& event) {
    const auto user = text_at(event, {"source", "userId"}), type = text_at(event, {"type"});
    const auto at = whole_at(event, {"timestamp"});
    if (user.empty() || !at || text_at(event, {"source", "type"}) != "user") return;
    Notice notice{.id = text_at(event, {"webhookEventId"}), .at = from_ms(*at)};
    if (type == "message" && text_at(event, {"message", "type"}) == "text") {
      notice.item = item_of(account, line_message_id(user, text_at(event, {"message", "id"})));
      notice.item.kind = "mention";
      notice.item.text = text_at(event, {"message", "text"});
    } else if (type == "unsend") {
      notice.changed = true;
      notice.item = item_of(account, line_message_id(user, text_at(event, {"unsend", "messageId"})));
    } else {
      return;
    }
    notice.item.at = notice.at;
    notices.push_back(std::move(notice));
  });
  return notices;
}

Result<std::vector<Notice>> notices_of_meta(std::string_view body, const ChannelAccount& account,
                                            WallTime now) {
  const auto read = parse_object(body);
  if (!read) return std::unexpected(read.error());
  std::vector<Notice> notices;
  const auto kind = text_at(*read, {"object"});
  if (kind != (account.network == "facebook" ? "page" : "instagram")) return notices;
  each_of(array_at(*read, {"entry"}), [&](const json::object& entry) {
    if (id_at(entry, {"id"}) != text_at(account.settings, {"id"})) return;
    const auto seconds = whole_at(entry, {"time"});
    const auto at = seconds ? std::min(from_ms(*seconds * 1000), now) : now;
    each_of(array_at(entry, {"changes"}), [&](const json::object& change) {
      if (notices.size() >= kMostNotices) return;
      if (kind == "page") {
        read_page_change(change, account, at, notices);
      } else {
        read_instagram_change(change, account, at, notices);
      }
    });
  });
  return notices;
}

}  // namespace nigiwai::social
