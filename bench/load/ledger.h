// What a room has said, read once, so that thousands of readers are checked by comparing bytes.
//
// A line carries when it was posted as "t=<microseconds since 1970> " in its text. No two lines of a run
// carry the same, so that is a line's name too.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace nigiwai::bench {

// One frame of a room of nigiwai ({"from", "to", "events", …}), or one line that a peer carries ({"seq", …}).
struct Stretch {
  std::int64_t from = 0, to = -1;  // what it covers; to = from - 1 covers nothing
  bool is_snapshot = false;        // covers all up to `to`, in short
  std::vector<std::int64_t> posted;
  std::string bytes;
};

class Ledger {
 public:
  // What these bytes say. Valid until the next call. Null for what is no frame of a room.
  const Stretch* read(std::string_view bytes);
  // How many different lines were seen.
  std::int64_t lines() const { return static_cast<std::int64_t>(lines_.size()); }

 private:
  static constexpr std::size_t kKept = 64;  // of the newest frames; who lags further behind is read anew
  std::array<Stretch, kKept> recent_;
  std::size_t newest_ = 0;
  std::unordered_set<std::int64_t> lines_;
};

// The whole number after the first `"name":` in a JSON text that has it unquoted; -1 without.
std::int64_t number_after(std::string_view json, std::string_view name);

}  // namespace nigiwai::bench
