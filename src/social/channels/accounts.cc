#include "social/channels/accounts.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr std::size_t kMostErrorBytes = 400;  // of an error, as the studio shows it
constexpr std::string_view kPurpose = "channel account";
constexpr const char* kColumns =
    "id, network, name, staff, settings, remote, state, error, error_at, asked_at, added_by, added_at";

boost::json::object object_of(std::string_view text) {
  boost::system::error_code error;
  auto parsed = boost::json::parse(text, error);
  return !error && parsed.is_object() ? std::move(parsed.get_object()) : boost::json::object();
}

AccountState state_of(std::string_view text) {
  if (text == "sign-in") return AccountState::kSignIn;
  return text == "away" ? AccountState::kAway : AccountState::kReady;
}

AccountStanding read_row(const store::Rows& rows) {
  AccountStanding standing{.account = {.id = rows.text(0),
                                       .network = rows.text(1),
                                       .name = rows.text(2),
                                       .staff = rows.text(3),
                                       .settings = object_of(rows.text(4))},
                           .remote = rows.text(5),
                           .state = state_of(rows.text(6)),
                           .error = rows.text(7),
                           .asked_at = from_ms(rows.integer(9)),
                           .added_by = rows.text(10),
                           .added_at = from_ms(rows.integer(11))};
  if (const auto at = rows.optional_integer(8)) standing.error_at = from_ms(*at);
  return standing;
}

std::unexpected<Problem> not_found() {
  return fail(Kind::kNotFound, "not-found", "There is no such channel account.");
}

std::string sealed(const SecretBox& box, Random& random, const ChannelAccount& account) {
  return box.seal(boost::json::serialize(account.secrets), kPurpose, account.id, random);
}

// At most so many bytes, cut before a character rather than within one.
std::string shortened(std::string text) {
  if (text.size() <= kMostErrorBytes) return text;
  auto end = kMostErrorBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

std::string_view to_text(AccountState state) {
  switch (state) {
    case AccountState::kReady:
      return "ready";
    case AccountState::kAway:
      return "away";
    case AccountState::kSignIn:
      return "sign-in";
  }
  return "ready";
}

std::vector<AccountStanding> account_standings(store::Database& db) {
  std::vector<AccountStanding> all;
  auto rows = db.query(fmt::format("SELECT {} FROM channel_account ORDER BY position", kColumns));
  while (rows.next()) all.push_back(read_row(rows));
  return all;
}

std::vector<ChannelAccount> accounts(store::Database& db) {
  std::vector<ChannelAccount> all;
  for (auto& standing : account_standings(db)) all.push_back(std::move(standing.account));
  return all;
}

Result<AccountStanding> account_standing(store::Database& db, const std::string& id) {
  auto rows = db.query(fmt::format("SELECT {} FROM channel_account WHERE id = ?", kColumns), id);
  if (!rows.next()) return not_found();
  return read_row(rows);
}

Result<ChannelAccount> open_account(store::Database& db, const SecretBox& box, const std::string& id) {
  auto standing = account_standing(db, id);
  if (!standing) return std::unexpected(standing.error());
  auto account = std::move(standing->account);
  auto rows = db.query("SELECT secrets FROM channel_account WHERE id = ?", id);
  if (!rows.next()) return not_found();
  const auto plain = box.unseal(rows.text(0), kPurpose, id);
  if (!plain) return sign_in_again("This server's key does not open what was kept of this account.");
  account.secrets = object_of(*plain);
  return account;
}

Result<std::string> add_account(store::Transaction& transaction, const SecretBox& box, Random& random,
                                const NewAccount& wanted) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT name FROM channel_account WHERE network = ? AND remote = ?",
                         wanted.account.network, wanted.remote);
    if (rows.next()) {
      return fail(Kind::kConflict, "account-known",
                  fmt::format("{} is connected already. Sign in again there instead.", rows.text(0)));
    }
  }
  {
    auto rows = db.query("SELECT count(*) FROM channel_account");
    if (rows.next() && rows.integer(0) >= kMostAccounts) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("There are {} channel accounts, as many as a shop may have. Remove one first.",
                              kMostAccounts));
    }
  }
  auto account = wanted.account;
  account.id = random.token(kIdLength);
  db.run(
      "INSERT INTO channel_account (id, network, remote, name, staff, settings, secrets, state, asked_at, "
      "added_by, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'ready', ?, ?, ?)",
      account.id, account.network, wanted.remote, account.name, account.staff,
      boost::json::serialize(account.settings), store::Blob{sealed(box, random, account)},
      to_ms(transaction.now()), wanted.by, to_ms(transaction.now()));
  return account.id;
}

Result<void> keep_secrets(store::Transaction& transaction, const SecretBox& box, Random& random,
                          const ChannelAccount& account) {
  const auto changed =
      transaction.db().run("UPDATE channel_account SET secrets = ?, settings = ?, name = ? WHERE id = ?",
                           store::Blob{sealed(box, random, account)},
                           boost::json::serialize(account.settings), account.name, account.id);
  if (changed == 0) return not_found();
  return {};
}

Result<ChannelAccount> remove_account(store::Transaction& transaction, const std::string& id) {
  auto standing = account_standing(transaction.db(), id);
  if (!standing) return std::unexpected(standing.error());
  transaction.db().run("DELETE FROM channel_account WHERE id = ?", id);
  transaction.db().run("DELETE FROM channel_notice WHERE account = ?", id);
  return std::move(standing->account);
}

std::unexpected<Problem> sign_in_again(std::string detail) {
  return fail(Kind::kConflict, "sign-in-again", std::move(detail) + " Sign in again.");
}

bool is_sign_in_again(const Problem& problem) { return problem.type == "sign-in-again"; }

void note_call(store::Transaction& transaction, const std::string& id, const Problem* problem) {
  auto& db = transaction.db();
  const auto now = to_ms(transaction.now());
  if (problem == nullptr) {
    db.run("UPDATE channel_account SET state = 'ready', error = '', asked_at = ? WHERE id = ?", now, id);
    return;
  }
  const bool away = problem->kind == Kind::kUnavailable || problem->kind == Kind::kTooMany;
  if (!away && !is_sign_in_again(*problem)) return;
  db.run("UPDATE channel_account SET state = ?, error = ?, error_at = ?, asked_at = ? WHERE id = ?",
         to_text(away ? AccountState::kAway : AccountState::kSignIn), shortened(problem->detail), now, now,
         id);
}

bool take_notice(store::Transaction& transaction, const std::string& account, const std::string& notice) {
  auto& db = transaction.db();
  db.run("DELETE FROM channel_notice WHERE at < ?", to_ms(transaction.now() - kNoticesKept));
  return db.run("INSERT OR IGNORE INTO channel_notice (account, notice, at) VALUES (?, ?, ?)", account,
                notice, to_ms(transaction.now())) > 0;
}

}  // namespace nigiwai::social
