// Text made comparable, and cut into words: Japanese and English alike (ICU).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::social {

// NFKC with case folded: ＬＩＰ, Lip and lip are one, ﾘｯﾌﾟ and リップ too. `text` is UTF-8.
std::string normal_text(std::string_view text);

// The words of a normal text that may carry meaning, each once, in order: no addresses, no @names, no
// numbers, none of the short words that every sentence has. Japanese is cut by ICU's dictionary.
std::vector<std::string> words_of(std::string_view normal);

}  // namespace nigiwai::social
