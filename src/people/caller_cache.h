// Callers by the hash of their token, for a few seconds: a busy viewer asks the database once, not with each
// request.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "http/caller.h"

namespace nigiwai::people {

// What this process changes is forgotten at once, and what another one does to the staff within seconds
// (People::look_at_others); past this nobody is taken for who they were, whatever went wrong.
inline constexpr Milliseconds kCallerKept{10'000};
// A crowd of this size; past it the cache starts over, which costs a read each.
inline constexpr std::size_t kMostCallersKept = 50'000;

// Safe from any thread.
class CallerCache {
 public:
  explicit CallerCache(const Clock& clock) : clock_(clock) {}

  std::optional<http::Caller> find(const std::string& token_hash);

  // Taken before the database is read and given to keep(), which drops what was read before a change.
  std::uint64_t changes() const;
  void keep(const std::string& token_hash, http::Caller caller, std::uint64_t changes_before);

  void forget(const std::string& token_hash);
  void forget_all();

 private:
  struct Kept {
    http::Caller caller;
    SteadyTime until;
  };
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::uint64_t changes_ = 0;
  std::unordered_map<std::string, Kept> kept_;
};

}  // namespace nigiwai::people
