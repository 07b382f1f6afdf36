#include "social/listening/mention_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <map>

#include "base/fields.h"
#include "base/text.h"
#include "base/time.h"
#include "social/listening/read_time.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::int64_t kMostCount = 10'000'000'000;  // more people than there are

constexpr std::array<std::string_view, 9> kNames{"network", "at",        "text",   "id",   "author",
                                                 "url",     "followers", "boosts", "likes"};

std::string lowered(std::string_view text) {
  std::string low(text);
  for (auto& c : low) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return low;
}

// Controls, and marks that turn the direction of what stands beside them, become nothing or a blank.
std::string without_controls(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0xE2 && at + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[at + 1]);
      const auto third = static_cast<unsigned char>(text[at + 2]);
      if ((second == 0x80 && third >= 0xAA && third <= 0xAE) ||
          (second == 0x81 && third >= 0xA6 && third <= 0xA9)) {
        at += 2;
        continue;
      }
    }
    kept += (byte < ' ' && byte != '\n') || byte == 0x7F ? ' ' : text[at];
  }
  const auto first = kept.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return kept.substr(first, kept.find_last_not_of(" \n") - first + 1);
}

bool is_network(std::string_view name) {
  return !name.empty() && name.size() <= kMostNetwork && is_slug(name);
}

}  // namespace

std::optional<MentionFile::Column> MentionFile::column_of(std::string_view name) {
  static const std::map<std::string_view, Column, std::less<>> known{{"network", kNetwork},
                                                                     {"channel", kNetwork},
                                                                     {"source", kNetwork},
                                                                     {"platform", kNetwork},
                                                                     {"at", kAt},
                                                                     {"timestamp", kAt},
                                                                     {"created_at", kAt},
                                                                     {"date", kAt},
                                                                     {"time", kAt},
                                                                     {"published_at", kAt},
                                                                     {"text", kText},
                                                                     {"content", kText},
                                                                     {"full_text", kText},
                                                                     {"message", kText},
                                                                     {"body", kText},
                                                                     {"id", kId},
                                                                     {"post_id", kId},
                                                                     {"tweet_id", kId},
                                                                     {"status_id", kId},
                                                                     {"author", kAuthor},
                                                                     {"username", kAuthor},
                                                                     {"user", kAuthor},
                                                                     {"screen_name", kAuthor},
                                                                     {"account", kAuthor},
                                                                     {"handle", kAuthor},
                                                                     {"url", kUrl},
                                                                     {"link", kUrl},
                                                                     {"permalink", kUrl},
                                                                     {"followers", kFollowers},
                                                                     {"followers_count", kFollowers},
                                                                     {"author_followers", kFollowers},
                                                                     {"boosts", kBoosts},
                                                                     {"reposts", kBoosts},
                                                                     {"retweets", kBoosts},
                                                                     {"retweet_count", kBoosts},
                                                                     {"shares", kBoosts},
                                                                     {"reblogs", kBoosts},
                                                                     {"likes", kLikes},
                                                                     {"favorites", kLikes},
                                                                     {"favourites", kLikes},
                                                                     {"like_count", kLikes},
                                                                     {"favorite_count", kLikes}};
  const auto found = known.find(lowered(name));
  if (found == known.end()) return std::nullopt;
  return found->second;
}

Result<MentionFile> MentionFile::open(std::istream& in, Bounds bounds) {
  if (!bounds.network.empty() && !is_network(bounds.network = lowered(bounds.network))) {
    return invalid("network",
                   fmt::format("'{}' is no name of a network, such as x or instagram.", bounds.network));
  }
  MentionFile file(in, std::move(bounds));
  file.refill();
  if (file.buffer_.starts_with(kByteOrderMark)) file.start_ = kByteOrderMark.size();
  const auto first = file.buffer_.find_first_not_of(" \t\r\n", file.start_);
  if (first == std::string::npos) return invalid("FILE", "The file is empty.");
  if (file.buffer_[first] == '{') {
    file.json_lines_ = true;
    return file;
  }
  file.separator_ = shop::feed::separator_of(std::string_view(file.buffer_).substr(file.start_));
  shop::feed::TableRow header;
  file.next_row(header);
  std::array<bool, kColumns> there{};
  for (const auto& name : header.cells) {
    const auto column = column_of(name);
    file.columns_.push_back(column);
    if (!column) continue;
    if (there[*column])
      return invalid(
          "FILE", fmt::format("line 1: Two columns tell the {}; '{}' is the second.", kNames[*column], name));
    there[*column] = true;
  }
  for (const auto needed : {kAt, kText}) {
    if (!there[needed]) {
      return invalid(
          "FILE", fmt::format("line 1, column {}: The first line names no such column. It needs at and text, "
                              "and network unless one is told for all.",
                              kNames[needed]));
    }
  }
  if (!there[kNetwork] && file.bounds_.network.empty()) {
    return invalid("network",
                   "line 1, column network: The first line names no such column; say which network this is.");
  }
  return file;
}

// Moves what is left to the front and reads on.
void MentionFile::refill() {
  buffer_.erase(0, start_);
  start_ = 0;
  const auto had = buffer_.size();
  buffer_.resize(had + kRead);
  in_->read(buffer_.data() + had, static_cast<std::streamsize>(kRead));
  const auto got = static_cast<std::size_t>(in_->gcount());
  buffer_.resize(had + got);
  read_ += got;
  ended_ = got < kRead;
}

