// A low-latency HLS player without a picture (RFC 8216bis): it reloads, loads parts, and keeps its buffer's
// books.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "load/histogram.h"
#include "load/http.h"

namespace nigiwai::bench {

// What all players of a process saw.
struct Watched {
  std::int64_t playing = 0;  // players that have begun
  std::int64_t parts = 0, bytes = 0, reloads = 0;
  std::int64_t stalls = 0;  // times that a player had nothing left to play
  std::int64_t stalled_us = 0;
  std::int64_t skipped = 0;  // parts that had left the playlist before a player came to them
  std::int64_t refused = 0;  // answers other than 200
  Histogram reload, part;    // how long they took; a reload waits for its part
  Histogram buffered;        // what a player still had when a part came
};

// One player: one connection for the playlist and one for parts, as a browser has.
class HlsPlayer {
 public:
  // `path` is a media playlist.
  HlsPlayer(Poller& poller, Watched& watched, int port, std::uint32_t source, std::string path);
  void begin();

 private:
  struct Part {
    std::int64_t msn = 0, index = 0;  // which of the segment
    std::int64_t duration_us = 0;
    bool independent = false;
    std::string uri;
  };
  struct Playlist final : HttpConnection::User {
    explicit Playlist(HlsPlayer& of) : player(of) {}
    void answered(HttpConnection&, const Response& response) override { player.take_playlist(response); }
    void broke(HttpConnection&) override { player.reload(); }
    HlsPlayer& player;
  };
  struct Media final : HttpConnection::User {
    explicit Media(HlsPlayer& of) : player(of) {}
    void answered(HttpConnection&, const Response& response) override { player.take_part(response); }
    void broke(HttpConnection&) override { player.load(); }
    HlsPlayer& player;
  };

  void reload();
  void load();
  void take_playlist(const Response& response);
  void take_part(const Response& response);
  void read(std::string_view playlist, std::deque<Part>& parts) const;

  Watched& watched_;
  std::string path_, folder_;
  Playlist playlist_user_{*this};
  Media media_user_{*this};
  HttpConnection playlist_, media_;
  std::int64_t msn_ = -1, index_ = -1;  // the newest part that was taken up
  std::int64_t hold_back_us_ = 600'000;
  std::deque<Part> waiting_;
  std::int64_t began_at_ = 0;   // of playing, moved by every stall; 0 before
  std::int64_t loaded_us_ = 0;  // of media
  bool ended_ = false;
};

}  // namespace nigiwai::bench
