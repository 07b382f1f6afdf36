// Compaction: writes the database anew without its free pages, and empties the write-ahead log, so that what
// was deleted is nowhere in its files.
//
// A page that was rebuilt may keep old bytes in its gap in spite of secure_delete; only a database written
// anew has none. Takes about a second for each 100 MB, in which nothing else is written.
#pragma once

#include "store/writer.h"

namespace nigiwai::store {

// Not inside a transaction. storage-full when there is no room for a second copy; unavailable when a reader
// held the log for so long that it could not be emptied.
Result<void> compact(Database& database);

// The same as a command of the writer's, alone in its turn or not: what was decided before it in the same
// turn is committed first, and the writer finds itself in a transaction again afterwards.
Result<void> compact(Transaction& transaction);

}  // namespace nigiwai::store
