// Brings a finished show in: the lines of its timeline, read from a file, beside a recording that media has
// cut.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "show/shows.h"
#include "timeline/journal.h"

namespace nigiwai::show {

// More lines than a long, loud show has; the file is read as a whole.
inline constexpr std::size_t kMostImportedEvents = 500'000;

struct ImportedEvent {
  Milliseconds at{0};
  std::string kind;
  std::string by_name;     // of viewers: who said it
  std::string product;     // of product.pinned, product.unpinned, product.saved
  std::string text;        // of chat.posted
  std::int64_t count = 1;  // of heart.given
};

// One JSON object a line: {"at": ms, "kind", "by"?: {"name"}, "data"?: {…}}, with the kinds product.pinned
// {product}, product.unpinned {}, chat.posted {text}, heart.given {count} and product.saved {product}. Empty
// lines are skipped. The first line that is wrong refuses the whole file, with its number in `detail`. In
// order of `at` afterwards.
Result<std::vector<ImportedEvent>> parse_timeline(std::string_view jsonl, Milliseconds length,
                                                  const std::set<std::string, std::less<>>& shelf);

struct ImportedShow {
  std::string id;  // new_show_id(): media has its recording under it already
  std::string title;
  std::string description{};
  WallTime live_at{};
  Milliseconds length{0};
  std::vector<std::string> cast{};
  std::vector<std::string> shelf{};
};

// Writes the show as archived, with its timeline. Refuses an empty title, and handles and products that do
// not exist.
Result<void> import_show(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                         const ImportedShow& imported, std::span<const ImportedEvent> events);

}  // namespace nigiwai::show
