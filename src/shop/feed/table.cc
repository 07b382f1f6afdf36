#include "shop/feed/table.h"

#include <algorithm>
#include <array>

namespace nigiwai::shop::feed {

bool TableRow::empty() const {
  return fault.empty() && std::ranges::all_of(cells, [](const std::string& cell) { return cell.empty(); });
}

// Takes a line break of any kind, if one is here.
bool TableReader::end_line() {
  if (at_ >= text_.size()) return true;
  if (text_[at_] != '\r' && text_[at_] != '\n') return false;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
  return true;
}

std::string_view TableReader::bare() {
  const auto start = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\r' && text_[at_] != '\n') ++at_;
  return text_.substr(start, at_ - start);
}

// From an opening quote to what follows the closing one. False, with nothing taken, when this is no quoted
// cell
// (`"Best" lipstick`) or is never closed.
bool TableReader::quoted(std::string& cell) {
  const auto start = at_;
  const auto start_line = line_;
  const auto give_up = [&] {
    at_ = start;
    line_ = start_line;
    cell.clear();
    return false;
  };
  ++at_;
  while (at_ < text_.size() && at_ - start < kMostQuoted) {
    const char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        at_ += 2;
        continue;
      }
      ++at_;
      const bool ends =
          at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\r' || text_[at_] == '\n';
      return ends || give_up();
    }
    if (c == '\r' || c == '\n') {
      end_line();
      cell += '\n';
      continue;
    }
    cell += c;
    ++at_;
  }
  return give_up();
}

bool TableReader::next(TableRow& row) {
  row.cells.clear();
  row.fault.clear();
  if (at_ >= text_.size()) return false;
  row.line = line_;
  while (true) {
    std::string cell;
    if (at_ < text_.size() && text_[at_] == '"' && !quoted(cell)) {
      cell = bare();
      // A quote that closes on its own line was meant as a sign of the text.
      if (std::ranges::count(cell, '"') % 2 == 1) row.fault = "A quote is opened here and never closed.";
    } else if (cell.empty()) {
      cell = bare();
    }
    if (row.cells.size() < kMostColumns) {
      row.cells.push_back(std::move(cell));
    } else {
      row.fault = "This row has too many columns.";
    }
    if (at_ < text_.size() && text_[at_] == separator_) {
      ++at_;
      continue;
    }
    end_line();
    return true;
  }
}

char separator_of(std::string_view text) {
  constexpr std::array kSeparators{'\t', ',', ';'};
  std::array<std::size_t, kSeparators.size()> count{};
  bool in_quotes = false;
  for (const char c : text) {
    if (c == '"') in_quotes = !in_quotes;
    if (!in_quotes && (c == '\n' || c == '\r')) break;
    for (std::size_t i = 0; i < kSeparators.size(); ++i)
      count[i] += !in_quotes && c == kSeparators[i] ? 1u : 0u;
  }
  const auto most = std::ranges::max_element(count);
  return kSeparators[static_cast<std::size_t>(most - count.begin())];
}

}  // namespace nigiwai::shop::feed
