#include "timeline/socket.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "timeline/websocket.h"

namespace nigiwai::timeline {
namespace {

// Takes as many bytes as it is allowed, and keeps them.
struct Pipe {
  std::string taken{};
  std::size_t room = 0;
};

class NarrowWire final : public Wire {
 public:
  explicit NarrowWire(Pipe& pipe) : pipe_(pipe) {}
  void watch(Watcher&) override {}
  std::optional<std::size_t> write(std::string_view bytes) override {
    const auto size = std::min(pipe_.room, bytes.size());
    pipe_.room -= size;
    pipe_.taken += bytes.substr(0, size);
    return size;
  }
  std::optional<std::size_t> read(std::span<char>) override { return 0; }
  void close() override {}

 private:
  Pipe& pipe_;
};

SharedFrame tick(std::int64_t from, std::int64_t to) {
  const std::string text = "[" + std::to_string(from) + "-" + std::to_string(to) + "]";
  return std::make_shared<const Frame>(Frame{.websocket = text, .server_sent = text, .from = from, .to = to});
}

class SocketTest : public testing::Test, public Socket::Keeper {
 protected:
  void on_message(Socket&, std::string) override {}
  void on_behind(Socket& socket) override { asked_from_.push_back(socket.sent_to + 1); }
  void on_closed(Socket&) override { closed_ = true; }

  void drain() {
    pipe_.room = 1'000'000;
    socket_->wake();
  }

  ManualClock clock_;
  Pipe pipe_;
  std::vector<std::int64_t> asked_from_;
  bool closed_ = false;
  std::shared_ptr<Socket> socket_ =
      std::make_shared<Socket>(std::make_unique<NarrowWire>(pipe_), Socket::Form::kWebSocket,
                               std::make_shared<const std::string>("show"), clock_, *this);
};

TEST_F(SocketTest, WhatIsDroppedIsAskedForAgainFromItsFirst) {
  pipe_.room = 7;  // the first, and a part of the second
  const auto last = static_cast<std::int64_t>(kMostQueuedFrames) + 3;
  for (std::int64_t seq = 1; seq <= last; ++seq) socket_->send(tick(seq, seq));
  drain();
  EXPECT_EQ(pipe_.taken, "[1-1][2-2]") << "one that is half written goes out whole";
  EXPECT_EQ(asked_from_, std::vector<std::int64_t>{3});
  EXPECT_FALSE(closed_);
  socket_->send_stretch("[3-40]", 40);
  socket_->send(tick(40, 41));
  EXPECT_EQ(pipe_.taken, "[1-1][2-2][3-40][40-41]");
}

TEST_F(SocketTest, WhatWaitsBeforeAStretchOfItsOwnStaysBeforeIt) {
  socket_->send(tick(1, 5));
  socket_->send_stretch("[6-9]", 9);
  socket_->send_own("(answer)");
  const auto ticks = static_cast<std::int64_t>(kMostQueuedFrames) + 1;
  for (std::int64_t seq = 10; seq < 10 + ticks; ++seq) socket_->send(tick(seq, seq));
  drain();
  EXPECT_EQ(pipe_.taken, "[1-5][6-9](answer)");
  EXPECT_EQ(asked_from_, std::vector<std::int64_t>{10});
}

TEST_F(SocketTest, WhoKeepsUpIsGivenEveryTickOnce) {
  pipe_.room = 1'000'000;
  socket_->send(tick(1, 3));
  socket_->send_stretch("[4-6]", 6);
  socket_->send(tick(4, 6));
  socket_->send(tick(7, 7));
  EXPECT_EQ(pipe_.taken, "[1-3][4-6][7-7]");
  EXPECT_TRUE(asked_from_.empty());
}

}  // namespace
}  // namespace nigiwai::timeline
