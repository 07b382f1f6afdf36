#include "social/listening/spike_table.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <istream>
#include <ostream>
#include <vector>

#include "shop/feed/table.h"
#include "social/listening/read_time.h"
#include "social/listening/spike_detector.h"

namespace nigiwai::social {
namespace {

constexpr double kMostValue = 1e12;  // mentions in a bucket: more than mankind writes in a day
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Row {
  std::string timestamp;  // as written
  std::chrono::sys_seconds start{};
  double value = 0;
};

class SpikeRows {
 public:
  explicit SpikeRows(std::istream& in) : in_(in) {}

  // The places of the two columns.
  Result<void> read_header() {
    auto more = read_line();
    if (!more) return std::unexpected(more.error());
    if (!*more) return wrong("timestamp", "The file is empty; its first line must be timestamp,value.");
    if (!row_.cells.empty() && row_.cells.front().starts_with(kByteOrderMark))
      row_.cells.front().erase(0, kByteOrderMark.size());
    const auto place_of = [&](std::string_view name) {
      std::size_t place = 0;
      while (place < row_.cells.size() && row_.cells[place] != name) ++place;
      return place;
    };
    timestamp_ = place_of("timestamp");
    value_ = place_of("value");
    for (const auto& [place, name] : {std::pair{timestamp_, "timestamp"}, std::pair{value_, "value"}}) {
      if (place == row_.cells.size()) return wrong(name, "The first line names no such column.");
    }
    return {};
  }

  // False at the end. Empty lines are passed over.
  Result<bool> next(Row& row) {
    do {
      const auto more = read_line();
      if (!more || !*more) return more;
    } while (row_.cells.empty() || (row_.cells.size() == 1 && row_.cells.front().empty()));
    if (!row_.fault.empty()) return wrong("timestamp", row_.fault);
    if (timestamp_ >= row_.cells.size()) return wrong("timestamp", "This line has no such column.");
    if (value_ >= row_.cells.size()) return wrong("value", "This line has no such column.");
    row.timestamp = row_.cells[timestamp_];
    const auto at = read_time(row.timestamp);
    if (!at) {
      return wrong("timestamp", fmt::format("'{}' is no time such as 2015-02-26 21:42:53.", row.timestamp));
    }
    const auto start = std::chrono::floor<std::chrono::seconds>(*at);
    if (any_ && start <= row.start) {
      return wrong("timestamp", fmt::format("'{}' does not come after the line before.", row.timestamp));
    }
    row.start = start;
    any_ = true;
    const auto& written = row_.cells[value_];
    const auto* end = written.data() + written.size();
    const auto [stop, error] = std::from_chars(written.data(), end, row.value);
    if (error != std::errc() || stop != end || !std::isfinite(row.value) || row.value < 0 ||
        row.value > kMostValue) {
      return wrong("value", fmt::format("'{}' is no count, a number from 0 on.", written));
    }
    return true;
  }

 private:
  std::unexpected<Problem> wrong(std::string_view column, std::string_view why) const {
    return invalid("FILE", fmt::format("line {}, column {}: {}", line_, column, why));
  }

  Result<bool> read_line() {
    in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    if (in_.gcount() == 0 && in_.eof()) return false;
    ++line_;
    if (in_.bad()) return fail(Kind::kUnavailable, "reading", "The file cannot be read further.", "FILE");
    if (in_.fail()) {
      return invalid("FILE", fmt::format("line {}, column timestamp: This line is longer than {} bytes.",
                                         line_, kMostSpikeLine));
    }
    std::string_view text(buffer_.data(), static_cast<std::size_t>(in_.gcount()) - (in_.eof() ? 0 : 1));
    if (line_ == 1) separator_ = shop::feed::separator_of(text);
    row_.cells.clear();
    shop::feed::TableReader(text, separator_).next(row_);
    return true;
  }

  std::istream& in_;
  std::array<char, kMostSpikeLine> buffer_{};
  shop::feed::TableRow row_;
  char separator_ = ',';
  std::size_t line_ = 0;
  std::size_t timestamp_ = 0;
  std::size_t value_ = 0;
  bool any_ = false;
};

}  // namespace

Result<void> print_spikes(std::istream& in, std::ostream& out, SpikesAs what) {
  SpikeRows rows(in);
  if (auto header = rows.read_header(); !header) return header;
  Row row;
  std::optional<SpikeDetector> detector;
  const auto observe = [&](const Row& each) {
    const auto verdict = detector->observe(each.start, each.value);
    if (what == SpikesAs::kScores) {
      out << fmt::format("{},{:.6f}\n", each.timestamp, verdict.score);
    } else if (verdict.flagged) {
      out << each.timestamp << std::endl;  // at once: whoever listens may wait for it
    }
  };
  std::optional<Row> first;  // waits for the second, which tells the width
  while (true) {
    const auto more = rows.next(row);
    if ((!more || !*more) && first) {
      detector.emplace(std::chrono::minutes(5));
      observe(*first);
    }
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    if (!detector && !first) {
      first = row;
      continue;
    }
    if (first) {
      detector.emplace(row.start - first->start);
      observe(*std::exchange(first, std::nullopt));
    }
    observe(row);
  }
}

}  // namespace nigiwai::social
