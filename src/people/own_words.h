// What one of the staff tells of themselves on their page, and whether their shows are ranked among
// colleagues.
#pragma once

#include <string>

#include "base/text.h"
#include "store/writer.h"

namespace nigiwai::people {

// Two paragraphs: a page, not a book.
inline constexpr TextRule kStaffWords{.least = 0, .most = 600, .lines = Lines::kMany};

// Empty for nobody, too.
std::string words_of(store::Database& db, const std::string& handle);
Result<void> set_words(store::Transaction& transaction, const std::string& handle, const std::string& words);

// Shows with somebody who left the ranking stand in none.
bool is_ranked(store::Database& db, const std::string& handle);
Result<void> set_ranked(store::Transaction& transaction, const std::string& handle, bool ranked);

}  // namespace nigiwai::people
