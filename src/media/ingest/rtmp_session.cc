#include "media/ingest/rtmp_session.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "media/ingest/amf.h"
#include "media/ingest/stream_target.h"

namespace nigiwai::media::ingest {
namespace {

namespace json = boost::json;

constexpr std::uint8_t kVersion = 3;
constexpr std::size_t kHandshakeSize = 1536;
constexpr std::uint32_t kWindow = 2'500'000;  // what Adobe's server asks for
constexpr std::size_t kOutChunkSize = 4096;
constexpr std::uint32_t kPublishStream = 1;  // the one message stream that createStream hands out

// Chunk streams by the field's habit: 2 for control, 3 for commands, 5 for the status of a stream.
constexpr std::uint8_t kControlChunks = 2;
constexpr std::uint8_t kCommandChunks = 3;
constexpr std::uint8_t kStatusChunks = 5;

// 7.1.7
constexpr std::uint16_t kStreamBegin = 0;
constexpr std::uint16_t kPingRequest = 6;
constexpr std::uint16_t kPingResponse = 7;

void send(Bytes& out, std::uint8_t chunks, RtmpType type, std::uint32_t stream, Bytes payload) {
  write_chunks(out, chunks, {.type = type, .timestamp = 0, .stream = stream, .payload = std::move(payload)},
               kOutChunkSize);
}

void send_control(Bytes& out, RtmpType type, std::uint32_t value) {
  Bytes payload;
  append_number(payload, value, 4);
  send(out, kControlChunks, type, 0, std::move(payload));
}

void send_user_control(Bytes& out, std::uint16_t event, std::uint32_t value) {
  Bytes payload;
  append_number(payload, event, 2);
  append_number(payload, value, 4);
  send(out, kControlChunks, RtmpType::kUserControl, 0, std::move(payload));
}

void send_command(Bytes& out, std::uint8_t chunks, std::uint32_t stream, const json::array& values) {
  Bytes payload;
  for (const auto& value : values) write_amf(payload, value);
  send(out, chunks, RtmpType::kCommand, stream, std::move(payload));
}

void send_status(Bytes& out, std::string_view level, std::string_view code, std::string_view description) {
  send_command(out, kStatusChunks, kPublishStream,
               {"onStatus", 0.0, nullptr,
                json::object{{"level", level}, {"code", code}, {"description", description}}});
}

std::string_view string_at(const std::vector<json::value>& values, std::size_t index) {
  if (index >= values.size() || !values[index].is_string()) return {};
  return values[index].get_string();
}

}  // namespace

RtmpSession::RtmpSession(Gate& gate, std::string peer)
    : gate_(gate), peer_(std::move(peer)), window_(kWindow) {}

bool RtmpSession::receive(View bytes, Bytes& out) {
  received_ += bytes.size();
  if (!greet(bytes, out)) return false;
  std::vector<RtmpMessage> messages;
  const auto read = reader_.read(bytes, messages);
  // What was whole before the break still counts.
  for (const auto& message : messages) {
    if (!take(message, out)) {
      end_publishing();
      return false;
    }
  }
  if (!read) {
    log_warn("broken RTMP connection closed", {{"peer", peer_}, {"why", read.error().detail}});
    if (feed_) feed_->refused(read.error());
    end_publishing();
    return false;
  }
  if (feed_ && feed_->closed()) {
    send_status(out, "error", "NetStream.Publish.BadName", "The show no longer takes this broadcast.");
    end_publishing();
    return false;
  }
  acknowledge(out);
  return true;
}

// 5.2, the simple handshake. Clients that begin the digest handshake of Flash Player 9 accept it when the
// version in S1 is zero. C2 is not compared: some encoders do not echo it faithfully.
bool RtmpSession::greet(View& bytes, Bytes& out) {
  if (!greeted_) {
    const std::size_t wanted = std::min(1 + kHandshakeSize - greeting_.size(), bytes.size());
    append(greeting_, bytes.first(wanted));
    bytes = bytes.subspan(wanted);
    if (!greeting_.empty() && greeting_[0] != kVersion) {
      log_info("connection closed that does not speak RTMP", {{"peer", peer_}});
      return false;
    }
    if (greeting_.size() < 1 + kHandshakeSize) return true;
    out.push_back(kVersion);
    append_number(out, 0, 8);  // S1: time, version
    // The filler is called random and nobody relies on it.
    for (std::size_t i = 8; i < kHandshakeSize; ++i) out.push_back(static_cast<std::uint8_t>(i * 37));
    append(out, View(greeting_).subspan(1));  // S2
    greeting_ = {};
    greeted_ = true;
    echo_left_ = kHandshakeSize;
  }
  const std::size_t skipped = std::min(echo_left_, bytes.size());
  echo_left_ -= skipped;
  bytes = bytes.subspan(skipped);
  return true;
}

void RtmpSession::acknowledge(Bytes& out) {
  if (!connected_ || received_ - acknowledged_ < window_ / 2) return;
  acknowledged_ = received_;
  send_control(out, RtmpType::kAcknowledgement, static_cast<std::uint32_t>(received_));  // 5.4.3: wraps
}

bool RtmpSession::take(const RtmpMessage& message, Bytes& out) {
  ByteReader in{message.payload};
  switch (message.type) {
    case RtmpType::kWindowAcknowledgementSize: {
      const std::uint32_t window = in.u32();
      if (!in.failed() && window > 0) window_ = window;
      return true;
    }
    case RtmpType::kUserControl: {
      const std::uint16_t event = in.u16();
      const std::uint32_t value = in.u32();
      if (!in.failed() && event == kPingRequest) send_user_control(out, kPingResponse, value);
      return true;
    }
    case RtmpType::kAudio:
    case RtmpType::kVideo:
      return media(message, out);
    case RtmpType::kCommand:
    case RtmpType::kCommand3:
      return command(message, out);
    default:
      return true;  // onMetaData only repeats what the frames say
  }
}

bool RtmpSession::media(const RtmpMessage& message, Bytes& out) {
  if (!flv_) return true;
  const auto taken = message.type == RtmpType::kVideo ? flv_->video(message.timestamp, message.payload)
                                                      : flv_->audio(message.timestamp, message.payload);
  if (taken) return true;
  log_warn("broadcast refused", {{"peer", peer_}, {"show", show_}, {"why", taken.error().detail}});
  feed_->refused(taken.error());
  send_status(out, "error", "NetStream.Publish.BadName", taken.error().detail);
  return false;
}

bool RtmpSession::command(const RtmpMessage& message, Bytes& out) {
  View payload = message.payload;
  // AMF3's commands are AMF0 behind a zero.
  if (message.type == RtmpType::kCommand3 && !payload.empty()) payload = payload.subspan(1);
  const auto values = read_amf(payload);
  if (!values) {
    log_warn("RTMP connection closed", {{"peer", peer_}, {"why", values.error().detail}});
    return false;
  }
  const std::string_view name = string_at(*values, 0);
  const double transaction = values->size() > 1 && (*values)[1].is_double() ? (*values)[1].get_double() : 0;

  if (name == "connect") return connect(transaction, values->size() > 2 ? (*values)[2] : json::value(), out);
  if (!connected_) return false;
  if (name == "releaseStream" || name == "FCPublish") {
    send_command(out, kCommandChunks, 0, {"_result", transaction, nullptr, nullptr});
  } else if (name == "createStream") {
    send_command(out, kCommandChunks, 0, {"_result", transaction, nullptr, kPublishStream});
  } else if (name == "publish") {
    return publish(message, *values, out);
  } else if (name == "FCUnpublish" || name == "closeStream" || name == "deleteStream") {
    if (publishing()) send_status(out, "status", "NetStream.Unpublish.Success", "The broadcast has ended.");
    end_publishing();
  } else if (name == "play" || name == "play2") {
    send_status(out, "error", "NetStream.Play.Failed",
                "Nothing is played over RTMP here. Watch the show on its page.");
    return false;
  }
  return true;
}

bool RtmpSession::connect(double transaction, const json::value& object, Bytes& out) {
  std::string_view app;
  if (const auto* members = object.if_object()) {
    if (const auto* found = members->if_contains("app"); found && found->is_string())
      app = found->get_string();
  }
  app = app.substr(0, app.find('?'));
  send_control(out, RtmpType::kSetChunkSize, kOutChunkSize);
  if (connected_ || !is_rtmp_app(app)) {
    send_command(
        out, kCommandChunks, 0,
        {"_error", transaction, nullptr,
         json::object{{"level", "error"},
                      {"code", "NetConnection.Connect.Rejected"},
                      {"description", "The server address ends in /live. Copy it from the studio again."}}});
    return false;
  }
  connected_ = true;
  app_ = app;
  send_control(out, RtmpType::kWindowAcknowledgementSize, kWindow);
  Bytes bandwidth;
  append_number(bandwidth, kWindow, 4);
  append_number(bandwidth, 2, 1);  // dynamic
  send(out, kControlChunks, RtmpType::kSetPeerBandwidth, 0, std::move(bandwidth));
  send_command(out, kCommandChunks, 0,
               {"_result", transaction, json::object{{"fmsVer", "FMS/3,5,7,7009"}, {"capabilities", 31}},
                json::object{{"level", "status"},
                             {"code", "NetConnection.Connect.Success"},
                             {"description", "Connected."},
                             {"objectEncoding", 0}}});
  return true;
}

bool RtmpSession::publish(const RtmpMessage& message, const std::vector<json::value>& arguments, Bytes& out) {
  const auto refuse = [&](const Problem& why) {
    log_info("publisher turned away", {{"peer", peer_}, {"protocol", "rtmp"}, {"why", why.type}});
    send_status(out, "error", "NetStream.Publish.BadName", why.detail);
    return false;
  };
  if (publishing()) {
    return refuse({.kind = Kind::kConflict,
                   .type = "already-publishing",
                   .detail = "This connection is already publishing."});
  }
  const auto target = rtmp_target(app_, string_at(arguments, 3));
  if (!target) return refuse(target.error());
  auto feed = gate_.admit({.protocol = "rtmp", .show = target->show, .key = target->key, .peer = peer_});
  if (!feed) return refuse(feed.error());
  show_ = target->show;
  feed_ = std::move(*feed);
  flv_ = std::make_unique<FlvReader>(*feed_);
  log_info("publisher admitted", {{"peer", peer_}, {"protocol", "rtmp"}, {"show", show_}});
  send_user_control(out, kStreamBegin, message.stream);
  send_status(out, "status", "NetStream.Publish.Start", "The broadcast is coming in.");
  return true;
}

void RtmpSession::end_publishing() {
  if (feed_) log_info("publisher gone", {{"peer", peer_}, {"protocol", "rtmp"}, {"show", show_}});
  flv_.reset();
  feed_.reset();
}

}  // namespace nigiwai::media::ingest
