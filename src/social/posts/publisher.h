// The publisher: a thread that says what is due on the networks, takes off what was removed, and asks for
// counts, one thing after another.
//
// One network that does not answer holds up the others for one call at most (outbox/peers.h); what failed for
// a while waits by itself (post.h, retry_after).
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "social/posts/post_turns.h"

namespace nigiwai::social {

// How often is looked for what is due. A post of 20:00 goes out within a second of it.
inline constexpr Milliseconds kLookForPosts{500};

struct PublisherParts {  // all outlive it
  const Channels& channels;
  AccountCalls& calls;
  store::Readers& readers;
  store::Writer& writer;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
  std::string origin;
  std::string folder;  // for pictures on their way
};

class Publisher {
 public:
  explicit Publisher(PublisherParts parts) : parts_(std::move(parts)) {}
  ~Publisher() { stop(); }

  void start();
  // After outbox/peers.h was stopped, so that nothing is waited for; before the writer's.
  void stop();
  // Looks at once.
  void hurry();

  // One turn, on the publisher's thread or in a test without one. False when nothing is due.
  bool step();

 private:
  void run();
  bool stopping();
  void publish(PostErrand errand);
  Result<void> place_picture(PostErrand& errand);

  PublisherParts parts_;
  std::mutex mutex_;
  std::condition_variable bell_;
  bool stopping_ = false;
  bool hurried_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::social