bool MentionFile::next_row(shop::feed::TableRow& row) {
  if (!ended_ && buffer_.size() - start_ < kMostRow) refill();
  const auto text = std::string_view(buffer_).substr(start_);
  shop::feed::TableReader reader(text.substr(0, kMostRow), separator_);
  if (!reader.next(row)) return false;
  start_ += reader.at();
  row.line = line_;
  line_ += reader.line() - 1;
  return true;
}

std::optional<std::string_view> MentionFile::next_line() {
  if (!ended_ && buffer_.size() - start_ < kMostRow) refill();
  if (start_ >= buffer_.size()) return std::nullopt;
  const auto text = std::string_view(buffer_).substr(start_, kMostRow);
  const auto end = text.find('\n');
  if (end == std::string_view::npos) {
    start_ += text.size();
    return text;
  }
  start_ += end + 1;
  return text.substr(0, end);
}

std::optional<MentionFile::Row> MentionFile::next() {
  return json_lines_ ? next_of_lines() : next_of_table();
}

std::optional<MentionFile::Row> MentionFile::next_of_table() {
  shop::feed::TableRow row;
  do {
    if (!next_row(row)) return std::nullopt;
  } while (row.empty());
  if (!row.fault.empty()) return RefusedRow{row.line, "", row.fault};
  if (row.cells.size() > columns_.size()) {
    return RefusedRow{
        row.line, "",
        fmt::format("This row has {} cells, the first line {}.", row.cells.size(), columns_.size())};
  }
  Cells cells;
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    if (columns_[at]) cells[*columns_[at]] = std::move(row.cells[at]);
  }
  return mention_of(cells, row.line);
}

std::optional<MentionFile::Row> MentionFile::next_of_lines() {
  while (true) {
    const auto text = next_line();
    if (!text) return std::nullopt;
    const auto line = line_++;
    if (text->find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto object = parse_object(*text);
    if (!object) return RefusedRow{line, "", object.error().detail};
    Cells cells;
    for (const auto& [name, value] : *object) {
      const auto column = column_of(name);
      if (!column || value.is_null() || !cells[*column].empty()) continue;
      if (value.is_string()) {
        cells[*column] = std::string_view(value.as_string());
      } else if (value.is_int64()) {
        cells[*column] = std::to_string(value.get_int64());
      } else {
        return RefusedRow{line, kNames[*column].data(), "This must be text or a whole number."};
      }
    }
    return mention_of(cells, line);
  }
}

MentionFile::Row MentionFile::mention_of(Cells& cells, std::size_t line) const {
  const auto wrong = [&](Column column, std::string why) {
    return RefusedRow{line, std::string(kNames[column]), std::move(why)};
  };
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (!is_utf8(cells[at])) return wrong(static_cast<Column>(at), "This is not UTF-8.");
  }
  Mention mention;
  mention.network = cells[kNetwork].empty() ? bounds_.network : lowered(cells[kNetwork]);
  if (!is_network(mention.network))
    return wrong(kNetwork, fmt::format("'{}' is no name of a network, such as x or instagram.",
                                       mention.network.substr(0, 60)));
  const auto at = read_time(cells[kAt]);
  if (!at)
    return wrong(kAt, fmt::format("'{}' is no time such as 2026-11-21 20:00:00.", cells[kAt].substr(0, 60)));
  if (*at < bounds_.earliest)
    return wrong(kAt, fmt::format("{} is longer ago than mentions are kept.", to_rfc3339(*at)));
  if (*at > bounds_.latest) return wrong(kAt, fmt::format("{} has not come yet.", to_rfc3339(*at)));
  mention.at = *at;
  mention.text = without_controls(cells[kText]);
  if (mention.text.empty()) return wrong(kText, "Nothing was said here.");
  mention.id = without_controls(cells[kId]);
  mention.author = without_controls(cells[kAuthor]);
  if (mention.author.starts_with('@')) mention.author.erase(0, 1);
  mention.url = without_controls(cells[kUrl]);
  if (!mention.url.starts_with("https://") && !mention.url.starts_with("http://")) mention.url.clear();
  for (const auto& [column, size, most] : {std::tuple{kText, mention.text.size(), kMostMentionText},
                                           std::tuple{kId, mention.id.size(), kMostExternalId},
                                           std::tuple{kAuthor, mention.author.size(), kMostAuthor},
                                           std::tuple{kUrl, mention.url.size(), kMostUrl}}) {
    if (size > most) return wrong(column, fmt::format("This has {} bytes; {} are the most.", size, most));
  }
  for (const auto& [column, into] :
       {std::pair{kFollowers, &mention.followers}, std::pair{kBoosts, &mention.boosts},
        std::pair{kLikes, &mention.likes}}) {
    const auto& cell = cells[column];
    if (cell.empty()) continue;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error != std::errc() || end != cell.data() + cell.size() || number < 0 || number > kMostCount)
      return wrong(column, fmt::format("'{}' is no whole number from 0 on.", cell.substr(0, 60)));
    *into = number;
  }
  return mention;
}

}  // namespace nigiwai::social
