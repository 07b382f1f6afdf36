// The staff: their profiles, and the owners among them who can sign in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::people {

// Profiles of one shop: far more than any has, and few enough for one page of a picker.
inline constexpr std::int64_t kMostStaff = 1000;

struct Profile {
  std::string handle;
  std::string name;   // as everyone sees it
  std::string title;  // 美容部員; may be empty
  http::Role role = http::Role::kPresenter;
  std::string picture{};  // its hash (media/pictures.h); empty for none
};

json::object to_json(const Profile& profile);

enum class Put { kAdded, kChanged };

// Writes the profile of `profile.handle` whole, but for its picture. Refuses to take the owner's role from
// the last one who can sign in, because nobody could give it back.
Result<Put> put_profile(store::Transaction& transaction, Random& random, const Profile& profile);

// `hash` names a picture that is kept (media/pictures.h). not-found when there is no such profile.
Result<void> set_picture(store::Transaction& transaction, const std::string& handle, const std::string& hash);

// Those of the present staff, in order of handle, after `cursor` ("" for the first).
std::vector<Profile> profiles_after(store::Database& database, const std::string& cursor, std::int64_t limit);
// Also for the cast of a show; not-found when there is none.
Result<Profile> profile_of(store::Database& database, const std::string& handle);

// An owner who can sign in exists: the shop is set up.
bool has_owner(store::Database& database);

// A handle that nobody has: the role, or the role and a number. Not made from a mail address, which others
// may not learn.
std::string free_handle(store::Database& database, http::Role role);

// Whether nobody could give the owner's role back after this one had lost it; and the refusal that says so.
bool is_last_owner(store::Database& database, const std::string& staff);
std::unexpected<Problem> last_owner(std::string field);

// Already checked (credentials.h) and hashed (passwords.h).
struct OwnerToPut {
  std::string email;
  std::string password_hash;
  std::string name;  // empty keeps the name, or gives 管理者 to a new one
};

// The staff member of this mail address becomes an owner with this password, in force again if withdrawn;
// their sessions end and their second factor is taken off, because this is the way back in for who has lost
// it. A new one is added when there is none.
http::Caller put_owner(store::Transaction& transaction, Random& random, const OwnerToPut& owner);

}  // namespace nigiwai::people
