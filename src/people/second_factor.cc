#include "people/second_factor.h"

#include <algorithm>

#include "base/time.h"
#include "people/tokens.h"
#include "people/totp.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kRecoveryCharacters = 10;  // 50 bits, written as two groups of five

// As it was made: without the dash, spaces and capitals that people type.
std::string plain(std::string_view code) {
  std::string made;
  for (const char c : code) {
    if (c == '-' || c == ' ') continue;
    made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return made;
}

constexpr std::string_view kPurpose = "second factor";

// The secret as its app has it.
Result<std::string> secret_of(const SecretBox& box, const std::string& staff, std::string_view kept) {
  auto secret = box.unseal(kept, kPurpose, staff);
  if (secret) return *std::move(secret);
  return fail(
      Kind::kUnavailable, "unavailable",
      "This server's key does not open the second factor. Use a code on paper, or have an owner take it off.",
      "/code");
}

std::unexpected<Problem> wrong_code() {
  return fail(Kind::kUnauthorized, "code-wrong", "This is not the code that the app shows now. Try again.",
              "/code");
}

}  // namespace

bool has_second_factor(store::Database& database, const std::string& staff) {
  auto rows =
      database.query("SELECT 1 FROM second_factor WHERE staff = ? AND confirmed_at IS NOT NULL", staff);
  return rows.next();
}

std::int64_t recovery_codes_left(store::Database& database, const std::string& staff) {
  auto rows = database.query("SELECT count(*) FROM recovery_code WHERE staff = ?", staff);
  return rows.next() ? rows.integer(0) : 0;
}

Result<std::string> begin_second_factor(store::Transaction& transaction, const Secrets& secrets,
                                        const std::string& staff) {
  if (has_second_factor(transaction.db(), staff)) {
    return fail(Kind::kConflict, "conflict", "A second factor is in force already. Switch it off first.");
  }
  std::string secret(kTotpSecretBytes, '\0');
  secrets.random.fill({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
  transaction.db().run("INSERT OR REPLACE INTO second_factor (staff, secret) VALUES (?, ?)", staff,
                       store::Blob{secrets.box.seal(secret, kPurpose, staff, secrets.random)});
  return secret;
}

Result<std::vector<std::string>> confirm_second_factor(store::Transaction& transaction,
                                                       const Secrets& secrets, const std::string& staff,
                                                       const std::string& code) {
  auto& db = transaction.db();
  std::string kept;
  {
    auto rows = db.query("SELECT secret FROM second_factor WHERE staff = ? AND confirmed_at IS NULL", staff);
    if (!rows.next()) {
      return fail(Kind::kConflict, "conflict",
                  "There is no second factor that waits for its first code. Begin anew.");
    }
    kept = rows.text(0);
  }
  const auto secret = secret_of(secrets.box, staff, kept);
  if (!secret) return std::unexpected(secret.error());
  const auto step = totp_match(*secret, code, transaction.now());
  if (!step) {
    return invalid("/code", "This is not the code that the app shows now. Is the phone's clock right?");
  }
  db.run("UPDATE second_factor SET confirmed_at = ?, last_step = ? WHERE staff = ?", to_ms(transaction.now()),
         *step, staff);
  return new_recovery_codes(transaction, secrets.random, staff);
}

Result<void> take_code(store::Transaction& transaction, const SecretBox& box, const std::string& staff,
                       const std::string& code) {
  auto& db = transaction.db();
  std::string kept;
  std::int64_t last_step = 0;
  {
    auto rows = db.query(
        "SELECT secret, last_step FROM second_factor WHERE staff = ? AND confirmed_at IS NOT NULL", staff);
    if (!rows.next()) return {};
    kept = rows.text(0);
    last_step = rows.integer(1);
  }
  if (code.empty()) {
    return fail(Kind::kUnauthorized, "code-needed", "Give the code that the authenticator app shows.",
                "/code");
  }
  if (const auto typed = plain(code); typed.size() == kRecoveryCharacters) {
    const auto used = db.run("DELETE FROM recovery_code WHERE staff = ? AND hash = ?", staff,
                             store::Blob{hash_token(typed)});
    if (used == 0) return wrong_code();
    return {};
  }
  const auto secret = secret_of(box, staff, kept);
  if (!secret) return std::unexpected(secret.error());
  const auto step = totp_match(*secret, code, transaction.now());
  if (!step) return wrong_code();
  if (*step <= last_step) {
    return fail(Kind::kUnauthorized, "code-used", "This code was used already. Wait for the app's next one.",
                "/code");
  }
  db.run("UPDATE second_factor SET last_step = ? WHERE staff = ?", *step, staff);
  return {};
}

std::vector<std::string> new_recovery_codes(store::Transaction& transaction, Random& random,
                                            const std::string& staff) {
  auto& db = transaction.db();
  db.run("DELETE FROM recovery_code WHERE staff = ?", staff);
  std::vector<std::string> codes;
  while (codes.size() < kRecoveryCodes) {
    const auto code = random.token(kRecoveryCharacters);
    if (db.run("INSERT OR IGNORE INTO recovery_code (staff, hash) VALUES (?, ?)", staff,
               store::Blob{hash_token(code)}) == 0) {
      continue;
    }
    codes.push_back(code.substr(0, kRecoveryCharacters / 2) + "-" + code.substr(kRecoveryCharacters / 2));
  }
  return codes;
}

SealedNow seal_second_factors(store::Transaction& transaction, const Secrets& secrets) {
  auto& db = transaction.db();
  std::vector<std::pair<std::string, std::string>> kept;
  {
    auto rows = db.query("SELECT staff, secret FROM second_factor");
    while (rows.next()) kept.emplace_back(rows.text(0), rows.text(1));
  }
  SealedNow now;
  for (const auto& [staff, secret] : kept) {
    // What is sealed is longer than a secret.
    if (secret.size() == kTotpSecretBytes) {
      db.run("UPDATE second_factor SET secret = ? WHERE staff = ?",
             store::Blob{secrets.box.seal(secret, kPurpose, staff, secrets.random)}, staff);
      ++now.sealed;
    } else if (!secrets.box.unseal(secret, kPurpose, staff)) {
      ++now.closed;
    }
  }
  return now;
}

bool remove_second_factor(store::Transaction& transaction, const std::string& staff) {
  transaction.db().run("DELETE FROM recovery_code WHERE staff = ?", staff);
  return transaction.db().run("DELETE FROM second_factor WHERE staff = ?", staff) > 0;
}

}  // namespace nigiwai::people
