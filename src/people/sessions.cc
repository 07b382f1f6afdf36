#include "people/sessions.h"

#include "base/check.h"
#include "base/text.h"
#include "base/time.h"
#include "people/tokens.h"

namespace nigiwai::people {
namespace {

// Columns 0 to 3 of a query: id, role, name, handle.
http::Caller staff_in(const store::Rows& row) {
  const auto role = http::staff_role(row.text(1));
  CHECK(role.has_value(), "the table holds only roles");
  return {.role = *role, .id = row.text(0), .name = row.text(2), .handle = row.text(3)};
}

// A browser's name for itself is as long as it likes; this much tells the device.
constexpr std::size_t kMostDeviceBytes = 300;

// Public ids: 64 bits of the hash.
constexpr const char* kId = "lower(hex(substr(token_hash, 1, 8)))";

}  // namespace

NewSession open_session(store::Transaction& transaction, Random& random, const http::Caller& staff,
                        const std::string& device) {
  auto& db = transaction.db();
  NewSession session{.token = make_token(random, TokenKind::kStaff),
                     .staff = staff,
                     .expires_at = transaction.now() + kSessionLife};
  db.run("DELETE FROM session WHERE expires_at <= ?", to_ms(transaction.now()));
  db.run(
      "DELETE FROM session WHERE token_hash IN "
      "(SELECT token_hash FROM session WHERE staff = ? ORDER BY created_at DESC LIMIT -1 OFFSET ?)",
      staff.id, kMostSessions - 1);
  db.run(
      "INSERT INTO session (token_hash, staff, created_at, expires_at, device, seen_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?3)",
      store::Blob{hash_token(session.token)}, staff.id, to_ms(transaction.now()), to_ms(session.expires_at),
      is_utf8(device) ? device.substr(0, kMostDeviceBytes) : std::string());
  return session;
}

Result<FoundSession> session_with(store::Database& database, const std::string& token_hash, WallTime now) {
  auto rows = database.query(std::string("SELECT s.id, s.role, s.name, s.handle, session.seen_at, ") + kId +
                                 " FROM session JOIN staff s ON s.id = session.staff "
                                 "WHERE token_hash = ? AND expires_at > ? AND s.withdrawn_at IS NULL",
                             store::Blob{token_hash}, to_ms(now));
  if (!rows.next())
    return fail(Kind::kUnauthorized, "unauthorized", "This session has ended. Sign in again.");
  FoundSession found{staff_in(rows), from_ms(rows.integer(4))};
  found.staff.session = rows.text(5);
  return found;
}

void move_session(store::Transaction& transaction, const std::string& token_hash) {
  transaction.db().run(
      "UPDATE session SET expires_at = ?1, seen_at = ?3 WHERE token_hash = ?2 AND expires_at > ?3",
      to_ms(transaction.now() + kSessionLife), store::Blob{token_hash}, to_ms(transaction.now()));
}

void end_session(store::Transaction& transaction, const std::string& token_hash) {
  transaction.db().run("DELETE FROM session WHERE token_hash = ?", store::Blob{token_hash});
}

std::vector<SessionRow> sessions_of(store::Database& database, const std::string& staff, WallTime now) {
  std::vector<SessionRow> found;
  auto rows = database.query(std::string("SELECT ") + kId +
                                 ", device, created_at, max(seen_at, created_at), expires_at FROM session "
                                 "WHERE staff = ? AND expires_at > ? ORDER BY 4 DESC",
                             staff, to_ms(now));
  while (rows.next()) {
    found.push_back({rows.text(0), rows.text(1), from_ms(rows.integer(2)), from_ms(rows.integer(3)),
                     from_ms(rows.integer(4))});
  }
  return found;
}

bool end_session_of(store::Transaction& transaction, const std::string& staff, const std::string& id) {
  return transaction.db().run(std::string("DELETE FROM session WHERE staff = ? AND ") + kId + " = ?", staff,
                              id) > 0;
}

std::int64_t end_sessions_of(store::Transaction& transaction, const std::string& staff,
                             const std::string& but_id) {
  return transaction.db().run(std::string("DELETE FROM session WHERE staff = ? AND ") + kId + " <> ?", staff,
                              but_id);
}

std::set<std::string> open_sessions(store::Database& database, WallTime now) {
  std::set<std::string> open;
  auto rows = database.query(std::string("SELECT ") + kId + " FROM session WHERE expires_at > ?", to_ms(now));
  while (rows.next()) open.insert(rows.text(0));
  return open;
}

std::optional<SignIn> sign_in_of(store::Database& database, const std::string& email) {
  auto rows = database.query(
      "SELECT id, role, name, handle, password FROM staff WHERE email = ? AND password IS NOT NULL "
      "AND withdrawn_at IS NULL",
      email);
  if (!rows.next()) return std::nullopt;
  return SignIn{staff_in(rows), rows.text(4)};
}

}  // namespace nigiwai::people
