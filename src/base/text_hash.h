// For maps by text that are asked with a view of one.
#pragma once

#include <functional>
#include <string_view>

namespace nigiwai {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace nigiwai
