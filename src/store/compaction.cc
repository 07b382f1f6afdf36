#include "store/compaction.h"

namespace nigiwai::store {
namespace {

// Each waits as long as the busy timeout; reads are short.
constexpr int kTries = 5;

}  // namespace

Result<void> compact(Database& database) {
  try {
    // The copy goes to a file, for it may be larger than the memory.
    database.script("PRAGMA temp_store = FILE");
    database.script("VACUUM");
    database.script("PRAGMA temp_store = MEMORY");
    for (int i = 0; i < kTries; ++i) {
      auto rows = database.query("PRAGMA wal_checkpoint(TRUNCATE)");
      rows.next();
      if (rows.integer(0) == 0) return {};
    }
    return fail(Kind::kUnavailable, "unavailable",
                "The database is read too busily to empty its log. Try again.");
  } catch (const StoreFailure& failure) {
    return std::unexpected(failure.problem().because("compacting the database"));
  }
}

Result<void> compact(Transaction& transaction) {
  auto& database = transaction.db();
  // Ends the savepoint of WriterCore::run_batch too, where there is one; one that it does not expect ends
  // with its transaction.
  database.script("COMMIT");
  auto compacted = compact(database);
  database.script("BEGIN IMMEDIATE; SAVEPOINT batch");
  return compacted;
}

}  // namespace nigiwai::store
