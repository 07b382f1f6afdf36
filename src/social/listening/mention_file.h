// Reads an export of mentions, CSV or JSON lines, from front to back in bounded memory.
//
// A file of five million lines takes no more room than one of five. A row that is broken is told with its
// line and the column at fault, and the next one is read.
//
//   columns      also known as                                   what
//   network      channel, source, platform                       "x", "instagram"; or one for all, told
//   beside at           timestamp, created_at, date, time, published_at when; read_time.h says how written
//   text         content, full_text, message, body               what was said
//   id           post_id, tweet_id, status_id                    the network's own; without one, text and
//   time tell author       username, user, screen_name, account, handle url          link, permalink
//   followers    followers_count, author_followers
//   boosts       reposts, retweets, retweet_count, shares, reblogs
//   likes        favorites, favourites, like_count, favorite_count
#pragma once

#include <array>
#include <iosfwd>
#include <optional>
#include <variant>
#include <vector>

#include "base/result.h"
#include "shop/feed/table.h"
#include "social/listening/mention.h"

namespace nigiwai::social {

// A row longer than this is cut into broken ones: a text of 20 kB, quoted, with all that stands beside it.
inline constexpr std::size_t kMostRow = 256 * 1024;

struct RefusedRow {
  std::size_t line = 0;
  std::string column{};
  std::string why{};
};

class MentionFile {
 public:
  struct Bounds {
    std::string network{};  // of rows that name none; may be empty
    WallTime earliest{};    // what is older is refused: it would not be kept
    WallTime latest{};      // and what has not happened yet
  };

  // `in` must outlive this. Refuses what is neither, or a table without the columns that are needed.
  static Result<MentionFile> open(std::istream& in, Bounds bounds);

  // Nothing at the end.
  using Row = std::variant<Mention, RefusedRow>;
  std::optional<Row> next();
  std::uint64_t bytes_read() const { return read_; }

 private:
  enum Column { kNetwork, kAt, kText, kId, kAuthor, kUrl, kFollowers, kBoosts, kLikes, kColumns };
  using Cells = std::array<std::string, kColumns>;

  MentionFile(std::istream& in, Bounds bounds) : in_(&in), bounds_(std::move(bounds)) {}
  static std::optional<Column> column_of(std::string_view name);
  void refill();
  bool next_row(shop::feed::TableRow& row);
  std::optional<std::string_view> next_line();
  std::optional<Row> next_of_table();
  std::optional<Row> next_of_lines();
  Row mention_of(Cells& cells, std::size_t line) const;

  std::istream* in_;
  Bounds bounds_;
  std::string buffer_;  // what was read and not yet used begins at start_
  std::size_t start_ = 0;
  bool ended_ = false;
  std::uint64_t read_ = 0;
  std::size_t line_ = 1;  // of what stands at start_
  bool json_lines_ = false;
  char separator_ = ',';
  std::vector<std::optional<Column>> columns_;
};

}  // namespace nigiwai::social
