// What networks tell by themselves: bodies of signed webhooks, read into what the inbox takes.
//
// Pure. Whatever is not understood is passed over, because networks add kinds; a body that is no JSON is
// refused.
#pragma once

#include <vector>

#include "base/result.h"
#include "social/channels/channel.h"
#include "social/inbox/inbox.h"

namespace nigiwai::social {

inline constexpr std::size_t kMostHookBytes = 256 * 1024;  // of one call: some hundred events
inline constexpr std::size_t kMostNotices = 200;           // read of one call

struct Notice {
  std::string id{};  // by which it is known again; empty where the network gives none
  WallTime at{};
  bool changed = false;  // the item's text is its new one, empty for withdrawn
  NewInboxItem item{};
};

// X-Line-Signature: base64 of the HMAC-SHA-256 of the body by the channel secret
// (developers.line.biz, "Verify webhook signature").
bool is_signed_by_line(std::string_view body, std::string_view signature, std::string_view channel_secret);
// X-Hub-Signature-256: "sha256=" and the same in hexadecimal by the app secret (developers.facebook.com,
// "Webhooks: validating payloads").
bool is_signed_by_meta(std::string_view body, std::string_view signature, std::string_view app_secret);

// Messages of friends and their withdrawal; what was sent to another account than `account` is passed over.
Result<std::vector<Notice>> notices_of_line(std::string_view body, const ChannelAccount& account);
// Comments and mentions of a page, and comments of an Instagram account, but for our own.
Result<std::vector<Notice>> notices_of_meta(std::string_view body, const ChannelAccount& account,
                                            WallTime now);

}  // namespace nigiwai::social
