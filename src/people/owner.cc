#include "people/owner.h"

#include "base/time.h"
#include "people/audit.h"
#include "people/credentials.h"
#include "people/tokens.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::people {
namespace {

// Nobody listens in the process of a command line.
class NoListener final : public timeline::EventListener {
 public:
  void published(timeline::SharedEvent) override {}
};

// Runs `work` in a transaction on this connection.
template <class Work>
Result<void> in_transaction(store::Database& database, const Clock& clock, Work work) {
  try {
    database.script("BEGIN IMMEDIATE");
    store::Transaction transaction(database, clock.wall());
    work(transaction);
    database.script("COMMIT");
    return {};
  } catch (const store::StoreFailure& failure) {
    try {
      // None was begun where another's took too long, and some failures end it themselves.
      if (database.in_transaction()) database.script("ROLLBACK");
    } catch (const store::StoreFailure&) {
      // The one before says why.
    }
    return std::unexpected(failure.problem());
  }
}

}  // namespace

Result<OwnerToPut> check_owner(const OwnerAsked& asked) {
  auto email = clean_email(asked.email, "/email");
  if (!email) return std::unexpected(email.error());
  if (auto fine = check_password(asked.password, "/password"); !fine) return std::unexpected(fine.error());
  std::string name;
  if (!asked.name.empty()) {
    auto cleaned = clean_text(asked.name, kStaffName, "/name");
    if (!cleaned) return std::unexpected(cleaned.error());
    name = *std::move(cleaned);
  }
  return OwnerToPut{.email = *std::move(email), .password_hash = "", .name = std::move(name)};
}

Result<void> make_owner(store::Database& database, const Clock& clock, Random& random,
                        const OwnerAsked& asked, PasswordCost cost) {
  auto owner = check_owner(asked);
  if (!owner) return std::unexpected(owner.error());
  auto hash = hash_password(asked.password, cost);
  if (!hash) return std::unexpected(hash.error());
  owner->password_hash = *std::move(hash);
  NoListener nobody;
  timeline::Journal journal(nobody);
  return in_transaction(database, clock, [&](store::Transaction& transaction) {
    const auto caller = put_owner(transaction, random, *owner);
    transaction.db().run("DELETE FROM setup");
    journal.append(transaction, "",
                   {.kind = "staff.changed",
                    .data = {{"handle", caller.handle}, {"role", "owner"}, {"what", "owner-made"}},
                    .audience = timeline::Audience::kStaff});
    audit(transaction, http::Caller{}, "staff.owner-made", caller.handle);
  });
}

Result<std::optional<std::string>> make_setup_token(store::Database& database, const Clock& clock,
                                                    Random& random) {
  std::optional<std::string> token;
  auto done = in_transaction(database, clock, [&](store::Transaction& transaction) {
    if (has_owner(database)) return;
    token = make_token(random, TokenKind::kSetup);
    database.run("INSERT OR REPLACE INTO setup (only, token_hash, created_at) VALUES (1, ?, ?)",
                 store::Blob{hash_token(*token)}, to_ms(transaction.now()));
  });
  if (!done) return std::unexpected(done.error());
  return token;
}

Result<void> check_setup_token(store::Database& database, const std::string& token) {
  if (has_owner(database)) {
    return fail(Kind::kConflict, "setup-done", "The shop has an owner already. Sign in instead.");
  }
  auto rows = database.query("SELECT 1 FROM setup WHERE token_hash = ?", store::Blob{hash_token(token)});
  if (!rows.next()) {
    return fail(Kind::kForbidden, "forbidden",
                "This is not the link that the server printed when it last started. Use that one.", "/token");
  }
  return {};
}

}  // namespace nigiwai::people
