// Reads the journal behind the shop and keeps what the figures are made of, in spans: the rows of a span and
// how far was read commit together.
#pragma once

#include <limits>

#include "insight/visits/book.h"
#include "store/database.h"

namespace nigiwai::insight {

// Events of one span. Mostly few wait; where a whole journal does, rows that many of them touch are written
// once: half a second, and some dozens of MiB.
inline constexpr std::int64_t kEventsASpan = 200'000;

class JournalReading {
 public:
  // `kept` is insight.db, for writing, and outlives this.
  explicit JournalReading(store::Database& kept, std::int64_t span = kEventsASpan,
                          std::size_t most = kMostRemembered);

  // Reads a span of `journal`, the shop's database in a read transaction; answers how many events it held,
  // none past `last`. Throws StoreFailure and has then kept nothing of the span, and must not be used again.
  std::int64_t read_span(store::Database& journal,
                         std::int64_t last = std::numeric_limits<std::int64_t>::max());
  std::int64_t position() const { return position_; }  // of the last event read

 private:
  store::Database& kept_;
  std::int64_t span_;
  store::Database* journal_ = nullptr;  // while a span is read
  Book book_;
  std::int64_t position_ = 0;
};

}  // namespace nigiwai::insight
