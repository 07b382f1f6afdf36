#include "media/simulcast/simulcasts.h"

#include <algorithm>

namespace nigiwai::media::simulcast {
namespace {

// A relay goes on under another name, and not to another address.
bool is_same_way(const Target& a, const Target& b) {
  return a.id == b.id && a.address.url == b.address.url && a.address.key == b.address.key;
}

}  // namespace

Simulcasts::Simulcasts(TargetDirectory& directory, const Clock& clock, MakeOutput make_output)
    : directory_(directory),
      clock_(clock),
      make_output_(std::move(make_output)),
      thread_([this] { work(); }) {}

Simulcasts::~Simulcasts() { stop(); }

void Simulcasts::stop() {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  bell_.notify_all();
  thread_.join();
  const std::scoped_lock lock(mutex_);
  shows_.clear();
  to_end_.clear();
}

void Simulcasts::part(const std::string& show, const Part& part) {
  const std::scoped_lock lock(mutex_);
  if (stopping_) return;
  const auto found = shows_.find(show);
  if (found == shows_.end()) {
    shows_.try_emplace(show);
    to_look_at_.insert(show);
    bell_.notify_all();
    return;
  }
  for (const auto& [target, relay] : found->second.relays) relay->give(part);
}

void Simulcasts::ended(const std::string& show) {
  const std::scoped_lock lock(mutex_);
  const auto found = shows_.find(show);
  if (found == shows_.end()) return;
  for (auto& [target, relay] : found->second.relays) to_end_.push_back(std::move(relay));
  shows_.erase(found);
  bell_.notify_all();
}

void Simulcasts::changed(const std::string& show) {
  const std::scoped_lock lock(mutex_);
  if (!shows_.contains(show)) return;  // its first part will look
  to_look_at_.insert(show);
  bell_.notify_all();
}

void Simulcasts::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    bell_.wait(lock, [this] { return stopping_ || !to_look_at_.empty() || !to_end_.empty(); });
    if (stopping_) return;
    auto ending = std::exchange(to_end_, {});
    const auto looking = std::exchange(to_look_at_, {});
    lock.unlock();
    for (const auto& show : looking) look_at(show);
    for (const auto& relay : ending) relay->finish();
    ending.clear();
    lock.lock();
  }
}

void Simulcasts::look_at(const std::string& show) {
  const auto targets = directory_.targets_of(show);
  const std::scoped_lock lock(mutex_);
  const auto found = shows_.find(show);
  if (found == shows_.end()) return;  // ended meanwhile
  auto before = std::exchange(found->second.relays, {});
  for (const auto& target : targets) {
    const auto same =
        std::ranges::find_if(before, [&](const auto& each) { return is_same_way(each.first, target); });
    if (same != before.end()) {
      found->second.relays.emplace_back(target, std::move(same->second));
      before.erase(same);
    } else {
      found->second.relays.emplace_back(target,
                                        std::make_shared<Relay>(make_output_(target.address), clock_));
    }
  }
  for (auto& [target, relay] : before) to_end_.push_back(std::move(relay));
  bell_.notify_all();
}

std::vector<Simulcasts::TargetHealth> Simulcasts::health(const std::string& show) const {
  const std::scoped_lock lock(mutex_);
  std::vector<TargetHealth> all;
  const auto found = shows_.find(show);
  if (found == shows_.end()) return all;
  for (const auto& [target, relay] : found->second.relays)
    all.push_back({.id = target.id, .name = target.name, .health = relay->health()});
  return all;
}

}  // namespace nigiwai::media::simulcast
