// Passwords at rest: argon2id (RFC 9106) as libsodium writes it, worked out away from the loops.
//
// One hash takes 64 MiB and a good part of a tenth of a second, on purpose; on a loop it would hold up every
// viewer of that loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/net.h"
#include "base/result.h"

namespace nigiwai::people {

struct PasswordCost {
  unsigned long long operations = 2;  // libsodium's INTERACTIVE limits
  std::size_t memory_bytes = std::size_t{64} << 20;
};

// On the calling thread. Unavailable when the memory cannot be had.
Result<std::string> hash_password(std::string_view password, PasswordCost cost = {});
bool password_matches(const std::string& hash, std::string_view password);

// The same on one thread of its own: one hash at a time bounds the memory, and leaves the cores to the shows.
// Finishes what waits when it goes, which must be before the loops that wait for it go.
class PasswordThread {
 public:
  // Passwords that may wait, a few seconds of work; past it one is refused with the time to try again.
  static constexpr int kMostWaiting = 32;

  explicit PasswordThread(PasswordCost cost = {});
  ~PasswordThread();

  Task<Result<std::string>> hash(std::string password);
  // Without a hash (nobody has this mail address) it takes the same time, and is false.
  Task<Result<bool>> matches(std::optional<std::string> hash, std::string password);

 private:
  struct Thread;
  PasswordCost cost_;
  std::string nobodys_;  // the hash of a password that nobody knows
  std::unique_ptr<Thread> thread_;
};

}  // namespace nigiwai::people
