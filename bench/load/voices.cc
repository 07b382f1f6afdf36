#include "load/voices.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <unordered_map>
#include <vector>

#include "load/clock.h"
#include "load/http.h"
#include "load/stream.h"
#include "load/websocket.h"

namespace nigiwai::bench {
namespace {

namespace json = boost::json;

constexpr std::size_t kAtOnce = 128;  // who come in at the same time
constexpr int kSpeakersBlock = 2;     // of source addresses

void note(Replies& replies, bool accepted, std::int64_t sent_at, std::string_view answer) {
  ++(accepted ? replies.accepted : replies.refused);
  if (!accepted && replies.first_refusal.empty()) replies.first_refusal = answer;
  if (replies.took) replies.took(steady_us() - sent_at);
}

class RoomVoices final : public Voices {
 public:
  RoomVoices(Poller& poller, Replies& replies, int port, const std::string& path, int count, Poll poll)
      : replies_(replies),
        poll_(poll),
        count_(static_cast<std::size_t>(count)),
        come_([this, &poller, port, path] {
          speakers_.push_back(
              std::make_unique<Speaker>(*this, poller, port, path, static_cast<int>(speakers_.size())));
        }) {
    while (speakers_.size() < std::min(count_, kAtOnce)) come_();
  }
  bool are_ready() const override { return ready_ == count_; }
  void post(std::int64_t number, std::string_view text) override {
    auto& speaker = *speakers_[static_cast<std::size_t>(number) % speakers_.size()];
    sent_.emplace(number, steady_us());
    json::object command{{"do", "chat.post"}, {"key", fmt::format("{}", number)}, {"data", {{"text", text}}}};
    if (poll_.id != 0) {
      command["do"] = "poll.vote";
      command["data"] = {{"poll", poll_.id}, {"option", option_of(number)}};
    }
    speaker.stream->send(client_frame(Opcode::kText, json::serialize(command)));
  }
  std::int64_t unanswered() const override { return static_cast<std::int64_t>(sent_.size()); }

 private:
  void came_in() {
    ++ready_;
    if (speakers_.size() < count_) come_();
  }

  // Another in each round, because a vote for what one has chosen already is refused.
  std::int64_t option_of(std::int64_t number) const {
    return (number + number / static_cast<std::int64_t>(speakers_.size())) % poll_.options;
  }

  struct Speaker final : public HttpConnection::User {
    Speaker(RoomVoices& of, Poller& to, int server, std::string where, int index)
        : voices(of),
          poller(to),
          port(server),
          path(std::move(where)),
          source(source_address(kSpeakersBlock, static_cast<std::size_t>(index))),
          http(to, *this, server, source) {
      http.send(request("POST", "/api/viewers", "Connection: close\r\n", "{}"));
    }
    void answered(HttpConnection&, const Response& response) override {
      if (response.status != 201) give_up(fmt::format("no viewer to speak: {}", response.body));
      token = json::parse(response.body).at("token").as_string();
      stream = std::make_unique<Stream>(
          poller, port, source,
          Stream::Callbacks{.connected =
                                [this] {
                                  stream->send(websocket_request(
                                      path, fmt::format("Authorization: Bearer {}\r\n"
                                                        "Sec-WebSocket-Protocol: nigiwai.v1\r\n",
                                                        token)));
                                },
                            .received = [this](std::string_view bytes) { take(bytes); },
                            .broke = [] { give_up("a speaker lost the room"); }});
    }
    void broke(HttpConnection&) override {
      if (token.empty()) give_up("a speaker could not ask to be a viewer");
    }
    void take(std::string_view bytes) {
      const bool ok = reader.take(bytes, [this](Opcode opcode, std::string_view payload) {
        if (opcode == Opcode::kPing) stream->send(client_frame(Opcode::kPong, payload));
        if (opcode != Opcode::kText) return opcode != Opcode::kClose;
        if (!std::exchange(in_room, true)) voices.came_in();
        // Answers are few and short; the room's frames are neither.
        if (payload.starts_with("{\"re\"") || payload.substr(0, 200).find("\"re\":") != payload.npos)
          voices.take_answer(json::parse(payload).as_object());
        return true;
      });
      if (!ok) give_up(fmt::format("a speaker was not let in: {}", bytes.substr(0, 300)));
    }
    RoomVoices& voices;
    Poller& poller;
    int port;
    std::string path, token;
    std::uint32_t source;
    HttpConnection http;
    std::unique_ptr<Stream> stream;
    FrameReader reader;
    bool in_room = false;
  };

  void take_answer(const json::object& answer) {
    const auto sent = sent_.find(std::stoll(std::string(answer.at("re").as_string())));
    if (sent == sent_.end()) give_up("an answer to a line that was never posted, or the second one");
    note(replies_, answer.contains("ok"), sent->second, json::serialize(answer));
    sent_.erase(sent);
  }

