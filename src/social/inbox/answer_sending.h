// Sends what staff answered, one after another, and tries again what a network was too busy for.
//
// An answer is marked as sent in a transaction of its own, after the network took it; a crash between the two
// sends it again with the same key, by which the networks that know repeats make one of both.
#pragma once

#include "social/inbox/inbox_items.h"
#include "social/inbox/voices.h"
#include "store/readers.h"

namespace nigiwai::social {

class AnswerSending {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    const Clock& clock;
    Voices& voices;
  };
  explicit AnswerSending(Parts parts) : parts_(parts) {}

  // Sends the next one that is due. False when none is. On a thread that may wait.
  bool turn();

 private:
  struct Due {
    ItemAnswer answer{};
    InboxItem item{};
  };
  std::optional<Due> next();
  Result<void> settle(const Due& due, const Result<Published>& sent);

  Parts parts_;
};

}  // namespace nigiwai::social
