// Which words people use more often than before. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace nigiwai::social {

struct RisenWord {
  std::string word;
  std::size_t now = 0;     // texts with it
  std::size_t before = 0;  // texts with it, as many as there would be in as many texts as now
};

// `now` and `before` hold the words of a text each, every word once (words_of in normal_text.h). A word has
// risen when at least three texts have it and at least twice the share of before; the order is that of the
// two-proportion z-test, largest first. At most `most`.
std::vector<RisenWord> risen_words(std::span<const std::vector<std::string>> now,
                                   std::span<const std::vector<std::string>> before, std::size_t most);

}  // namespace nigiwai::social
