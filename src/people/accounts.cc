#include "people/accounts.h"

#include "base/check.h"
#include "base/time.h"
#include "people/sessions.h"

namespace nigiwai::people {
namespace {

constexpr const char* kColumns =
    "SELECT s.handle, s.name, s.title, s.role, s.picture, s.id, coalesce(s.email, ''), s.withdrawn_at, "
    "EXISTS (SELECT 1 FROM second_factor f WHERE f.staff = s.id AND f.confirmed_at IS NOT NULL), "
    "(SELECT max(max(seen_at, created_at)) FROM session WHERE staff = s.id AND expires_at > ?1), "
    "(SELECT count(*) FROM session WHERE staff = s.id AND expires_at > ?1) FROM staff s ";

Account account_in(const store::Rows& row) {
  const auto role = http::staff_role(row.text(3));
  CHECK(role.has_value(), "the table holds only roles");
  Account account{.profile = {.handle = row.text(0),
                              .name = row.text(1),
                              .title = row.text(2),
                              .role = *role,
                              .picture = row.text(4)},
                  .id = row.text(5),
                  .email = row.text(6)};
  if (const auto at = row.optional_integer(7)) account.withdrawn_at = from_ms(*at);
  account.second_factor = row.integer(8) != 0;
  if (const auto at = row.optional_integer(9)) account.seen_at = from_ms(*at);
  account.sessions = row.integer(10);
  return account;
}

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

}  // namespace

json::object to_json(const Account& account) {
  auto shown = to_json(account.profile);
  shown["email"] = account.email.empty() ? json::value() : json::value(account.email);
  shown["state"] = account.withdrawn_at ? "withdrawn" : account.email.empty() ? "profile" : "active";
  shown["withdrawn_at"] = time_or_null(account.withdrawn_at);
  shown["second_factor"] = account.second_factor;
  shown["seen_at"] = time_or_null(account.seen_at);
  shown["sessions"] = account.sessions;
  return shown;
}

std::vector<Account> accounts(store::Database& database, WallTime now) {
  std::vector<Account> found;
  auto rows = database.query(std::string(kColumns) + "ORDER BY s.handle LIMIT ?2", to_ms(now), kMostStaff);
  while (rows.next()) found.push_back(account_in(rows));
  return found;
}

Result<Account> account_of(store::Database& database, const std::string& handle, WallTime now) {
  auto rows = database.query(std::string(kColumns) + "WHERE s.handle = ?2", to_ms(now), handle);
  if (!rows.next())
    return fail(Kind::kNotFound, "not-found", "There is nobody with this handle among the staff.");
  return account_in(rows);
}

Result<http::Role> set_role(store::Transaction& transaction, const Account& account, http::Role role) {
  if (role != http::Role::kOwner && is_last_owner(transaction.db(), account.id)) return last_owner("/role");
  transaction.db().run("UPDATE staff SET role = ? WHERE id = ?", http::to_text(role), account.id);
  return account.profile.role;
}

Result<void> withdraw(store::Transaction& transaction, const Account& account) {
  if (account.withdrawn_at) return fail(Kind::kConflict, "conflict", "This account is withdrawn already.");
  if (is_last_owner(transaction.db(), account.id)) return last_owner("");
  auto& db = transaction.db();
  db.run("UPDATE staff SET withdrawn_at = ? WHERE id = ?", to_ms(transaction.now()), account.id);
  db.run(
      "UPDATE invitation SET withdrawn_at = ? WHERE handle = ? AND used_at IS NULL AND withdrawn_at IS NULL",
      to_ms(transaction.now()), account.profile.handle);
  end_sessions_of(transaction, account.id);
  return {};
}

Result<void> reactivate(store::Transaction& transaction, const Account& account) {
  if (!account.withdrawn_at) return fail(Kind::kConflict, "conflict", "This account is not withdrawn.");
  transaction.db().run("UPDATE staff SET withdrawn_at = NULL WHERE id = ?", account.id);
  return {};
}

}  // namespace nigiwai::people
