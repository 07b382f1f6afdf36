#include "people/sessions.h"

#include "base/check.h"
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

}  // namespace

NewSession open_session(store::Transaction& transaction, Random& random, const http::Caller& staff) {
  auto& db = transaction.db();
  NewSession session{.token = make_token(random, TokenKind::kStaff),
                     .staff = staff,
                     .expires_at = transaction.now() + kSessionLife};
  db.run("DELETE FROM session WHERE expires_at <= ?", to_ms(transaction.now()));
  db.run(
      "DELETE FROM session WHERE token_hash IN "
      "(SELECT token_hash FROM session WHERE staff = ? ORDER BY created_at DESC LIMIT -1 OFFSET ?)",
      staff.id, kMostSessions - 1);
  db.run("INSERT INTO session (token_hash, staff, created_at, expires_at) VALUES (?, ?, ?, ?)",
         store::Blob{hash_token(session.token)}, staff.id, to_ms(transaction.now()),
         to_ms(session.expires_at));
  return session;
}

Result<FoundSession> session_with(store::Database& database, const std::string& token_hash, WallTime now) {
  auto rows = database.query(
      "SELECT s.id, s.role, s.name, s.handle, session.expires_at FROM session JOIN staff s ON s.id = "
      "session.staff "
      "WHERE token_hash = ? AND expires_at > ?",
      store::Blob{token_hash}, to_ms(now));
  if (!rows.next())
    return fail(Kind::kUnauthorized, "unauthorized", "This session has ended. Sign in again.");
  return FoundSession{staff_in(rows), from_ms(rows.integer(4))};
}

void move_session(store::Transaction& transaction, const std::string& token_hash) {
  transaction.db().run("UPDATE session SET expires_at = ? WHERE token_hash = ? AND expires_at > ?",
                       to_ms(transaction.now() + kSessionLife), store::Blob{token_hash},
                       to_ms(transaction.now()));
}

void end_session(store::Transaction& transaction, const std::string& token_hash) {
  transaction.db().run("DELETE FROM session WHERE token_hash = ?", store::Blob{token_hash});
}

std::optional<SignIn> sign_in_of(store::Database& database, const std::string& email) {
  auto rows = database.query(
      "SELECT id, role, name, handle, password FROM staff WHERE email = ? AND password IS NOT NULL", email);
  if (!rows.next()) return std::nullopt;
  return SignIn{staff_in(rows), rows.text(4)};
}

}  // namespace nigiwai::people
