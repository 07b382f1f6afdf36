// Writing CSV that a spreadsheet opens as it is: RFC 4180 with CRLF, cells quoted where they must be. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::shop {

// Excel takes a file for UTF-8 only when it starts with this.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string csv_line(const std::vector<std::string>& cells);

// Text that somebody typed. A spreadsheet would run what starts with = + - @, a tab or a line break as a
// formula: an apostrophe in front makes it text.
std::string safe_cell(std::string text);

// Digits that are no number, such as those of a phone: an apostrophe keeps the zeros in front.
std::string digits_cell(std::string text);

}  // namespace nigiwai::shop
