// One page that sends a picture: its conversation from "begin" to its leaving, on a thread of its own.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "http/caller.h"
#include "media/ingest/browser/container.h"
#include "media/ingest/browser/door.h"
#include "media/ingest/browser/line.h"

namespace nigiwai::media::ingest::browser {

// How late an end, a limit or a stop may be noticed.
inline constexpr std::chrono::milliseconds kWait{200};

class Door::Publisher {
 public:
  struct Way {
    std::string show;
    http::Caller caller;
    std::string peer;
  };
  Publisher(Way way, Gate& gate, Places& transcoders, const DoorLimits& limits)
      : way_(std::move(way)), gate_(gate), transcoders_(transcoders), limits_(limits) {}
  ~Publisher();

  // Begins the thread; `refusal`, where there is one, is all that the page is told.
  void start(std::unique_ptr<Line> line, std::optional<Problem> refusal);
  // Ends it soon, from any thread.
  void end(Problem why);
  bool done() const { return done_; }
  const http::Caller& caller() const { return way_.caller; }

 private:
  struct Begin {
    Recording recording;
    std::string page;
    bool take_over = false;
  };
  void run();
  std::optional<Begin> first_begin();
  bool admit(const Begin& begin);
  std::size_t source(std::span<std::uint8_t> into);
  void read_text(std::string_view text);
  void refuse(const Problem& problem);
  // Whether the conversation must end now; says so to the page.
  bool must_end();

  const Way way_;
  Gate& gate_;
  Places& transcoders_;
  const DoorLimits limits_;
  std::unique_ptr<Line> line_;
  std::unique_ptr<Feed> feed_;
  std::optional<Begin> next_;  // a recording that was begun and is not read yet
  std::string piece_;          // being read
  std::size_t read_ = 0;       // of it
  std::int64_t pieces_ = 0;    // taken whole
  std::chrono::steady_clock::time_point heard_{};
  bool leaving_ = false;

  std::atomic<bool> ending_{false};
  std::mutex ending_mutex_;
  Problem why_;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

}  // namespace nigiwai::media::ingest::browser
