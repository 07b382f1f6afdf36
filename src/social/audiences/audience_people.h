// Who is in an audience, and who of them agreed. Counted aside: it reads much.
#pragma once

#include "base/clock.h"
#include "people/members.h"
#include "show/fans/fans.h"
#include "social/audiences/audience.h"
#include "store/writer.h"

namespace nigiwai::social {

// invalid for a product, show, handle or campaign that is not there; `pointer` as of read_filter.
Result<void> check_filter(store::Database& db, const AudienceFilter& filter, const std::string& pointer = "");

// Persons that all of it holds for, a person with all their devices as one; sorted. invalid as check_filter.
Result<People> people_in(store::Database& db, const AudienceFilter& filter,
                         const show::VerifiedArrivals& arrivals, WallTime now);

// Members among these who agree to the purpose now, in the words of today.
std::vector<Contact> who_agreed(store::Database& db, const People& people, Purpose purpose);

// What a member says to a purpose.
struct Agreement {
  bool given = false;            // in the words of today
  bool ever = false;             // in whatever words, and not taken back
  std::optional<WallTime> at{};  // of the last word; nothing: never asked
};
Agreement agreement_of(store::Database& db, const std::string& member, Purpose purpose);
void agree(store::Transaction& transaction, const std::string& member, Purpose purpose, bool given);

}  // namespace nigiwai::social
