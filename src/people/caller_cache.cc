#include "people/caller_cache.h"

namespace nigiwai::people {

std::optional<http::Caller> CallerCache::find(const std::string& token_hash) {
  const auto now = clock_.steady();
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(token_hash);
  if (found == kept_.end()) return std::nullopt;
  if (found->second.until <= now) {
    kept_.erase(found);
    return std::nullopt;
  }
  return found->second.caller;
}

std::uint64_t CallerCache::changes() const {
  const std::scoped_lock lock(mutex_);
  return changes_;
}

void CallerCache::keep(const std::string& token_hash, http::Caller caller, std::uint64_t changes_before) {
  const auto now = clock_.steady();
  const std::scoped_lock lock(mutex_);
  if (changes_ != changes_before) return;
  if (kept_.size() >= kMostCallersKept) {
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.until <= now; });
    if (kept_.size() >= kMostCallersKept) kept_.clear();
  }
  kept_[token_hash] = {std::move(caller), now + kCallerKept};
}

void CallerCache::forget(const std::string& token_hash) {
  const std::scoped_lock lock(mutex_);
  ++changes_;
  kept_.erase(token_hash);
}

void CallerCache::forget_all() {
  const std::scoped_lock lock(mutex_);
  ++changes_;
  kept_.clear();
}

}  // namespace nigiwai::people
