// What people say to us on any channel, in one place, until somebody answered it.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/writer.h"

namespace nigiwai::social {

// Waiting at most. More nobody answers; answering and putting aside make room.
inline constexpr std::int64_t kMostWaitingItems = 20'000;
// Of one author in one hour; what goes beyond is counted on their newest line ("and 40 more").
inline constexpr std::int64_t kMostItemsAnHour = 10;
// Bytes of a text: longer than any network lets people write by hand. The rest is cut off.
inline constexpr std::size_t kMostInboxText = 10'000;
inline constexpr std::size_t kMostInboxAuthor = 200;  // bytes
inline constexpr std::size_t kMostInboxUrl = 2'000;   // bytes: an address that is longer is left out
inline constexpr std::size_t kMostRemoteId = 1'000;   // bytes: an item whose id is longer is refused
// Others' words are kept so long: a year's season can be compared with the last one. Then they go, and what
// was counted stays.
inline constexpr std::chrono::days kInboxKept{396};
inline constexpr std::int64_t kInboxForgottenInTurn = 500;

struct NewInboxItem {
  std::string network{};  // as ChannelAccount::network
  std::string account{};  // the channel account it was said to
  std::string remote{};   // the network's id of it: the same one comes in once
  std::string kind{};     // "reply", "mention"
  std::string author{};
  std::string author_url{};
  std::string text{};  // plain
  std::string url{};
  std::string answer_to{};  // the network's id of ours that it answers; empty for none
  WallTime at{};
};

// Takes it in. False when nothing new stands in the inbox: it is there already, or it was one too many of its
// author's in this hour. Cuts what is too long. Refuses (too-many) beyond the inbox's limit, and (invalid)
// what names no network or no id.
Result<bool> take_into_inbox(store::Transaction& transaction, Random& random, const NewInboxItem& item);
// The author withdrew or changed it: an empty text takes it out.
Result<void> change_inbox_item(store::Transaction& transaction, const std::string& network,
                               const std::string& remote, const std::string& text);

// Takes the words and names of some items that are older than kInboxKept, and puts those aside that still
// wait. False when nothing is left to do.
Result<bool> forget_old_items(store::Transaction& transaction);

// Others' text as it may be shown: UTF-8, no control characters, lines kept, cut after a character within
// `most` bytes.
std::string plain_text(std::string_view raw, std::size_t most);

}  // namespace nigiwai::social
