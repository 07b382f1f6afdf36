#include "shop/csv.h"

namespace nigiwai::shop {

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) {
    if (!line.empty() || &cell != cells.data()) line += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line + "\r\n";
}

std::string safe_cell(std::string text) {
  // The full-width forms of these are formulas to Japanese spreadsheets too.
  for (const std::string_view start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
    if (text.starts_with(start)) return "'" + text;
  }
  return text;
}

std::string digits_cell(std::string text) {
  if (text.starts_with("0") && text.find_first_not_of("0123456789") == std::string::npos) return "'" + text;
  return safe_cell(std::move(text));
}

}  // namespace nigiwai::shop
