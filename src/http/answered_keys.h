// Which idempotency keys may have an answer, without asking the disk: a Bloom filter of a fixed size.
//
// Says "perhaps" now and then for a key that is new, the more often the more keys there are (1 in 500 at half
// a million, 1 in 7 at two million), and never "no" for one that was answered.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "http/idempotency.h"

namespace nigiwai::http {

class AnsweredKeys {
 public:
  static constexpr std::size_t kBits = std::size_t{1} << 23;  // 1 MiB

  AnsweredKeys() : words_(std::make_unique<std::atomic<std::uint64_t>[]>(kBits / 64)) {}
  // Those of a route that are stored already.
  void load(store::Database& database, const std::string& route);
  // Before the answer is given, or whoever asks again could be told "no". Any thread.
  void add(const IdempotencyKey& key);
  bool may_have(const IdempotencyKey& key) const;

 private:
  std::unique_ptr<std::atomic<std::uint64_t>[]> words_;
};

}  // namespace nigiwai::http
