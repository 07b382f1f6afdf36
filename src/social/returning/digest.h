// The digest: one mail a day at most with what happened to what a member saved, never in quiet hours.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "outbox/mail.h"
#include "people/members.h"
#include "social/returning/returns.h"

namespace nigiwai::social {

// Members looked at in one turn of the writer: each reads what they saved.
inline constexpr std::int64_t kDigestsATurn = 5;

struct DigestParts {  // all outlive the server
  const Clock& clock;
  std::string origin{};
  std::function<std::string(store::Database&, std::string_view language)> shop_name{};
};

// Writes the digests that are due; answers whether more waits. What the pages told already, and what holds no
// more, is in none.
bool send_some_digests(store::Transaction& transaction, const DigestParts& parts);

// What a digest says of each, in the member's language (pure).
struct DigestLine {
  std::string product{};  // its title
  std::string show{};     // its title; empty for none
  std::string url{};
  bool live = false;
  News news{};
};
outbox::Mail digest_mail(std::span<const DigestLine> lines, const people::Member& member,
                         std::string_view shop, std::string_view origin);

}  // namespace nigiwai::social
