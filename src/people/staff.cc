#include "people/staff.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/time.h"
#include "media/pictures.h"
#include "people/second_factor.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kIdCharacters = 20;
constexpr const char* kColumns = "SELECT handle, name, title, role, picture FROM staff ";

http::Role role_of(const std::string& text) {
  const auto role = http::staff_role(text);
  CHECK(role.has_value(), "the table holds only roles");
  return *role;
}

Profile profile_in(const store::Rows& row) {
  return {.handle = row.text(0),
          .name = row.text(1),
          .title = row.text(2),
          .role = role_of(row.text(3)),
          .picture = row.text(4)};
}

std::int64_t count(store::Database& database, std::string_view sql) {
  auto rows = database.query(sql);
  CHECK(rows.next(), "a count has one row");
  return rows.integer(0);
}

std::int64_t owners(store::Database& database) {
  return count(database,
               "SELECT count(*) FROM staff WHERE role = 'owner' AND password IS NOT NULL "
               "AND withdrawn_at IS NULL");
}

}  // namespace

std::string free_handle(store::Database& database, http::Role role) {
  const auto stem = http::to_text(role);
  for (int number = 1;; ++number) {
    auto handle = number == 1 ? std::string(stem) : fmt::format("{}-{}", stem, number);
    auto taken = database.query(
        "SELECT 1 FROM staff WHERE handle = ?1 UNION ALL SELECT 1 FROM invitation WHERE handle = ?1 AND "
        "used_at IS NULL "
        "AND withdrawn_at IS NULL",
        handle);
    if (!taken.next()) return handle;
  }
}

std::unexpected<Problem> last_owner(std::string field) {
  return fail(Kind::kConflict, "last-owner",
              "This is the shop's last owner. Make somebody else an owner first.", std::move(field));
}

bool is_last_owner(store::Database& database, const std::string& staff) {
  auto rows = database.query(
      "SELECT 1 FROM staff WHERE id = ? AND role = 'owner' AND password IS NOT NULL AND withdrawn_at IS NULL",
      staff);
  return rows.next() && owners(database) == 1;
}

json::object to_json(const Profile& profile) {
  return {{"handle", profile.handle},
          {"name", profile.name},
          {"title", profile.title},
          {"role", http::to_text(profile.role)},
          {"picture", media::picture_json(profile.picture)}};
}

Result<Put> put_profile(store::Transaction& transaction, Random& random, const Profile& profile) {
  auto& db = transaction.db();
  std::optional<bool> signs_in_as_owner;
  {
    auto rows = db.query(
        "SELECT role = 'owner' AND password IS NOT NULL AND withdrawn_at IS NULL FROM staff WHERE handle = ?",
        profile.handle);
    if (rows.next()) signs_in_as_owner = rows.integer(0) != 0;
  }
  const auto role = http::to_text(profile.role);
  if (!signs_in_as_owner) {
    if (count(db, "SELECT count(*) FROM staff") >= kMostStaff) {
      return fail(Kind::kConflict, "conflict",
                  fmt::format("A shop has at most {} staff profiles.", kMostStaff));
    }
    db.run("INSERT INTO staff (id, handle, name, title, role, created_at) VALUES (?, ?, ?, ?, ?, ?)",
           "s" + random.token(kIdCharacters), profile.handle, profile.name, profile.title, role,
           to_ms(transaction.now()));
    return Put::kAdded;
  }
  if (*signs_in_as_owner && profile.role != http::Role::kOwner && owners(db) == 1) {
    return last_owner("/role");
  }
  db.run("UPDATE staff SET name = ?, title = ?, role = ? WHERE handle = ?", profile.name, profile.title, role,
         profile.handle);
  return Put::kChanged;
}

Result<void> set_picture(store::Transaction& transaction, const std::string& handle,
                         const std::string& hash) {
  if (transaction.db().run("UPDATE staff SET picture = ? WHERE handle = ?", hash, handle) == 0) {
    return fail(Kind::kNotFound, "not-found", "There is no staff profile with this handle.");
  }
  return {};
}

std::vector<Profile> profiles_after(store::Database& database, const std::string& cursor,
                                    std::int64_t limit) {
  std::vector<Profile> profiles;
  auto rows = database.query(
      std::string(kColumns) + "WHERE handle > ? AND withdrawn_at IS NULL ORDER BY handle LIMIT ?", cursor,
      limit);
  while (rows.next()) profiles.push_back(profile_in(rows));
  return profiles;
}

Result<Profile> profile_of(store::Database& database, const std::string& handle) {
  auto rows = database.query(std::string(kColumns) + "WHERE handle = ?", handle);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no staff profile with this handle.");
  return profile_in(rows);
}

bool has_owner(store::Database& database) { return owners(database) > 0; }

http::Caller put_owner(store::Transaction& transaction, Random& random, const OwnerToPut& owner) {
  auto& db = transaction.db();
  http::Caller caller{.role = http::Role::kOwner, .id = "", .name = owner.name, .handle = ""};
  {
    auto rows = db.query("SELECT id, handle, name FROM staff WHERE email = ?", owner.email);
    if (rows.next()) {
      caller.id = rows.text(0);
      caller.handle = rows.text(1);
      if (caller.name.empty()) caller.name = rows.text(2);
    }
  }
  if (!caller.id.empty()) {
    db.run("UPDATE staff SET name = ?, role = 'owner', password = ?, withdrawn_at = NULL WHERE id = ?",
           caller.name, owner.password_hash, caller.id);
    db.run("DELETE FROM session WHERE staff = ?", caller.id);
    remove_second_factor(transaction, caller.id);
    return caller;
  }
  caller.id = "s" + random.token(kIdCharacters);
  caller.handle = free_handle(db, http::Role::kOwner);
  if (caller.name.empty()) caller.name = "管理者";
  db.run(
      "INSERT INTO staff (id, handle, name, title, role, email, password, created_at) "
      "VALUES (?, ?, ?, '', 'owner', ?, ?, ?)",
      caller.id, caller.handle, caller.name, owner.email, owner.password_hash, to_ms(transaction.now()));
  return caller;
}

}  // namespace nigiwai::people
