#include "http/rate_limit.h"

#include <fmt/format.h>

namespace nigiwai::http {

Result<void> RateLimits::take(const Rate& rate, const std::string& key) {
  const auto name = rate.name + '\n' + key;
  auto& shard = shards_[std::hash<std::string>()(name) % shards_.size()];
  const auto now = clock_.steady();
  const std::scoped_lock lock(shard.mutex);
  if (shard.full_again.size() >= kMostBuckets) {
    std::erase_if(shard.full_again, [&](const auto& bucket) { return bucket.second <= now; });
    if (shard.full_again.size() >= kMostBuckets) shard.full_again.clear();
  }
  // The bucket empties when filling it up again would take longer than `burst` periods (GCRA).
  auto& full = shard.full_again.try_emplace(name, now).first->second;
  const auto base = std::max(full, now);
  const auto next = base + rate.each;
  const auto longest = rate.each * rate.burst;
  if (next - now > longest) {
    const auto wait = std::chrono::ceil<Milliseconds>(next - now - longest);
    Problem problem{Kind::kTooMany,
                    "too-many",
                    fmt::format("Too many {} in a short time. Try again in {} s.", rate.name,
                                (wait.count() + 999) / 1000),
                    {},
                    wait,
                    {{"limit", rate.name}}};
    return std::unexpected(std::move(problem));
  }
  full = next;
  return {};
}

}  // namespace nigiwai::http
