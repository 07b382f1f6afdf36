// One loop's part of the rooms: the rooms whose home it is, and the sockets that live on it.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <unordered_map>
#include <unordered_set>

#include "http/connection.h"
#include "timeline/rooms.h"
#include "timeline/socket.h"

namespace nigiwai::timeline {

class Rooms::Part {
 public:
  Part(Rooms& rooms, std::size_t loop);

  // From any thread.
  void inbox(SharedEvent event);
  Executor executor() const { return executor_; }

  // One tick's frames, shared by all loops.
  struct Tick {
    SharedFrame everyone;
    SharedFrame staff;  // null when none of the staff is there
    // For those to whom something in it is addressed: the public's frame with that as well.
    std::shared_ptr<const std::unordered_map<std::string, SharedFrame>> personal;
  };

  // On this loop.
  void ensure_home(const std::string& show);
  void join(http::TakenConnection connection, Socket::Form form, const std::string& show, http::Caller caller,
            std::optional<std::int64_t> from);
  void deliver(const std::string& show, const Tick& tick);
  void dismiss(const std::function<bool(const http::Caller&)>& whom, const std::string& reason);
  void renew(const http::Caller& viewer);
  void close_all();
  void tend();
  void tick_quiet_rooms();

 private:
  // A room whose home is this loop.
  struct Home {
    explicit Home(Executor executor) : timer(executor) {}
    boost::asio::steady_timer timer;
    std::vector<SharedEvent> gathered;
    ShowTimes times;
    std::int64_t framed_to = 0;  // the last seq that went out in a frame
    SteadyTime last_tick{};
    Counts last_counts;
    bool ticking = false;
    std::unordered_map<std::size_t, std::pair<std::int64_t, std::int64_t>> here;  // by loop: public, staff
    SteadyTime empty_since{};
  };
  // Those of a show who are connected to this loop.
  struct Crowd {
    std::unordered_set<std::shared_ptr<Socket>> sockets;
    std::int64_t watching = 0;
    std::int64_t staff = 0;
  };

  void drain();
  void gather(Home& home, const SharedEvent& event);
  void schedule(const std::string& show, Home& home);
  void tick(const std::string& show, Home& home);
  void report_crowd(const std::string& show);
  void on_crowd(const std::string& show, std::size_t loop, std::int64_t watching, std::int64_t staff);
  void on_message(const std::string& show, const std::shared_ptr<Socket>& socket, const std::string& text);
  Task<void> run_command(std::shared_ptr<Socket> socket, Command command);
  void hello(const std::string& show, const std::shared_ptr<Socket>& socket, const json::object& message);
  // Sends the first frame, or what was missed since `from`.
  void catch_up(const std::string& show, Socket& socket, std::optional<std::int64_t> from, bool introduce);
  void send_json(Socket& socket, const json::object& shown, std::int64_t to);
  View view_of(const http::Caller& caller) const;

  Rooms& rooms_;
  std::size_t loop_;
  Executor executor_;
  std::mutex inbox_mutex_;
  std::vector<SharedEvent> inbox_;
  std::unordered_map<std::string, std::unique_ptr<Home>> homes_;
  std::unordered_map<std::string, Crowd> crowds_;
  boost::asio::steady_timer tending_;
  boost::asio::steady_timer quiet_;
};

}  // namespace nigiwai::timeline
