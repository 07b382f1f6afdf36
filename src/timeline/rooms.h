// Rooms: where the events of a show meet the sockets of those who watch it.
//
// A room has a home loop, which gathers what the writer publishes for at most kTick and makes one frame for
// the public and one for the staff; each loop holds its own sockets and writes the shared frame to them. What
// reaches another loop is posted, never shared: a loop's part of a room is touched by that loop alone.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/loops.h"
#include "base/random.h"
#include "base/timer.h"
#include "http/message.h"
#include "store/readers.h"
#include "timeline/admission.h"
#include "timeline/commands.h"
#include "timeline/event.h"
#include "timeline/sampler.h"
#include "timeline/snapshots.h"
#include "timeline/socket.h"

namespace nigiwai::timeline {

// A room gathers for this long at most; at once when it has been idle.
inline constexpr Milliseconds kTick{100};
// Without events, counts and clock go out this often.
inline constexpr Milliseconds kQuietTick{2000};
// A reader who missed more than this gets a snapshot instead.
inline constexpr std::int64_t kMostCaughtUp = 1000;
// An empty room is forgotten after this.
inline constexpr std::chrono::seconds kEmptyRoomKept{60};

struct RoomOptions {
  std::vector<std::string> origins{};  // of the shop: cookies on a WebSocket count only from these
  std::size_t most_sockets = 10'000;
  Timers timers = loop_timer;
};

class Rooms final : public EventListener {
 public:
  Rooms(Loops& loops, store::Readers& readers, const Clock& clock, Random& random, RoomOptions options);
  ~Rooms() override;

  // Wired once, before anything is served: those above are made with parts that are made with us.
  void wire(Commands& commands, Snapshots& snapshots, http::Authenticator& authenticator, std::string secret);

  void published(SharedEvent event) override;

  // GET /api/shows/{id}/timeline in its three forms.
  Task<http::Response> timeline(http::Request& request);

  // A reader of `show` who was let in, on a loop.
  struct Guest {
    Socket::Form form = Socket::Form::kWebSocket;
    std::string show;
    http::Caller caller;
    std::int64_t from = 0;  // the seq to go on with; 0 for a newcomer
  };
  void seat(std::size_t loop, std::unique_ptr<Wire> wire, Guest guest);

  // GET /api/door?ticket=: whether a viewer may come into a room, or where in the line it stands.
  Task<http::Response> door(http::Request& request);

  // Lines of chat a second that the public of a busy room is given; 0 for all. Any thread.
  void set_readable_lines(double per_second) { readable_lines_ = per_second; }

  // Closes the sockets of these, saying why; whoever may, comes back as what they are now. Any thread.
  void dismiss(std::function<bool(const http::Caller&)> whom, std::string reason);

  // Readers who are not staff. Any thread.
  std::int64_t watching(const std::string& show) const;
  std::size_t sockets() const;
  std::uint64_t frames_sent() const;
  std::size_t waiting() const;  // in line for a seat

  // Open sockets of this viewer go on as who they are now, so that the next line of every tab stands under
  // the new name; with Role::kNobody they go on as nobody's. Any thread.
  void renew(const http::Caller& viewer);

  // Closes every socket with "going away".
  void stop();

  class Part;  // one loop's part of all rooms

 private:
  friend class Part;
  std::size_t home_of(const std::string& show) const;
  bool admit(const http::Request& request, bool returning);
  Task<http::Response> page(http::Request& request, const std::string& show);
  Task<void> prepare(std::string show);

  Loops& loops_;
  store::Readers& readers_;
  const Clock& clock_;
  RoomOptions options_;
  Commands* commands_ = nullptr;
  Snapshots* snapshots_ = nullptr;
  http::Authenticator* authenticator_ = nullptr;
  std::string secret_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::atomic<std::size_t> sockets_{0};
  std::atomic<std::uint64_t> frames_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<double> readable_lines_{kReadableLines};
  mutable std::mutex admission_mutex_;
  Admission admission_;
  mutable std::mutex watching_mutex_;
  std::map<std::string, std::int64_t, std::less<>> watching_;
};

// The shop's secret, made at first use.
Result<std::string> shop_secret(store::Database& database, Random& random);

}  // namespace nigiwai::timeline
