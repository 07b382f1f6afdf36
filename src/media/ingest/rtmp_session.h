// One publisher's RTMP conversation, from the handshake to the last frame (Adobe, "RTMP Specification 1.0").
//
// Pure of sockets and clocks: bytes that arrived go in, bytes to send come out, and what was published flows
// into the Feed that the Gate gave. Only publishing is offered: whoever wants to play is told so and turned
// away, and so is a publisher that the Gate refuses (NetStream.Publish.BadName with the sentence of its
// Problem). Commands that are not known are ignored, as the field does.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <vector>

#include "media/ingest/bytes.h"
#include "media/ingest/flv.h"
#include "media/ingest/gate.h"
#include "media/ingest/rtmp_chunk.h"

namespace nigiwai::media::ingest {

class RtmpSession {
 public:
  // `gate` must outlive the session. `peer` (address:port) is for the log.
  RtmpSession(Gate& gate, std::string peer);

  // Takes what arrived and appends what is to be sent to `out`. False: send that, then close; the session
  // takes no more.
  [[nodiscard]] bool receive(View bytes, Bytes& out);

  bool publishing() const { return feed_ != nullptr; }

 private:
  bool greet(View& bytes, Bytes& out);
  bool take(const RtmpMessage& message, Bytes& out);
  bool media(const RtmpMessage& message, Bytes& out);
  bool command(const RtmpMessage& message, Bytes& out);
  bool connect(double transaction, const boost::json::value& object, Bytes& out);
  bool publish(const RtmpMessage& message, const std::vector<boost::json::value>& arguments, Bytes& out);
  void end_publishing();
  void acknowledge(Bytes& out);

  Gate& gate_;
  std::string peer_;
  Bytes greeting_;             // what of C0 and C1 has arrived
  bool greeted_ = false;       // C0 and C1 were whole and have been answered
  std::size_t echo_left_ = 0;  // bytes of C2 still to come
  ChunkReader reader_;
  std::uint32_t window_;  // bytes after which the peer wants an acknowledgement
  std::uint64_t received_ = 0;
  std::uint64_t acknowledged_ = 0;
  bool connected_ = false;
  std::string app_;
  std::string show_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<FlvReader> flv_;  // refers to *feed_
};

}  // namespace nigiwai::media::ingest
