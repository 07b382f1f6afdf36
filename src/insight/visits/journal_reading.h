// Reads the journal behind the shop and keeps what the figures are made of, in spans: how far was read
// commits together with the rows that came of it.
#pragma once

#include <functional>

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

  // Both read `journal`, the shop's database in a read transaction, and answer how many events they read: a
  // span, or all until `last`. They throw StoreFailure, have then kept nothing of what they read, and must
  // not be used again.
  std::int64_t read_span(store::Database& journal);
  std::int64_t read_until(store::Database& journal, std::int64_t last);
  std::int64_t position() const { return position_; }  // of the last event read

 private:
  std::int64_t keep(store::Database& journal, const std::function<std::int64_t()>& read);
  std::int64_t fold_span(std::int64_t last);

  store::Database& kept_;
  std::int64_t span_;
  store::Database* journal_ = nullptr;  // while a span is read
  Book book_;
  std::int64_t position_ = 0;
};

}  // namespace nigiwai::insight
