// The sender: takes what waits in the table `mail` to the postman, in order, until it is taken or given up.
//
// In order means: of the mails that are due, the one written first; a mail never overtakes an earlier one to
// the same recipient. While no mail server can be reached everything waits (schedule.h). A mail that was
// taken is removed in a transaction of its own; a crash between the two sends it again, with the same
// Message-ID.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "outbox/message.h"
#include "outbox/postman.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::outbox {

// How often the table is looked at: send() needs no hold of the sender, and nobody waits longer for a code.
inline constexpr Milliseconds kLookEvery{400};
// How old the figures of what waits may be while mails go out.
inline constexpr Milliseconds kCountEvery{1000};

struct SenderOptions {
  std::string host{};  // of Message-ID, and of the address that mail comes from until the owner sets one
  std::function<std::string(store::Database&)> shop_name{};  // where the owner set no name for mail
};

class Sender {
 public:
  // Without a postman (no --smtp) everything waits. What is handed in must outlive this.
  Sender(store::Writer& writer, store::Readers& readers, const Clock& clock, std::unique_ptr<Postman> postman,
         SenderOptions options);
  ~Sender();

  bool has_postman() const { return postman_ != nullptr; }
  void start();
  // Ends the thread, with what is under way finished or cut off before it counts. Before the writer stops.
  void stop();

  // One turn, on the sender's thread or in a test without one: tries the next mail. False when none is due,
  // or while it pauses.
  bool step();
  // Forgets the pause: tries at once.
  void hurry();

  struct Figures {
    std::uint64_t taken = 0, put_off = 0, refused = 0, nobody_home = 0;
    std::int64_t waiting = 0, failed = 0;  // as of the last look
  };
  Figures figures() const;

 private:
  struct Next;
  std::optional<Next> next();
  void settle(const Next& mail, const Delivery& delivery);
  void run();

  store::Writer& writer_;
  store::Readers& readers_;
  const Clock& clock_;
  std::unique_ptr<Postman> postman_;
  SenderOptions options_;
  int away_ = 0;                                  // tries in a row in which nobody was home
  std::atomic<std::int64_t> paused_until_ms_{0};  // steady clock
  // Taken by the mail server, but the disk would not say so: recorded before anything else is sent.
  std::optional<std::int64_t> unrecorded_;
  std::atomic<std::uint64_t> taken_{0}, put_off_{0}, refused_{0}, nobody_home_{0};
  std::atomic<std::int64_t> waiting_{0}, failed_{0};
  std::optional<SteadyTime> counted_;
  std::mutex mutex_;
  std::condition_variable bell_;
  bool stopping_ = false;
  std::thread thread_;
};

// Where mail comes from: what the owner set, else no-reply at `host` under the shop's name.
struct From {
  std::string address{};
  std::string name{};
};
From from_of(store::Database& db, const SenderOptions& options);

}  // namespace nigiwai::outbox
