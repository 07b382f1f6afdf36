// Parts of an archive that are withdrawn: taken from the public, picture and words, and restored.
//
// The media of the archive move to a new unguessable path each time, so that no cache on the way goes on with
// what it has.
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "base/random.h"
#include "show/shows.h"
#include "timeline/withdrawn.h"

namespace nigiwai::show {

// In force at one time; who withdraws more should take the whole archive away.
inline constexpr std::int64_t kMostWithdrawals = 100;
inline constexpr Milliseconds kShortestWithdrawal{100};
inline constexpr TextRule kWithdrawalReason{.least = 1, .most = 200};

struct NewWithdrawal {
  timeline::Withdrawn stretch{};
  std::string reason{};
};
// {from, until, reason}, in ms of the show.
Result<NewWithdrawal> read_withdrawal(const boost::json::object& body);

struct WithdrawalParts {
  timeline::Journal& journal;
  Random& random;
  Broadcasting& broadcasting;  // told once it is durable
  const http::Caller& by;
};
// Its id. Conflict "state" for a show that is not archived, "withdrawn" where all of it is already,
// "withdrawal-limit"; invalid at /until beyond the show. Everybody there is told by `part.withdrawn {id,
// from, until}`.
Result<std::string> withdraw(store::Transaction& transaction, const std::string& show,
                             const NewWithdrawal& wanted, const WithdrawalParts& parts);
// Conflict "state" for one that was restored. Told by `part.restored {id, from, until}`.
Result<void> restore(store::Transaction& transaction, const std::string& show, const std::string& id,
                     const WithdrawalParts& parts);

// {"items": [{"id", "from", "until", "reason", "by", "at", "restored_by", "restored_at"}], "next"}, newest
// first; for staff.
Result<boost::json::object> withdrawals_json(store::Database& db, const std::string& show);

// Empty: under the show's own id.
std::string archive_path(store::Database& db, const std::string& show);
std::optional<std::string> show_of_archive(store::Database& db, const std::string& path);

}  // namespace nigiwai::show
