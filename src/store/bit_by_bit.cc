#include "store/bit_by_bit.h"

#include "base/log.h"

namespace nigiwai::store {

void BitByBit::tend() {
  if (!under_way_.exchange(true)) next();
}

void BitByBit::next() {
  writer_.run<bool>(lane_, some_, [this](const Result<bool>& more) {
    if (more && *more) return next();
    under_way_ = false;
    if (!more) log_warn(failed_, {{"why", more.error().detail}});
  });
}

}  // namespace nigiwai::store