  Replies& replies_;
  Poll poll_;
  std::size_t count_;
  std::function<void()> come_;  // the next speaker
  std::vector<std::unique_ptr<Speaker>> speakers_;
  std::size_t ready_ = 0;
  std::unordered_map<std::int64_t, std::int64_t> sent_;
};

class HttpVoice final : public Voices, public HttpConnection::User {
 public:
  HttpVoice(Poller& poller, Replies& replies, int port, std::string path)
      : replies_(replies),
        path_(std::move(path)),
        connection_(poller, *this, port, source_address(kSpeakersBlock, 0)) {}
  bool are_ready() const override { return true; }
  void post(std::int64_t number, std::string_view text) override {
    waiting_.push_back(request("POST", path_, "", event_of(number, text)));
    ++asked_;
    if (!connection_.is_waiting()) next();
  }
  std::int64_t unanswered() const override { return asked_ - replies_.accepted - replies_.refused; }

 private:
  void next() {
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    connection_.send(std::move(first));
  }
  void answered(HttpConnection&, const Response& response) override {
    note(replies_, response.status / 100 == 2, connection_.sent_at(), response.head);
    if (!waiting_.empty()) next();
  }
  void broke(HttpConnection&) override { give_up("the publisher's connection broke"); }

  Replies& replies_;
  std::string path_;
  HttpConnection connection_;
  std::deque<std::string> waiting_;
  std::int64_t asked_ = 0;
};

class NatsVoice final : public Voices {
 public:
  NatsVoice(Poller& poller, Replies& replies, int port)
      : replies_(replies),
        stream_(poller, port, source_address(kSpeakersBlock, 0),
                {.connected = [this] { stream_.send("CONNECT {\"verbose\":false}\r\nPING\r\n"); },
                 .received =
                     [this](std::string_view bytes) {
                       ready_ |= bytes.find("PONG") != bytes.npos;
                       if (bytes.find("PING\r\n") != bytes.npos) stream_.send("PONG\r\n");
                       if (bytes.find("-ERR") != bytes.npos) give_up(bytes);
                     },
                 .broke = [] { give_up("NATS closed the publisher's connection"); }}) {}
  bool are_ready() const override { return ready_; }
  void post(std::int64_t number, std::string_view text) override {
    const auto event = event_of(number, text);
    stream_.send(fmt::format("PUB room {}\r\n{}\r\n", event.size(), event));
    ++replies_.accepted;
  }
  std::int64_t unanswered() const override { return 0; }

 private:
  Replies& replies_;
  bool ready_ = false;
  Stream stream_;
};

class WebSocketVoice final : public Voices {
 public:
  WebSocketVoice(Poller& poller, Replies& replies, int port, const std::string& path)
      : replies_(replies),
        stream_(poller, port, source_address(kSpeakersBlock, 0),
                {.connected = [this, path] { stream_.send(websocket_request(path, "")); },
                 .received =
                     [this](std::string_view bytes) {
                       if (!reader_.take(bytes, [](Opcode, std::string_view) { return true; }))
                         give_up("the publisher was not let in");
                     },
                 .broke = [] { give_up("the publisher's connection broke"); }}) {}
  bool are_ready() const override { return reader_.upgraded(); }
  void post(std::int64_t number, std::string_view text) override {
    stream_.send(client_frame(Opcode::kText, event_of(number, text)));
    ++replies_.accepted;
  }
  std::int64_t unanswered() const override { return 0; }

 private:
  Replies& replies_;
  FrameReader reader_;
  Stream stream_;
};

}  // namespace

std::string event_of(std::int64_t number, std::string_view text) {
  return fmt::format(
      R"({{"seq":{},"at":{},"kind":"chat.posted","by":{{"id":"p{}","name":"視聴者 4821","role":"viewer"}},)"
      R"("data":{{"text":"{}"}}}})",
      number, 1'000'000 + number, number % 1000, text);
}

std::unique_ptr<Voices> nigiwai_voices(Poller& poller, Replies& replies, int port, const std::string& path,
                                       int count, Poll poll) {
  return std::make_unique<RoomVoices>(poller, replies, port, path, count, poll);
}
std::unique_ptr<Voices> http_voice(Poller& poller, Replies& replies, int port, const std::string& path) {
  return std::make_unique<HttpVoice>(poller, replies, port, path);
}
std::unique_ptr<Voices> nats_voice(Poller& poller, Replies& replies, int port) {
  return std::make_unique<NatsVoice>(poller, replies, port);
}
std::unique_ptr<Voices> websocket_voice(Poller& poller, Replies& replies, int port, const std::string& path) {
  return std::make_unique<WebSocketVoice>(poller, replies, port, path);
}

}  // namespace nigiwai::bench
