// Work that is done a little at a time, so that nobody waits behind it: reading the journal, indexing,
// clearing up.
#pragma once

#include "store/writer.h"

namespace nigiwai::store {

class BitByBit {
 public:
  // Does some of it and answers whether more is left.
  using Some = std::function<Result<bool>(Transaction&)>;

  // `failed` is logged when it fails; it is tried again when it is tended next. The writer outlives this.
  BitByBit(Writer& writer, Lane lane, const char* failed, Some some)
      : writer_(writer), lane_(lane), failed_(failed), some_(std::move(some)) {}
  BitByBit(const BitByBit&) = delete;
  BitByBit& operator=(const BitByBit&) = delete;

  // Goes on until nothing is left; nothing where that is under way. Any thread.
  void tend();

 private:
  void next();

  Writer& writer_;
  Lane lane_;
  const char* failed_;
  Some some_;
  std::atomic<bool> under_way_{false};
};

}  // namespace nigiwai::store
