#include "media/simulcast/relay.h"

#include <algorithm>

#include "base/log.h"

namespace nigiwai::media::simulcast {
namespace {

std::size_t bytes_of(const PartSamples& samples) {
  std::size_t bytes = 0;
  for (const auto& each : samples.video) bytes += each.data->size();
  for (const auto& each : samples.audio) bytes += each.data->size();
  return bytes;
}

}  // namespace

Relay::Relay(std::unique_ptr<Output> output, const Clock& clock)
    : clock_(clock), output_(std::move(output)), thread_([this] { work(); }) {}

Relay::~Relay() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  output_->stop();
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Relay::finish() {
  {
    const std::scoped_lock lock(mutex_);
    finishing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Relay::give(const Part& part) {
  {
    const std::scoped_lock lock(mutex_);
    if (needs_key_ && !part.independent) {
      lost_ += part.duration;
      return;
    }
    if (waiting_ + part.duration > kMostWaiting) {
      drop_waiting();
      if (!part.independent) {
        lost_ += part.duration;
        return;
      }
    }
    needs_key_ = false;
    waiting_ += part.duration;
    items_.push_back({part.init, part.samples, part.duration, part.independent});
  }
  changed_.notify_all();
}

void Relay::drop_waiting() {
  lost_ += waiting_;
  waiting_ = Ticks{0};
  items_.clear();
  needs_key_ = true;
}

std::optional<Relay::Item> Relay::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || finishing_ || !items_.empty(); });
  if (stopping_ || items_.empty()) return std::nullopt;
  auto item = std::move(items_.front());
  items_.pop_front();
  waiting_ -= item.duration;
  return item;
}

void Relay::work() {
  while (auto item = next()) {
    // Another form of picture or sound is another connection: services take none in the middle.
    if (init_ && item->init != init_ &&
        (item->init->video != init_->video || item->init->audio != init_->audio)) {
      output_->close();
      init_.reset();
    }
    if (!init_ && !item->independent) {
      const std::scoped_lock lock(mutex_);
      lost_ += item->duration;
      continue;
    }
    if (!init_) {
      {
        const std::scoped_lock lock(mutex_);
        state_ = State::kConnecting;
      }
      if (const auto opened = output_->open(*item->init); !opened) {
        pause(opened.error());
        continue;
      }
      init_ = item->init;
      const std::scoped_lock lock(mutex_);
      state_ = State::kSending;
      ++connections_;
    }
    if (const auto sent = output_->send(*item->samples); !sent) {
      output_->close();
      init_.reset();
      pause(sent.error());
      continue;
    }
    pause_ = kFirstPause;
    const std::scoped_lock lock(mutex_);
    meter_.add(clock_.steady(), bytes_of(*item->samples));
  }
  output_->close();
}

void Relay::pause(const Problem& problem) {
  std::unique_lock lock(mutex_);
  if (stopping_) return;
  log_warn("a relay to another service was cut off", {{"why", problem.detail}});
  problem_ = problem.detail;
  state_ = State::kPausing;
  drop_waiting();
  changed_.wait_for(lock, pause_, [this] { return stopping_ || finishing_; });
  // What came meanwhile is of the past, too.
  drop_waiting();
  state_ = State::kWaiting;
  pause_ = std::min(pause_ * 2, kLongestPause);
}

RelayHealth Relay::health() const {
  const std::scoped_lock lock(mutex_);
  auto meter = meter_;
  return {.state = state_,
          .bits_per_second = static_cast<std::int64_t>(meter.rates(clock_.steady()).bits_per_second),
          .waiting = to_milliseconds(waiting_),
          .lost = to_milliseconds(lost_),
          .connections = connections_,
          .problem = problem_};
}

}  // namespace nigiwai::media::simulcast
