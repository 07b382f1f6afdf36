// The way in for a picture from a page: GET /api/shows/{id}/broadcast, a WebSocket of the staff.
//
// The page says {"do": "begin"} and then sends the pieces of a recording as binary messages; it may begin
// another recording at any time (another bitrate, another camera, a turned phone). Each piece is acknowledged
// when it has been taken, so that the page knows how far behind the network is. docs/api.md tells the whole
// conversation.
//
// Threads: each publisher has one of its own, which waits for the socket, takes the recording apart and may
// transcode; what it does not read yet stays in the kernel's buffer and, behind that, on the page. The Gate
// must outlive the door, and a Feed is used by its publisher's thread alone.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/router.h"
#include "media/ingest/browser/places.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest::browser {

inline constexpr std::string_view kProtocol = "nigiwai.broadcast.v1";

struct DoorLimits {
  // Each holds a thread and up to 2 MiB of pieces; no brand broadcasts more shows from phones at a time.
  int publishers = 32;
  // Each takes about a core; a server must have some left for everything else.
  int picture_transcoders = 2;
  // From the handshake to the first "begin".
  std::chrono::milliseconds time_to_begin{10'000};
  // As for RTMP: whoever is silent for so long is gone.
  std::chrono::milliseconds idle{15'000};
};

class Door {
 public:
  struct Options {
    std::vector<std::string> origins;  // of our own pages: a cookie counts only from there
    DoorLimits limits{};
  };

  Door(Gate& gate, Options options);
  ~Door();

  void add_to(http::Router& router);

  // Closes those whose session has ended or has another role now.
  void dismiss(const std::function<bool(const http::Caller&)>& whom);
  // Takes nobody any more, closes those there are and waits until their Feeds are destroyed. Not to be called
  // from a Feed.
  void stop();

 private:
  class Publisher;
  Task<http::Response> open(http::Request& request);
  void take(http::TakenConnection connection, std::string show, http::Caller caller, std::string peer);
  void tidy();

  Gate& gate_;
  const Options options_;
  Places transcoders_;
  std::mutex mutex_;
  std::list<std::unique_ptr<Publisher>> publishers_;
  bool stopping_ = false;
};

}  // namespace nigiwai::media::ingest::browser
