// Whoever takes mail to its recipient: SMTP in a shop, a script in tests.
#pragma once

#include <string>

namespace nigiwai::outbox {

enum class Delivered {
  kTaken,       // the mail server has it
  kPutOff,      // not this mail now: try again later
  kRefused,     // not this mail ever
  kNobodyHome,  // no mail server that would let us in: nothing can be sent now
};

struct Delivery {
  Delivered what = Delivered::kNobodyHome;
  std::string reason{};  // a sentence for the owner, unless taken; no address of the recipient, no password
};

struct Letter {
  std::string from{};
  std::string to{};
  std::string message{};  // RFC 5322
};

class Postman {
 public:
  virtual ~Postman() = default;
  // Blocks until it is known what became of the letter; only ever called by one thread.
  virtual Delivery deliver(const Letter& letter) = 0;
  // From any thread: what is under way ends soon, and nothing more will be asked.
  virtual void stop() {}
};

}  // namespace nigiwai::outbox
