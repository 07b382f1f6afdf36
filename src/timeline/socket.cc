#include "timeline/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace nigiwai::timeline {

void bound_kernel_buffers(int descriptor) {
  const int buffer = kKernelSendBuffer, unacknowledged = kUnacknowledgedMilliseconds,
            unsent = kKernelSendBuffer / 2;
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
}

Socket::Socket(std::unique_ptr<Wire> wire, Form form, std::shared_ptr<const std::string> show,
               const Clock& clock, Keeper& keeper)
    : wire_(std::move(wire)),
      show_(std::move(show)),
      clock_(clock),
      keeper_(keeper),
      last_heard_(clock.steady()),
      last_ping_(clock.steady()),
      form_(form) {
  now_is({});
}

void Socket::now_is(http::Caller caller) {
  static const auto nobody = std::make_shared<const http::Caller>();
  caller_ = caller.is_somebody() ? std::make_shared<const http::Caller>(std::move(caller)) : nobody;
}

void Socket::start(std::string_view already) {
  if (!already.empty()) take(already);
  if (!closed_) wire_->watch(*this);
}

void Socket::wake() {
  // One buffer a thread: a socket that waits holds none.
  static thread_local std::array<char, 64 * 1024> buffer;
  for (std::size_t all = 0; !closed_;) {
    const auto got = wire_->read(buffer);
    if (!got) return end();
    if (*got == 0) break;
    all += *got;
    take(std::string_view(buffer.data(), *got));
    if (all > kMostReadAtOnce && !closed_)
      return close(websocket::kPolicyViolation, "This is too much at once.");
  }
  if (!closed_ && backlog_) flush();
}

void Socket::take(std::string_view bytes) {
  last_heard_ = clock_.steady();
  if (form_ == Form::kServerSent) return;  // nothing is expected from there
  std::vector<websocket::Message> messages;
  auto reader = reader_ ? std::move(*reader_) : websocket::FrameReader();
  const auto code = reader.feed(bytes, messages);
  if (reader.is_idle()) {
    reader_.reset();
  } else if (reader_) {
    *reader_ = std::move(reader);
  } else {
    reader_ = std::make_unique<websocket::FrameReader>(std::move(reader));
  }
  for (auto& message : messages) {
    if (closed_ || closing_) return;
    switch (message.opcode) {
      case websocket::Opcode::kText:
        keeper_.on_message(*this, std::move(message.payload));
        break;
      case websocket::Opcode::kPing:
        send_own(websocket::server_frame(websocket::Opcode::kPong, message.payload));
        break;
      case websocket::Opcode::kClose:
        return close(websocket::kNormalClosure, "");
      case websocket::Opcode::kBinary:
        return close(websocket::kUnsupportedData, "Messages are JSON text.");
      case websocket::Opcode::kPong:
      case websocket::Opcode::kContinuation:
        break;
    }
  }
  if (code) close(*code, "This is not what a client may send.");
}

void Socket::send(const SharedFrame& frame) {
  if (closed_ || closing_) return;
  if (behind_) return;  // catch-up brings it
  if (frame->to < sent_to || (frame->to == sent_to && frame->from <= frame->to))
    return;  // catch-up brought it
  const auto& text = form_ == Form::kWebSocket ? frame->websocket : frame->server_sent;
  if (backlog_ && backlog_->ticks >= kMostQueuedFrames) {
    behind_ = true;
    return drop_ticks();
  }
  sent_to = std::max(sent_to, frame->to);
  std::size_t sent = 0;
  if (!backlog_) {
    const auto wrote = wire_->write(text);
    if (!wrote) return end();
    sent = *wrote;
    if (sent == text.size()) return;
  }
  const bool first = !backlog_;
  put({frame, text, Kind::kTick, frame->from});
  if (first) backlog_->offset = sent;
}

// All but one that is half written and those before a stretch of its own, which would come before what was in
// them.
void Socket::drop_ticks() {
  auto& queue = backlog_->queue;
  auto begin = queue.begin() + (backlog_->offset > 0 ? 1 : 0);
  for (auto it = begin; it != queue.end(); ++it) {
    if (it->kind == Kind::kStretch) begin = it + 1;
  }
  const auto is_tick = [](const Outgoing& out) { return out.kind == Kind::kTick; };
  const auto first = std::find_if(begin, queue.end(), is_tick);
  if (first == queue.end()) return;
  sent_to = first->from - 1;
  queue.erase(std::remove_if(first, queue.end(), is_tick), queue.end());
  backlog_->ticks = static_cast<std::size_t>(std::ranges::count_if(queue, is_tick));
}

void Socket::send_stretch(std::string bytes, std::int64_t to) {
  sent_to = std::max(sent_to, to);
  send_own(std::move(bytes), Kind::kStretch);
}

void Socket::send_own(std::string bytes, Kind kind) {
  if (closed_ || closing_) return;
  auto owned = std::make_shared<const std::string>(std::move(bytes));
  const std::string_view text(*owned);
  put({std::move(owned), text, kind});
  // Whoever asks and never reads the answers is no viewer.
  if (backlog_->queue.size() - backlog_->ticks > kMostOwnQueued) return end();
  flush();
}

void Socket::put(Outgoing out) {
  if (!backlog_) backlog_ = std::make_unique<Backlog>();
  backlog_->ticks += out.kind == Kind::kTick ? 1 : 0;
  backlog_->queue.push_back(std::move(out));
}

void Socket::flush() {
  while (backlog_ && !backlog_->queue.empty()) {
    auto& front = backlog_->queue.front();
    const auto wrote = wire_->write(front.bytes.substr(backlog_->offset));
    if (!wrote) return end();
    backlog_->offset += *wrote;
    if (backlog_->offset < front.bytes.size()) return;  // the wire wakes us
    backlog_->ticks -= front.kind == Kind::kTick ? 1 : 0;
    backlog_->queue.pop_front();
    backlog_->offset = 0;
  }
  backlog_.reset();
  if (closing_) return end();
  if (behind_) {
    behind_ = false;
    keeper_.on_behind(*this);
  }
}

void Socket::tend() {
  if (closed_) return;
  const auto now = clock_.steady();
  if (form_ == Form::kServerSent) {
    // A comment line keeps proxies from closing a quiet stream, and finds a reader that has gone.
    if (now - last_ping_ >= kSilencePatience / 3) {
      last_ping_ = now;
      send_own(": still here\n\n");
    }
    return;
  }
  if (now - last_heard_ >= kSilencePatience) return end();
  if (now - last_heard_ >= kSilencePatience / 3 && now - last_ping_ >= kSilencePatience / 3) {
    last_ping_ = now;
    send_own(websocket::server_frame(websocket::Opcode::kPing, ""));
  }
}

void Socket::close(std::uint16_t code, std::string_view reason) {
  if (closed_ || closing_) return;
  if (form_ == Form::kWebSocket) {
    auto owned = std::make_shared<const std::string>(websocket::close_frame(code, reason));
    const std::string_view text(*owned);
    put({std::move(owned), text, Kind::kOwn});
  }
  closing_ = true;
  flush();
}

void Socket::end() {
  if (closed_) return;
  closed_ = true;
  wire_->close();
  backlog_.reset();
  keeper_.on_closed(*this);
}

}  // namespace nigiwai::timeline
