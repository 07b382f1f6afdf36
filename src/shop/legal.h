// The pages that law or custom asks of a shop, as its owner wrote them: plain text, shown as paragraphs,
// never as HTML.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/writer.h"

namespace nigiwai::shop {

// 特定商取引法に基づく表記, terms, privacy.
inline constexpr std::array<std::string_view, 3> kLegalPages{"tokushoho", "terms", "privacy"};
inline constexpr std::size_t kLongestLegalText = 20'000;

bool is_legal_page(std::string_view page);

// Empty when the owner wrote none.
std::string legal_text(store::Database& db, std::string_view page);
// Those that have a text, in the order of kLegalPages.
std::vector<std::string> legal_pages(store::Database& db);
// When the terms were last written, for the record of who agreed to which; empty when there are none.
std::string terms_version(store::Database& db);
// An empty text takes the page away.
void write_legal_text(store::Transaction& transaction, std::string_view page, const std::string& text);

}  // namespace nigiwai::shop
