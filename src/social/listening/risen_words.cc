#include "social/listening/risen_words.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace nigiwai::social {
namespace {

constexpr std::size_t kLeastTexts = 3;
constexpr double kLeastRise = 2;

std::unordered_map<std::string, std::size_t> counts_of(std::span<const std::vector<std::string>> texts) {
  std::unordered_map<std::string, std::size_t> counts;
  for (const auto& text : texts) {
    for (const auto& word : text) ++counts[word];
  }
  return counts;
}

}  // namespace

std::vector<RisenWord> risen_words(std::span<const std::vector<std::string>> now,
                                   std::span<const std::vector<std::string>> before, std::size_t most) {
  const auto counts = counts_of(now);
  const auto earlier = counts_of(before);
  const auto texts = static_cast<double>(now.size());
  const auto texts_before = static_cast<double>(std::max<std::size_t>(before.size(), 1));
  std::vector<std::pair<double, RisenWord>> risen;
  for (const auto& [word, count] : counts) {
    if (count < kLeastTexts) continue;
    const auto found = earlier.find(word);
    const auto had = found == earlier.end() ? 0.0 : static_cast<double>(found->second);
    const double share = static_cast<double>(count) / texts;
    const double share_before = had / texts_before;
    if (share < kLeastRise * share_before) continue;
    // Half a text more on either side, so that what was never said has a variance, too.
    const double both = (static_cast<double>(count) + had + 1) / (texts + texts_before + 2);
    const double z = (share - share_before) / std::sqrt(both * (1 - both) * (1 / texts + 1 / texts_before));
    risen.push_back({z, {word, count, static_cast<std::size_t>(std::lround(share_before * texts))}});
  }
  std::ranges::sort(risen, [](const auto& one, const auto& other) {
    return one.first != other.first ? one.first > other.first : one.second.word < other.second.word;
  });
  std::vector<RisenWord> words;
  for (auto& [z, word] : risen) {
    if (words.size() == most) break;
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace nigiwai::social
