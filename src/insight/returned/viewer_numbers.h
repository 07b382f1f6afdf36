// The numbers of viewers in insight.db by their names.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/database.h"

namespace nigiwai::insight {

// From so many shows on all names are read at once, where there are no more of them than this: less than a
// hundred bytes each.
inline constexpr std::size_t kManyShows = 10;
inline constexpr std::int64_t kMostNumbersHeld = 1'000'000;

class ViewerNumbers {
 public:
  // `shows` is of how many the viewers will be asked for.
  ViewerNumbers(store::Database& kept, std::size_t shows);
  // Nothing for whom the figures have not met.
  std::optional<std::int64_t> of(std::string_view name);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  store::Database& kept_;
  bool held_ = false;
  boost::unordered_flat_map<std::string, std::int64_t, Hash, std::equal_to<>> numbers_{};
};

}  // namespace nigiwai::insight
