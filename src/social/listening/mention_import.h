// Brings an export of mentions in: read, matched and stored, batch after batch.
#pragma once

#include <atomic>
#include <iosfwd>

#include "base/fields.h"
#include "social/listening/mention_file.h"
#include "social/listening/mention_store.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::social {

// Of an upload, which is held in memory while it is read; larger files come by the command line.
inline constexpr std::size_t kMostUploaded = std::size_t{64} << 20;
// Named one by one in a report; past them only their number is told.
inline constexpr std::size_t kMostRefusals = 1'000;
// Stored in one transaction: a tenth of a second, in which a new term or an erasure waits, and nothing else
// does.
inline constexpr std::size_t kMentionsInBatch = 4'000;

struct ImportReport {
  std::size_t fresh = 0;
  std::size_t known = 0;  // here already, or of somebody who was erased
  std::size_t refused_count = 0;
  std::vector<RefusedRow> refused{};
};
json::object to_json(const ImportReport& report);

struct ImportProgress {  // read from any thread
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::uint64_t> of{0};
  std::atomic<std::uint64_t> rows{0};
  std::atomic<bool> stop{false};  // set to end it after its batch
};

// Stores and counts what channels heard: some thousands at most. Blocks as import_mentions does.
Result<Stored> add_mentions(store::Writer& writer, store::Readers& readers, std::vector<Mention> mentions);

// Blocks the caller's thread, which must not be the writer's nor a loop's. `writer` and `readers` are those
// of mentions.db. A failure of the disk ends it where it was; the same file goes on from there.
Result<ImportReport> import_mentions(store::Writer& writer, store::Readers& readers, const Clock& clock,
                                     std::istream& in, const std::string& network, ImportProgress& progress);

}  // namespace nigiwai::social
