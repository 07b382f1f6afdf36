// Asks the networks for what was said to us, one account after another, and tells listening of it.
//
// How far an account was asked stands beside its items and is written with the last of them, so that a crash
// asks again and loses nothing; what comes twice is known by its id.
#pragma once

#include "social/inbox/inbox.h"
#include "social/inbox/voices.h"
#include "social/listening/listening.h"

namespace nigiwai::social {

// Taken in within one transaction.
inline constexpr std::size_t kTakenInTurn = 50;
// Told to listening at once.
inline constexpr std::int64_t kListenedInTurn = 500;

class Hearing {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    Random& random;
    const Clock& clock;
    Voices& voices;
    Listening& listening;
  };
  explicit Hearing(Parts parts) : parts_(parts) {}

  // Asks every account that is due, feeds listening, forgets what is old. On a thread that may wait.
  void turn();

  // How asking one went; nothing yet for those that were never asked.
  struct Standing {
    std::string account{};
    WallTime asked_at{};
    std::int64_t failures = 0;
    std::string why{};
  };
  static std::vector<Standing> standings(store::Database& db);
  // Makes every account due.
  static void hurry(store::Transaction& transaction);

 private:
  struct Due {
    Voices::Account account{};
    std::string since{};
    std::int64_t failures = 0;
  };
  std::vector<Due> due();
  void ask(const Due& due);
  Result<void> take(const Due& due, const HeardPage& page);
  Result<bool> feed();
  Result<void> take_out();
  void forget();

  Parts parts_;
  std::optional<SteadyTime> forgot_{};
};

}  // namespace nigiwai::social
