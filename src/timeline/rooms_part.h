// One loop's part of the rooms: the rooms whose home it is, and the sockets that live on it.
#pragma once

#include <unordered_map>

#include "base/poller.h"
#include "base/timer.h"
#include "http/connection.h"
#include "timeline/gathering.h"
#include "timeline/rooms.h"
#include "timeline/socket.h"

namespace nigiwai::timeline {

class Rooms::Part final : public Socket::Keeper {
 public:
  Part(Rooms& rooms, std::size_t loop);

  // From any thread.
  void inbox(SharedEvent event);
  Executor executor() const { return executor_; }

  // On this loop.
  void ensure_home(const std::string& show);
  void join(http::TakenConnection connection, Guest guest);
  void seat(std::unique_ptr<Wire> wire, std::string_view already, Guest guest);
  void deliver(const std::string& show, const Tick& tick);
  void dismiss(const std::function<bool(const http::Caller&)>& whom, const std::string& reason);
  void renew(const http::Caller& viewer);
  void close_all();
  void tend();
  void tick_quiet_rooms();

 private:
  // A room whose home is this loop.
  struct Home {
    Home(std::unique_ptr<Timer> own_timer, ShowTimes times) : timer(std::move(own_timer)), gathering(times) {}
    std::unique_ptr<Timer> timer;
    Gathering gathering;
    SteadyTime last_tick{};
    bool ticking = false;
    int delivering = 0;  // loops that are still writing the last tick to their sockets
    std::unordered_map<std::size_t, std::pair<std::int64_t, std::int64_t>> here;  // by loop: public, staff
    SteadyTime empty_since{};
    std::int64_t watching() const;
    std::int64_t staff() const;
  };
  // Those of a show who are connected to this loop.
  struct Crowd {
    std::shared_ptr<const std::string> show;
    std::vector<std::shared_ptr<Socket>> sockets;  // each knows its place
    std::int64_t watching = 0;
    std::int64_t staff = 0;
    // The tick that is being written, and how many of the sockets, from the first, do not have it yet.
    std::optional<Tick> tick{};
    std::size_t waiting = 0;
  };

  void on_message(Socket& socket, std::string text) override;
  void on_behind(Socket& socket) override;
  void on_closed(Socket& socket) override;

  void drain();
  void schedule(const std::string& show, Home& home);
  void tick(const std::string& show, Home& home);
  void deliver_some(const std::string& show);
  void on_delivered(const std::string& show);
  void report_crowd(const std::string& show);
  void on_crowd(const std::string& show, std::size_t loop, std::int64_t watching, std::int64_t staff);
  Task<void> run_command(std::shared_ptr<Socket> socket, Command command);
  void hello(Socket& socket, const json::object& message);
  // Sends what was missed since `from`; a snapshot when that is 0 or long ago.
  void catch_up(Socket& socket, std::int64_t from, bool introduce);
  Crowd& crowd_of(const std::string& show);
  template <class Each>
  void each_socket(Each each);
  void send_json(Socket& socket, const json::object& shown);
  View view_of(const http::Caller& caller) const;

  Rooms& rooms_;
  std::size_t loop_;
  Executor executor_;
  std::mutex inbox_mutex_;
  std::vector<SharedEvent> inbox_;
  std::unordered_map<std::string, std::unique_ptr<Home>> homes_;
  std::unordered_map<std::string, Crowd> crowds_;
  std::unique_ptr<Timer> tending_;
  std::unique_ptr<Timer> quiet_;
  Poller poller_;
};

}  // namespace nigiwai::timeline
