#include <fmt/format.h>

#include "base/check.h"
#include "base/time.h"
#include "people/accounts.h"
#include "people/tokens.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kIdCharacters = 12;
constexpr std::size_t kStaffIdCharacters = 20;
constexpr const char* kColumns =
    "SELECT id, handle, name, email, role, invited_by, created_at, expires_at, used_at, withdrawn_at FROM "
    "invitation ";

std::optional<WallTime> time_at(const store::Rows& row, int column) {
  const auto ms = row.optional_integer(column);
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

Invitation invitation_in(const store::Rows& row) {
  const auto role = http::staff_role(row.text(4));
  CHECK(role.has_value(), "the table holds only roles");
  return {.id = row.text(0),
          .handle = row.text(1),
          .name = row.text(2),
          .email = row.optional_text(3),
          .role = *role,
          .invited_by = row.text(5),
          .created_at = from_ms(row.integer(6)),
          .expires_at = from_ms(row.integer(7)),
          .used_at = time_at(row, 8),
          .withdrawn_at = time_at(row, 9)};
}

std::optional<Invitation> invitation_with(store::Database& database, std::string_view where,
                                          const auto& value) {
  auto rows = database.query(std::string(kColumns) + std::string(where), value);
  if (!rows.next()) return std::nullopt;
  return invitation_in(rows);
}

Result<void> free_email(store::Database& database, const std::string& email) {
  auto rows = database.query("SELECT 1 FROM staff WHERE email = ?", email);
  if (!rows.next()) return {};
  return fail(Kind::kConflict, "account-exists", "Somebody of the staff has this mail address already.",
              "/email");
}

const char* state_of(const Invitation& invitation, WallTime now) {
  if (invitation.used_at) return "used";
  if (invitation.withdrawn_at) return "withdrawn";
  return invitation.expires_at <= now ? "expired" : "open";
}

}  // namespace

json::object to_json(const Invitation& invitation, WallTime now) {
  return {{"id", invitation.id},
          {"handle", invitation.handle},
          {"name", invitation.name},
          {"email", invitation.email ? json::value(*invitation.email) : json::value()},
          {"role", http::to_text(invitation.role)},
          {"invited_by", invitation.invited_by},
          {"created_at", to_rfc3339(invitation.created_at)},
          {"expires_at", to_rfc3339(invitation.expires_at)},
          {"state", state_of(invitation, now)}};
}

Result<NewInvitation> invite(store::Transaction& transaction, Random& random, const Invite& wanted,
                             const http::Caller& by) {
  auto& db = transaction.db();
  if (wanted.email) {
    if (auto free = free_email(db, *wanted.email); !free) return std::unexpected(free.error());
  }
  if (wanted.handle) {
    auto rows = db.query("SELECT password IS NOT NULL FROM staff WHERE handle = ?", *wanted.handle);
    if (rows.next() && rows.integer(0) != 0) {
      return fail(Kind::kConflict, "account-exists", "Whoever has this handle can sign in already.",
                  "/handle");
    }
  }
  auto open = db.query(
      "SELECT count(*) FROM invitation WHERE used_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?",
      to_ms(transaction.now()));
  CHECK(open.next(), "a count has one row");
  if (open.integer(0) >= kMostInvitations) {
    return fail(
        Kind::kConflict, "conflict",
        fmt::format("A shop has at most {} open invitations. Withdraw some first.", kMostInvitations));
  }
  NewInvitation made{.invitation = {.id = random.token(kIdCharacters),
                                    .handle = wanted.handle ? *wanted.handle : free_handle(db, wanted.role),
                                    .name = wanted.name,
                                    .email = wanted.email,
                                    .role = wanted.role,
                                    .invited_by = by.handle,
                                    .created_at = transaction.now(),
                                    .expires_at = transaction.now() + kInvitationLife,
                                    .used_at = {},
                                    .withdrawn_at = {}},
                     .token = make_token(random, TokenKind::kInvitation)};
  const auto& one = made.invitation;
  db.run(
      "INSERT INTO invitation (id, token_hash, handle, name, email, role, invited_by, created_at, "
      "expires_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      one.id, store::Blob{hash_token(made.token)}, one.handle, one.name, one.email, http::to_text(one.role),
      one.invited_by, to_ms(one.created_at), to_ms(one.expires_at));
  return made;
}

