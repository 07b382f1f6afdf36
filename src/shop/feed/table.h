// Reads a table of separated values line by line: RFC 4180, with tabs or commas, and as spreadsheets really
// write it.
//
// Refuses nothing by itself. A row with a quote that is never closed says so in `fault` and ends at its line,
// so that one slip does not swallow the rest of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::shop::feed {

inline constexpr std::size_t kMostColumns = 500;  // Shopify's exports have up to 100
inline constexpr std::size_t kMostQuoted =
    128 * 1024;  // bytes in one pair of quotes: past it, it was never closed

struct TableRow {
  std::size_t line = 0;  // where it starts, from 1
  std::vector<std::string> cells;
  std::string fault;   // empty, or what is wrong with the row as a whole
  bool empty() const;  // a line of nothing
};

class TableReader {
 public:
  // The text must outlive this.
  TableReader(std::string_view text, char separator) : text_(text), separator_(separator) {}
  // False at the end.
  bool next(TableRow& row);
  // Where the next row starts, in bytes and lines: who reads a file by pieces goes on from there.
  std::size_t at() const { return at_; }
  std::size_t line() const { return line_; }

 private:
  bool quoted(std::string& cell);
  std::string_view bare();
  bool end_line();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// Tab, comma or semicolon: what stands most often in the first line, outside of quotes.
char separator_of(std::string_view text);

}  // namespace nigiwai::shop::feed
