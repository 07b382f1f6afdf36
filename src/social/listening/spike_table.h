// `nigiwai mentions spikes FILE.csv`: the spikes of one table, read as a stream.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "base/result.h"

namespace nigiwai::social {

inline constexpr std::size_t kMostSpikeLine = 4096;  // bytes: a time and a number, and columns nobody reads

enum class SpikesAs {
  kTimestamps,  // each flagged timestamp, as it was written, on a line
  kScores,      // every timestamp with its score, "2015-02-26 21:42:53,0.013"
};

// `in` is a table with a header that has the columns `timestamp` (ascending; read_time.h says how written)
// and `value` (a number, not negative); others are left alone. The width of a bucket is the distance of the
// first two. What is found before a line that is wrong has been printed; the problem names the line and the
// column.
Result<void> print_spikes(std::istream& in, std::ostream& out, SpikesAs what);

}  // namespace nigiwai::social
