// Brings a feed into the shop, in small turns of the writer, so that orders go on beside it.
//
// An import adds and changes; it takes nothing away. A product that a feed names again is changed only in
// what the feed says: what it leaves out (a subtitle, a limit, a variant) stays. Stock is set only for
// products that the import creates; where it differs from ours it is reported. Rows that are broken are
// refused one by one.
#pragma once

#include <atomic>

#include "shop/feed/feed.h"
#include "shop/products/shelves.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::shop::feed {

inline constexpr std::size_t kMostUploaded = std::size_t{64} << 20;  // 200,000 lines of 300 bytes
inline constexpr std::size_t kMostBytes = std::size_t{512} << 20;    // of a file: it is held in memory whole
// Named one by one in a report; past them only their number is told.
inline constexpr std::size_t kMostRefusals = 10'000;
inline constexpr std::size_t kMostDifferences = 10'000;

struct StockDifference {
  std::string sku;
  std::int64_t ours = 0;
  std::int64_t theirs = 0;
};

struct Report {
  std::string format;
  std::string encoding;
  std::size_t created = 0;  // products
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::size_t refused_count = 0;  // rows
  std::vector<Refusal> refused{};
  std::size_t difference_count = 0;  // SKUs
  std::vector<StockDifference> stock_differences{};
  std::map<std::string, std::size_t> ignored_columns{};
};
json::object to_json(const Report& report);

// How far an import is; read from any thread.
struct Progress {
  std::atomic<std::size_t> done{0};   // products written or left as they are
  std::atomic<std::size_t> total{0};  // 0: the feed is still being read
  std::atomic<bool> stop{false};      // set to end it after its turn
};

struct ImportParts {  // all outlive the import
  store::Writer& writer;
  timeline::Journal& journal;
  Shelves& shelves;
  // Left free between two turns for another process that serves from the same folder.
  Milliseconds pause{0};
};

// Reads the feed and writes it. Blocks the caller's thread, which must not be the writer's nor a loop's.
// Refuses a file that is no feed; a failure of the disk ends the import where it was, and the same feed goes
// on from there.
Result<Report> import_feed(const ImportParts& parts, std::string bytes, const http::Caller& by,
                           Progress& progress);

}  // namespace nigiwai::shop::feed
