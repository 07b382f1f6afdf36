// The words of an announcement's mail, in the member's language.
#pragma once

#include "outbox/mail.h"
#include "people/members.h"
#include "show/announcing/announcement.h"
#include "show/shows.h"

namespace nigiwai::show {

inline constexpr const char* kAnnouncement = "announcement";  // Mail::kind

struct AnnouncementWords {
  std::string origin{};     // of the pages
  std::string shop_name{};  // in the member's language
  std::string followed{};   // names of those in the cast whom the member follows, one at least
};
outbox::Mail announcement_mail(Which which, const Show& show, const people::Member& member,
                               const AnnouncementWords& words);

// Mail::about of an announcement of `show`.
std::string announcement_about(const std::string& show, Which which);

}  // namespace nigiwai::show
