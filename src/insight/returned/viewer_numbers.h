// The numbers of viewers in insight.db by their names, those of a member's devices together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_hash.h"
#include "store/database.h"

namespace nigiwai::insight {

// From so many shows on all names are read at once, where there are no more of them than this: some fifty
// bytes each, and three times that for a member's device.
inline constexpr std::size_t kManyShows = 10;
inline constexpr std::int64_t kMostNumbersHeld = 1'000'000;

class ViewerNumbers {
 public:
  // `shows` is of how many the viewers will be asked for.
  ViewerNumbers(store::Database& kept, store::Database& journal, std::size_t shows);
  // Those of whoever has this name; none for whom the figures have not met. Until the next call.
  std::span<const std::int64_t> of(std::string_view name);

 private:
  // A name that is no longer than those given out, without a byte of zero; longer ones are asked for singly.
  struct Short {
    std::uint64_t first = 0, second = 0;
    bool operator==(const Short&) const = default;
  };
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(const Short& name) const;
  };
  static std::optional<Short> shortened(std::string_view name);
  void read_names(std::int64_t viewers);
  void read_members();
  std::optional<std::int64_t> number(std::string_view name);

  store::Database& kept_;
  store::Database& journal_;
  bool held_ = false;
  boost::unordered_flat_map<Short, std::uint32_t, Hash> numbers_{};
  std::vector<std::vector<std::int64_t>> members_{};  // of each, all their numbers
  boost::unordered_flat_map<std::string, std::size_t, TextHash, std::equal_to<>> member_of_{};  // by name
  std::vector<std::int64_t> found_{};
};

}  // namespace nigiwai::insight
