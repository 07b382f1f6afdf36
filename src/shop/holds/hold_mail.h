// Telling a member by mail that their turn in a line has come.
#pragma once

#include <string>

#include "base/clock.h"
#include "store/writer.h"

namespace nigiwai::shop {

// So many in one transaction: the others follow with the next look at the holds.
inline constexpr int kMostHoldMails = 50;

class HoldMails {
 public:
  // `origin` is where the shop's pages stand. The clock outlives this.
  HoldMails(const Clock& clock, std::string origin) : clock_(clock), origin_(std::move(origin)) {}

  // Queues a mail for each hold that came from a line and whose person was not written to yet. Who is no
  // member has no address here, and is told in the room alone.
  void tell(store::Transaction& transaction) const;

 private:
  const Clock& clock_;
  std::string origin_;
};

// Whether there is somebody to tell.
bool someone_to_tell(store::Database& db);

}  // namespace nigiwai::shop
