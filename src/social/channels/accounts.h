// Accounts of the shop and its staff on social networks, as rows. Their secrets are sealed and never listed.
#pragma once

#include <vector>

#include "base/random.h"
#include "base/sealing.h"
#include "social/channels/channel.h"
#include "store/writer.h"

namespace nigiwai::social {

// More than a shop and its staff speak with; each is asked for what was said to it every few minutes.
inline constexpr std::int64_t kMostAccounts = 50;

// How the last call with an account went.
enum class AccountState {
  kReady,
  kAway,    // the network did not answer, or wanted us to wait
  kSignIn,  // its secrets are good no more
};
std::string_view to_text(AccountState state);

struct AccountStanding {
  ChannelAccount account{};  // without secrets
  std::string remote{};      // the network's id of it
  AccountState state = AccountState::kReady;
  std::string error{};  // of the last call, empty when it went well
  std::optional<WallTime> error_at{};
  WallTime asked_at{};
  std::string added_by{};  // handle
  WallTime added_at{};
};

// All accounts in the order in which they were added, without their secrets.
std::vector<ChannelAccount> accounts(store::Database& db);
std::vector<AccountStanding> account_standings(store::Database& db);
// not-found.
Result<AccountStanding> account_standing(store::Database& db, const std::string& id);

// One account with its secrets. not-found; conflict ("sign-in-again") when this server's key does not open
// them.
Result<ChannelAccount> open_account(store::Database& db, const SecretBox& box, const std::string& id);

struct NewAccount {
  ChannelAccount account{};  // its id is made here
  std::string remote{};
  std::string by{};  // handle of who adds it
};
// conflict: the network's account is here already ("account-known"), or there are as many as a shop may have
// ("limit-reached").
Result<std::string> add_account(store::Transaction& transaction, const SecretBox& box, Random& random,
                                const NewAccount& wanted);
// Keeps what a call renewed: secrets, settings and name. not-found when it was removed meanwhile.
Result<void> keep_secrets(store::Transaction& transaction, const SecretBox& box, Random& random,
                          const ChannelAccount& account);
// Forgets the account and its secrets; answers what it was. not-found.
Result<ChannelAccount> remove_account(store::Transaction& transaction, const std::string& id);

// The problem by which a channel says that somebody must give it new credentials.
std::unexpected<Problem> sign_in_again(std::string detail);
bool is_sign_in_again(const Problem& problem);
// Notes how a call went; null: well. What is wrong with the text or the picture says nothing of the account.
void note_call(store::Transaction& transaction, const std::string& id, const Problem* problem);

// Notes of a network are ignored when they come again, or are older than they are kept: no network tries for
// longer.
inline constexpr std::chrono::hours kNoticesKept{24 * 7};
// Whether it is the first time that this one comes.
bool take_notice(store::Transaction& transaction, const std::string& account, const std::string& notice);

}  // namespace nigiwai::social
