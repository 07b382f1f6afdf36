#include "server/inbox_room.h"

namespace nigiwai::server {
namespace {

// An answer that waits for its next try, and what comes in by itself, are looked for so often.
constexpr Milliseconds kLookEvery{2'000};

}  // namespace

InboxRoom::InboxRoom(const Parts& parts)
    : aside_(parts.readers),
      voices_({.channels = parts.channels, .calls = parts.calls, .readers = parts.readers}),
      answers_({.writer = parts.writer, .readers = parts.readers, .clock = parts.clock, .voices = voices_}),
      hearing_({.writer = parts.writer,
                .readers = parts.readers,
                .random = parts.random,
                .clock = parts.clock,
                .voices = voices_,
                .listening = parts.listening}),
      sending_([this] { return answers_.turn(); }, kLookEvery),
      listening_(
          [this] {
            hearing_.turn();
            return false;
          },
          kLookEvery),
      routes_({.writer = parts.writer,
               .readers = parts.readers,
               .aside = aside_,
               .random = parts.random,
               .clock = parts.clock,
               .commands = parts.commands,
               .voices = voices_,
               .answered = [this] { sending_.wake(); },
               .look = [this] { listening_.wake(); }}) {}

void InboxRoom::start() {
  sending_.start();
  listening_.start();
}

void InboxRoom::stop() {
  sending_.stop();
  listening_.stop();
}

}  // namespace nigiwai::server
