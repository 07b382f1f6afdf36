// Deliveries: bodies of JSON posted to other servers, until they are taken or given up.
//
// They become durable with the caller's transaction. To one receiver they go in the order written, each after
// the one before it was taken, refused or given up; receivers wait for nobody but themselves. A server that
// does not answer is left alone for a while with all its receivers (schedule.h), so that one that is away
// costs one try a pause, however much waits for it. What was taken is removed in a transaction of its own; a
// crash between the two delivers it again, and receivers know repeats by the id in the body.
//
// One thread brings everything, a receiver at a time: ten thousand followers stand behind some hundred
// servers.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <span>
#include <thread>

#include "outbox/peers.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::outbox {

// Tried this long: a server that is repaired within a weekend and its Monday misses nothing.
inline constexpr std::chrono::hours kDeliveryGivenUpAfter{4 * 24};
// Deliveries that wait: some hundred announcements to a thousand servers that are all away. More are refused.
inline constexpr std::int64_t kMostDeliveries = 200'000;
inline constexpr std::size_t kMostDeliveryBody = 256 * 1024;
// Shorter than other questions: the thread has others to serve.
inline constexpr Milliseconds kDeliveryAnswers{10'000};

struct NewDelivery {
  std::string sender{};  // whoever signs is asked for this one's signature
  std::string body{};
  std::vector<std::string> receivers{};  // addresses
};
// Answers to how many it will go: fewer when kMostDeliveries wait.
std::size_t deliver(store::Transaction& transaction, const NewDelivery& delivery);
// "example.social" and "a.example.social:8443" stand below example.social, "badexample.social" does not.
bool stands_below(std::string_view host, std::string_view domain);
// What waits for the hosts below this domain goes.
void forget_deliveries(store::Transaction& transaction, const std::string& domain);
// The host of an address, with its port where it is not the scheme's; lower case, empty for none.
std::string host_of_address(std::string_view url);

enum class Brought {
  kTaken,
  kPutOff,   // not now
  kRefused,  // this delivery not ever
  kGone,     // nothing will ever be taken there
};
struct Bringing {
  Brought what = Brought::kPutOff;
  std::string reason{};
  Milliseconds retry_after{0};  // as the receiver asks for it
};
// Pure. 401 is put off: a receiver says so, too, while it cannot ask us for our key.
Bringing judge(const Result<PeerAnswer>& answer);

class Deliveries {
 public:
  // The headers that show that `sender` sent this body there now. From the thread of deliveries.
  using Sign = std::function<Result<std::vector<PeerHeader>>(
      const std::string& sender, const std::string& url, const std::string& body)>;
  // The receiver is no more: whoever knows it forgets it.
  using Gone = std::function<void(store::Transaction& transaction, const std::string& receiver)>;
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    const Clock& clock;
    Peers& peers;
    Sign sign;
    Gone gone;
  };

  explicit Deliveries(Parts parts) : parts_(std::move(parts)) {}
  ~Deliveries() { stop(); }
  void start();
  // With what is under way finished or cut off; after Peers::stop(), and before the writer stops.
  void stop();
  // One turn, on the thread or in a test without one: tries the next. False when none is due.
  bool step();

 private:
  struct Next;
  std::optional<Next> next();
  bool settle(const Next& delivery, const Bringing& bringing);
  void run();

  Parts parts_;
  std::mutex mutex_;
  std::condition_variable bell_;
  bool stopping_ = false;
  std::thread thread_;
};

// {"waiting", "receivers": [{"host", "waiting", "failures", "failing_since", "reason"}]}: those that fail,
// those that have failed longest first.
boost::json::object deliveries_json(store::Database& db, std::int64_t limit);

}  // namespace nigiwai::outbox
