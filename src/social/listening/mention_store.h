// The tables of mentions.db: terms, mentions, their counts.
#pragma once

#include <span>
#include <vector>

#include "base/time.h"
#include "social/listening/mention.h"
#include "social/listening/term.h"
#include "store/writer.h"

namespace nigiwai::social {

// Mentions kept at most: some 10 GB. Past it an import ends and says so.
inline constexpr std::int64_t kMostMentions = 20'000'000;
// Looked through in one turn of the writer for a term that is new or changed.
inline constexpr std::int64_t kRecountedInTurn = 2'000;
// Looked through in one turn for what somebody said who is erased: there is no index by author, which every
// import would pay for.
inline constexpr std::int64_t kErasedInTurn = 20'000;
// Thrown away in one turn when they are too old.
inline constexpr std::int64_t kForgottenInTurn = 2'000;

inline constexpr Milliseconds kBucket{300'000};
// Days are those of Japan, where the shop and its people live.
inline constexpr std::chrono::hours kJapan{9};
inline std::int64_t day_of(WallTime at) {
  return std::chrono::floor<std::chrono::days>(at + kJapan).time_since_epoch().count();
}
inline WallTime start_of_day(std::int64_t day) { return WallTime{std::chrono::days{day}} - kJapan; }
inline std::int64_t hour_of(WallTime at) {
  return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count();
}
inline std::int64_t bucket_of(WallTime at) { return to_ms(at) / kBucket.count(); }

std::vector<Term> terms(store::Database& db);  // without the one that is everything
// Makes a term (id 0) or replaces one, which is then counted anew. conflict when the name is taken;
// not-found.
Result<Term> put_term(store::Transaction& transaction, const Term& term);
Result<void> remove_term(store::Transaction& transaction, std::int64_t id);
// Raised with every change of the terms.
std::int64_t terms_revision(store::Database& db);

// A mention with what its text was found to name, beforehand and beside the writer.
struct Matched {
  Mention mention;
  std::string key;
  std::vector<std::int64_t> terms;
};
struct Stored {
  std::size_t fresh = 0;
  std::size_t known = 0;  // were here already, or come from somebody who was erased
};
// Stores and counts a batch. unavailable when the terms have another revision by now: match again.
Result<Stored> store_mentions(store::Transaction& transaction, std::span<const Matched> batch,
                              std::int64_t revision);

// Looks through some mentions for terms that are not counted yet. False when nothing is left to do.
Result<bool> recount_some(store::Transaction& transaction);

std::int64_t kept_days(store::Database& db);
void set_kept_days(store::Transaction& transaction, std::int64_t days);
// Throws away some mentions that are too old; the counts stay. False when nothing is left to do.
Result<bool> forget_some(store::Transaction& transaction);
// Keeps what this author says out of all imports to come.
void refuse_author(store::Transaction& transaction, const std::string& network, const std::string& author);
// Takes name, words and address of one mention, by the network's id of it; the counts stay.
void erase_mention(store::Transaction& transaction, const std::string& network, const std::string& id);
// Takes name, words and address of what the author said from some mentions, those behind the id `from`. The
// counts stay.
struct Erased {
  std::int64_t mentions = 0;
  std::optional<std::int64_t> next{};  // to go on from; nothing when all were looked at
};
Erased erase_some(store::Transaction& transaction, const std::string& network, const std::string& author,
                  std::int64_t from);

}  // namespace nigiwai::social
