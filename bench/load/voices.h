// Those who post lines: into nigiwai's room as its viewers do, and into peers in their own usual way.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "load/poller.h"

namespace nigiwai::bench {

// What became of the lines. Peers that acknowledge nothing leave `accepted` at what was sent.
struct Replies {
  std::int64_t accepted = 0, refused = 0;
  std::string first_refusal{};
  std::function<void(std::int64_t us)> took{};  // from sending to the answer
};

class Voices {
 public:
  virtual ~Voices() = default;
  virtual bool are_ready() const = 0;
  // `text` is the line; `number` counts from 1 and is its seq where nobody else gives one.
  virtual void post(std::int64_t number, std::string_view text) = 0;
  virtual std::int64_t unanswered() const = 0;
};

// An open poll that is voted in instead of writing lines.
struct Poll {
  std::int64_t id = 0;  // 0: lines are written
  std::int64_t options = 2;
};

// `count` viewers of the shop, each from an address of its own, in the room at `path`.
std::unique_ptr<Voices> nigiwai_voices(Poller& poller, Replies& replies, int port, const std::string& path,
                                       int count, Poll poll = {});
// POST to `path`, one after another, so that the lines keep their order: nginx nchan's publisher.
std::unique_ptr<Voices> http_voice(Poller& poller, Replies& replies, int port, const std::string& path);
// One connection that publishes on the subject "room".
std::unique_ptr<Voices> nats_voice(Poller& poller, Replies& replies, int port);
// One WebSocket at `path`, whose messages the server sends on to all others.
std::unique_ptr<Voices> websocket_voice(Poller& poller, Replies& replies, int port, const std::string& path);

// The event as nigiwai writes it, so that a line is as long everywhere.
std::string event_of(std::int64_t number, std::string_view text);

}  // namespace nigiwai::bench