std::vector<Invitation> invitations(store::Database& database) {
  std::vector<Invitation> found;
  auto rows = database.query(std::string(kColumns) + "ORDER BY created_at DESC, id LIMIT 500");
  while (rows.next()) found.push_back(invitation_in(rows));
  return found;
}

Result<Invitation> withdraw_invitation(store::Transaction& transaction, const std::string& id) {
  const auto found = invitation_with(transaction.db(), "WHERE id = ?", id);
  if (!found) return fail(Kind::kNotFound, "not-found", "There is no such invitation.");
  if (std::string_view(state_of(*found, transaction.now())) != "open") {
    return fail(Kind::kConflict, "conflict", "This invitation is not open any more.");
  }
  transaction.db().run("UPDATE invitation SET withdrawn_at = ? WHERE id = ?", to_ms(transaction.now()), id);
  return *found;
}

Result<Invitation> open_invitation(store::Database& database, const std::string& token, WallTime now) {
  const auto found = invitation_with(database, "WHERE token_hash = ?", store::Blob{hash_token(token)});
  if (!found) {
    return fail(Kind::kNotFound, "not-found", "There is no such invitation. Is the link whole?", "/token");
  }
  const std::string_view state = state_of(*found, now);
  if (state == "used") {
    return fail(Kind::kConflict, "invitation-used", "This invitation was used already. Sign in instead.",
                "/token");
  }
  if (state == "withdrawn") {
    return fail(Kind::kConflict, "invitation-withdrawn", "This invitation was withdrawn. Ask for a new one.",
                "/token");
  }
  if (state == "expired") {
    return fail(Kind::kConflict, "invitation-expired", "This invitation has expired. Ask for a new one.",
                "/token");
  }
  return *found;
}

Result<http::Caller> accept(store::Transaction& transaction, Random& random, const std::string& token,
                            const Acceptance& acceptance) {
  auto& db = transaction.db();
  const auto invitation = open_invitation(db, token, transaction.now());
  if (!invitation) return std::unexpected(invitation.error());
  if (auto free = free_email(db, acceptance.email); !free) return std::unexpected(free.error());
  http::Caller caller{
      .role = invitation->role, .id = "", .name = acceptance.name, .handle = invitation->handle};
  bool taken = false;
  {
    auto rows = db.query("SELECT id, password IS NOT NULL FROM staff WHERE handle = ?", invitation->handle);
    if (rows.next()) {
      taken = rows.integer(1) != 0;
      if (!taken) caller.id = rows.text(0);
    }
  }
  if (!caller.id.empty()) {
    db.run("UPDATE staff SET name = ?, role = ?, email = ?, password = ?, withdrawn_at = NULL WHERE id = ?",
           caller.name, http::to_text(caller.role), acceptance.email, acceptance.password_hash, caller.id);
  } else {
    // Somebody else came to this handle meanwhile: the person matters more than the name of their page.
    if (taken) caller.handle = free_handle(db, caller.role);
    caller.id = "s" + random.token(kStaffIdCharacters);
    db.run(
        "INSERT INTO staff (id, handle, name, title, role, email, password, created_at) "
        "VALUES (?, ?, ?, '', ?, ?, ?, ?)",
        caller.id, caller.handle, caller.name, http::to_text(caller.role), acceptance.email,
        acceptance.password_hash, to_ms(transaction.now()));
  }
  db.run("UPDATE invitation SET used_at = ? WHERE id = ?", to_ms(transaction.now()), invitation->id);
  return caller;
}

void forget_old_invitations(store::Transaction& transaction) {
  transaction.db().run("DELETE FROM invitation WHERE expires_at < ?",
                       to_ms(transaction.now() - kInvitationKept));
}

}  // namespace nigiwai::people
