// Finding products and orders by any part of their words, in any width, case and kana. Pure.
//
// Japanese has no spaces to cut words at, so texts are kept as every two neighbouring characters ("うるみ" is
// うる, るみ, み), and a word is found where its pairs stand in a row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::shop {

inline constexpr std::size_t kMostSearch = 100;  // characters of a search: longer ones find nothing anyway

// The letters and digits of `text`: width, case and the two kana made one; all else dropped.
std::string search_form(std::string_view text);

// The tokens of product_search for these texts.
std::string search_grams(const std::vector<std::string>& texts);

// The MATCH expression that finds every word of `asked`; empty when there is nothing to search for.
std::string search_query(std::string_view asked);

// The words of `asked` in their search_form: what search_query finds is what has each of them in one of its
// texts.
std::vector<std::string> search_words(std::string_view asked);

}  // namespace nigiwai::shop
