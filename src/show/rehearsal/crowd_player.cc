#include "show/rehearsal/crowd_player.h"

#include "base/log.h"
#include "show/rehearsal/crowd.h"

namespace nigiwai::show {

CrowdPlayer::CrowdPlayer(store::Writer& writer, store::Readers& readers, timeline::Journal& journal,
                         std::string secret)
    : writer_(writer), readers_(readers), journal_(journal), secret_(std::move(secret)) {}

CrowdPlayer::~CrowdPlayer() { stop(); }

void CrowdPlayer::start() {
  thread_ = std::thread([this] { run(); });
}

void CrowdPlayer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void CrowdPlayer::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    lock.unlock();
    play();
    lock.lock();
    woken_.wait_for(lock, kCrowdLook, [this] { return stopped_; });
  }
}

void CrowdPlayer::play() {
  if (playing_->load()) return;
  const auto there =
      readers_.read<bool>([](store::Database& db) -> Result<bool> { return has_crowd_to_play(db); });
  if (!there || !*there || playing_->exchange(true)) return;
  writer_.run<bool>(
      store::Lane::kRoom,
      [&journal = journal_, secret = secret_](store::Transaction& transaction) -> Result<bool> {
        return play_some_crowd(transaction, journal, secret);
      },
      [playing = playing_](Result<bool> more) {
        if (!more) log_warn("a crowd could not play on", {{"why", more.error().detail}});
        *playing = false;
      });
}

}  // namespace nigiwai::show
