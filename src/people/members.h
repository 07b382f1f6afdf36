// Members: viewers who signed in by mail, and what is one person.
//
// Everything that people do stands under the viewer who did it. A member is one person with several viewers:
// their devices, and what each did before signing in. Whatever counts or limits people counts
// person_of(viewer); whatever lists what a person has asks for all of viewers_of(person). In SQL the same is
//   SELECT coalesce(m.member, x.viewer) FROM x LEFT JOIN member_viewer m ON m.viewer = x.viewer
#pragma once

#include <boost/json/array.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::people {

namespace json = boost::json;

// The member this viewer belongs to, or the viewer itself.
std::string person_of(store::Database& db, const std::string& viewer);
// All viewers of a person, given as a member or a viewer; a viewer without a member is its own.
std::vector<std::string> viewers_of(store::Database& db, const std::string& person);

// The viewers of the person of viewer ?1, as a subquery: "… WHERE viewer IN " + kViewersOfPerson.
inline constexpr const char* kViewersOfPerson =
    "(SELECT viewer FROM member_viewer WHERE member = (SELECT member FROM member_viewer WHERE viewer = ?1) "
    "UNION ALL "
    "SELECT ?1)";

// All that is known of who somebody is.
struct Person {
  std::string member{};  // empty for a viewer who never signed in
  std::string email{};   // verified; empty without a member
  std::vector<std::string> viewers{};
  std::vector<std::string>
      addresses{};                    // every mail address that is theirs, `email` and those of their orders
  std::vector<std::string> orders{};  // ids of their orders
};
Person person_with(store::Database& db, const std::string& viewer);

enum class MailKind { kNews, kReminders, kBackInStock, kAnnouncements };

struct Member {
  std::string id{};
  std::string email{};
  std::string name{};
  std::string language{};  // "ja" or "en"
  std::string unsubscribe{};
  bool news = false;
  bool reminders = true;
  bool back_in_stock = true;
  bool announcements = true;  // before shows of those they follow
  WallTime joined_at{};
  bool wants(MailKind kind) const;
};
// Nothing for a viewer who is no member, and once the member is erased.
std::optional<Member> member_of(store::Database& db, const std::string& viewer);
std::optional<Member> member_with(store::Database& db, const std::string& id);
// The address for Mail::unsubscribe_url.
std::string unsubscribe_url(const std::string& origin, const Member& member, MailKind kind);

std::string_view to_text(MailKind kind);
std::optional<MailKind> mail_kind(std::string_view text);

// What a member wants to get; what is not there stays. Turning news on or off is a consent and recorded.
struct Preferences {
  std::optional<bool> news{};
  std::optional<bool> reminders{};
  std::optional<bool> back_in_stock{};
  std::optional<bool> announcements{};
};
void prefer(store::Transaction& transaction, const std::string& member, const Preferences& wanted);

// The version of the words beside "news" that a member agrees to; change it with the words.
inline constexpr const char* kNewsConsentVersion = "2026-11-22";
void note_consent(store::Transaction& transaction, const std::string& member, std::string_view what,
                  std::string_view version, bool given);
boost::json::array consents_of(store::Database& db, const std::string& member);

// Following the staff. Answers whether it changed anything; not-found for a handle that nobody has.
Result<bool> follow(store::Transaction& transaction, const std::string& viewer, const std::string& handle);
bool unfollow(store::Transaction& transaction, const std::string& viewer, const std::string& handle);
std::int64_t followers_of(store::Database& db, const std::string& handle);
// Handles, the newest first.
std::vector<std::string> followed_by(store::Database& db, const Person& person);

}  // namespace nigiwai::people
