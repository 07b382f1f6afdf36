// The publishing side of RTMP (Adobe's RTMP specification 1.0), as far as an encoder needs it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "load/stream.h"

namespace nigiwai::bench {

class RtmpPublisher {
 public:
  // Asks to publish `key` in the application "live" of 127.0.0.1:`port`.
  RtmpPublisher(Poller& poller, int port, std::string key);

  // The server has let us publish.
  bool is_publishing() const { return publishing_; }
  // The server closed the connection or refused.
  bool is_broken() const { return broken_; }
  // A message with an FLV tag's type, time and body.
  void send(std::uint8_t type, std::uint32_t at_ms, std::string_view body);
  // Bytes that wait because the server does not take them.
  std::size_t queued() const { return stream_.queued(); }
  void finish();

 private:
  void take(std::string_view bytes);
  bool take_chunk();
  void take_message(int type, std::string_view body);
  void ask();
  void write(int chunk_stream, std::uint8_t type, std::uint32_t stream, std::uint32_t at_ms,
             std::string_view body);

  std::string key_;
  bool shaken_ = false, publishing_ = false, broken_ = false;
  std::uint32_t stream_id_ = 1;
  std::size_t their_chunk_ = 128;
  struct Incoming {
    std::size_t size = 0;
    int type = 0;
    bool extended = false;
    std::string body;
  };
  Incoming incoming_[64];  // by chunk stream
  std::string held_;
  Stream stream_;
};

}  // namespace nigiwai::bench
