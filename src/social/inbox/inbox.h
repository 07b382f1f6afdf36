// What people say to us on any channel, in one place, until somebody answered it.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/writer.h"

namespace nigiwai::social {

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

// Takes it in, unless it is there already (false). Cuts what is too long; refuses (too-many) beyond the
// inbox's limit.
Result<bool> take_into_inbox(store::Transaction& transaction, Random& random, const NewInboxItem& item);
// The author withdrew or changed it: an empty text takes it out.
Result<void> change_inbox_item(store::Transaction& transaction, const std::string& network,
                               const std::string& remote, const std::string& text);

}  // namespace nigiwai::social
