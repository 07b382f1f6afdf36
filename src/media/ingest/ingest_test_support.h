// For the tests beside it: a Gate that remembers, a real ffmpeg as publisher, and small ways to make bytes.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/check.h"
#include "media/ingest/bytes.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest {

inline Bytes from_hex(std::string_view hex) {
  Bytes bytes;
  std::string digits;
  for (const char c : hex) {
    if (c != ' ') digits.push_back(c);
    if (digits.size() < 2) continue;
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(digits, nullptr, 16)));
    digits.clear();
  }
  return bytes;
}

// What one publisher poured in.
struct Poured {
  IngestRequest request;
  std::vector<VideoForm> video_forms;
  std::vector<AudioForm> audio_forms;
  std::vector<Packet> packets;
  std::vector<Problem> refusals;
  bool gone = false;

  std::vector<Packet> of(Track track) const {
    std::vector<Packet> found;
    for (const auto& packet : packets) {
      if (packet.track == track) found.push_back(packet);
    }
    return found;
  }
};

// Admits whoever names a show of `keys` with its key, one at a time.
class FakeGate final : public Gate {
 public:
  explicit FakeGate(std::map<std::string, std::string> keys,
                    std::map<std::string, std::string> passphrases = {})
      : keys_(std::move(keys)), passphrases_(std::move(passphrases)) {}

  Result<std::unique_ptr<Feed>> admit(const IngestRequest& request) override {
    const std::scoped_lock lock(mutex_);
    const auto known = keys_.find(request.show);
    if (known == keys_.end()) return fail(Kind::kNotFound, "not-found", "There is no such show.");
    if (known->second != request.key) return fail(Kind::kForbidden, "wrong-key", "The stream key is wrong.");
    if (!publishing_.insert(request.show).second) {
      return fail(Kind::kConflict, "already-publishing", "Another encoder is publishing to this show.");
    }
    poured_.push_back(std::make_shared<Poured>());
    poured_.back()->request = request;
    return std::make_unique<FakeFeed>(*this, poured_.back());
  }
  std::string passphrase(const std::string& show) override {
    const std::scoped_lock lock(mutex_);
    const auto found = passphrases_.find(show);
    return found == passphrases_.end() ? "" : found->second;
  }

  // A copy of what came so far, in order of admission.
  std::vector<Poured> poured() const {
    const std::scoped_lock lock(mutex_);
    std::vector<Poured> copies;
    for (const auto& each : poured_) copies.push_back(*each);
    return copies;
  }
  void close_all() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  // Waits until `done(poured())`; false after 20 s.
  template <class Done>
  bool wait_until(Done done) const {
    for (int i = 0; i < 2'000; ++i) {
      if (done(poured())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  bool wait_until_gone(std::size_t count) const {
    return wait_until([&](const std::vector<Poured>& all) {
      std::size_t gone = 0;
      for (const auto& each : all) gone += each.gone ? 1 : 0;
      return gone >= count;
    });
  }

 private:
  class FakeFeed final : public Feed {
   public:
    FakeFeed(FakeGate& gate, std::shared_ptr<Poured> into) : gate_(gate), into_(std::move(into)) {}
    ~FakeFeed() override {
      const std::scoped_lock lock(gate_.mutex_);
      into_->gone = true;
      gate_.publishing_.erase(into_->request.show);
    }
    void video_form(const VideoForm& form) override {
      const std::scoped_lock lock(gate_.mutex_);
      into_->video_forms.push_back(form);
    }
    void audio_form(const AudioForm& form) override {
      const std::scoped_lock lock(gate_.mutex_);
      into_->audio_forms.push_back(form);
    }
    void packet(Packet packet) override {
      const std::scoped_lock lock(gate_.mutex_);
      into_->packets.push_back(std::move(packet));
    }
    void refused(const Problem& problem) override {
      const std::scoped_lock lock(gate_.mutex_);
      into_->refusals.push_back(problem);
    }
    bool closed() const override {
      const std::scoped_lock lock(gate_.mutex_);
      return gate_.closed_;
    }

   private:
    FakeGate& gate_;
    std::shared_ptr<Poured> into_;
  };

  mutable std::mutex mutex_;
  std::map<std::string, std::string> keys_;
  std::map<std::string, std::string> passphrases_;
  std::set<std::string> publishing_;
  std::vector<std::shared_ptr<Poured>> poured_;
  bool closed_ = false;
};

// A running ffmpeg; killed when forgotten.
class Ffmpeg {
 public:
  explicit Ffmpeg(const std::vector<std::string>& arguments) {
    char name[] = "/tmp/nigiwai-ffmpeg-XXXXXX";
    const int log = ::mkstemp(name);
    CHECK(log >= 0, "a test needs /tmp");
    log_ = name;
    std::vector<std::string> words = {"ffmpeg", "-hide_banner", "-nostdin", "-y", "-v", "warning"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, log, STDERR_FILENO);
    const int failed = posix_spawnp(&pid_, "ffmpeg", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(log);
    CHECK(failed == 0, "a test needs ffmpeg");
  }
  ~Ffmpeg() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
    ::unlink(log_.c_str());
  }
  Ffmpeg(const Ffmpeg&) = delete;
  Ffmpeg& operator=(const Ffmpeg&) = delete;

  // Stops it without closing anything, as a network that breaks away does.
  void pause() { ::kill(pid_, SIGSTOP); }
  // The exit status, or -1 when a signal ended it.
  int wait() {
    int status = 0;
    if (pid_ > 0) ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  // What it said.
  std::string said() const {
    std::ifstream file(log_);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

 private:
  pid_t pid_ = -1;
  std::string log_;
};

inline std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> found;
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

}  // namespace nigiwai::media::ingest
