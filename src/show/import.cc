#include "show/import.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "base/time.h"
#include "show/show_rows.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kKeyLength = 24;
constexpr std::size_t kLongestLine = 16 * 1024;
constexpr std::int64_t kMostHearts = 100'000;  // of one line, which may sum up several seconds

Result<ImportedEvent> parse_line(std::string_view line, Milliseconds length,
                                 const std::set<std::string, std::less<>>& shelf) {
  if (line.size() > kLongestLine) return invalid("", "The line is too long.");
  const auto object = parse_object(line);
  if (!object) return std::unexpected(object.error());
  Fields in(*object);
  ImportedEvent event{.at = Milliseconds(in.whole("at", {0, length.count()})),
                      .kind = in.text("kind", {.least = 1, .most = 40}),
                      .by_name = "",
                      .product = "",
                      .text = ""};
  if (in.has("by")) {
    Fields by(in.object("by"), "/by");
    event.by_name = by.text("name", {.least = 1, .most = 40});
    if (const auto problem = by.problem()) in.wrong(*problem);
  }
  static const json::object kNothing;
  Fields data(in.has("data") ? in.object("data") : kNothing, "/data");
  const auto read_product = [&] {
    event.product = data.slug("product");
    if (!shelf.contains(event.product))
      data.wrong("product", fmt::format("The product '{}' is not on the shelf.", event.product));
  };
  if (event.kind == "chat.posted") {
    event.text = data.text("text", {.least = 1, .most = 200});
    if (event.by_name.empty()) in.wrong("by", "A line of chat needs the name of who said it.");
  } else if (event.kind == "heart.given") {
    event.count = data.whole("count", {1, kMostHearts});
  } else if (event.kind == "product.pinned" || event.kind == "product.saved") {
    read_product();
  } else if (event.kind == "product.unpinned") {
    if (data.has("product")) read_product();
  } else {
    in.wrong("kind",
             fmt::format("'{}' is not brought in. It must be product.pinned, product.unpinned, chat.posted, "
                         "heart.given or product.saved.",
                         event.kind));
  }
  if (const auto problem = data.problem()) in.wrong(*problem);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return event;
}

// Whoever has this name in the file is one person within the show, and nobody outside it.
http::Caller viewer_called(const std::string& show, const std::string& name) {
  if (name.empty()) return {.role = http::Role::kViewer, .id = "imported", .name = "", .handle = ""};
  const auto text = show + '\n' + name;
  unsigned char digest[8 + crypto_generichash_BYTES_MIN];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  char hex[2 * sizeof digest + 1];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return {.role = http::Role::kViewer, .id = std::string("imported-") + hex, .name = name, .handle = ""};
}

void append(store::Transaction& transaction, timeline::Journal& journal, const std::string& show,
            const ImportedEvent& event, std::string& pinned) {
  const auto viewer = viewer_called(show, event.by_name);
  const auto write = [&](timeline::NewEvent fresh, const http::Caller& by) {
    journal.append(transaction, show, std::move(fresh), by, event.at);
  };
  if (event.kind == "chat.posted") {
    write({.kind = event.kind, .text = event.text}, viewer);
  } else if (event.kind == "heart.given") {
    write({.kind = event.kind, .data = {{"count", event.count}}}, viewer);
    journal.count_moment(transaction, show, "heart", event.at, event.count);
  } else if (event.kind == "product.saved") {
    write({.kind = event.kind, .data = {{"product", event.product}}, .audience = timeline::Audience::kServer},
          viewer);
    journal.count_moment(transaction, show, "save", event.at, 1);
  } else if (event.kind == "product.pinned") {
    write({.kind = event.kind, .data = {{"product", event.product}}}, {});
    pinned = event.product;
  } else if (!pinned.empty()) {
    write({.kind = event.kind, .data = {{"product", pinned}}}, {});
    pinned.clear();
  }
}

}  // namespace

Result<std::vector<ImportedEvent>> parse_timeline(std::string_view jsonl, Milliseconds length,
                                                  const std::set<std::string, std::less<>>& shelf) {
  std::vector<ImportedEvent> events;
  if (jsonl.starts_with("\xEF\xBB\xBF")) jsonl.remove_prefix(3);
  std::size_t number = 0;
  while (!jsonl.empty()) {
    ++number;
    const auto end = std::min(jsonl.find('\n'), jsonl.size());
    const auto line = jsonl.substr(0, end);
    jsonl.remove_prefix(std::min(end + 1, jsonl.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto event = parse_line(line, length, shelf);
    if (!event) {
      const auto& problem = event.error();
      const auto where = problem.field.empty() ? fmt::format("line {}", number)
                                               : fmt::format("line {}, {}", number, problem.field);
      return std::unexpected(problem.because(where));
    }
    events.push_back(*std::move(event));
    if (events.size() > kMostImportedEvents) {
      return invalid(
          "", fmt::format("line {}: More than {} events are not brought in.", number, kMostImportedEvents));
    }
  }
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return events;
}

Result<void> import_show(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                         const ImportedShow& imported, std::span<const ImportedEvent> events) {
  auto& db = transaction.db();
  auto title = clean_text(imported.title, {.least = 1, .most = 120}, "title");
  if (!title) return std::unexpected(title.error());
  auto description = clean_text(imported.description, {.most = 4000, .lines = Lines::kMany}, "description");
  if (!description) return std::unexpected(description.error());
  const Show show{.id = imported.id,
                  .title = *std::move(title),
                  .description = *std::move(description),
                  .state = State::kArchived,
                  .starts_at = imported.live_at,
                  .ended_at = imported.live_at + imported.length,
                  .listed_at = to_ms(imported.live_at),
                  .record = Recording::kOn,
                  .stream_key = random.token(kKeyLength),
                  .preview_token = random.token(kKeyLength),
                  .cast = imported.cast,
                  .shelf = imported.shelf};
  insert(db, show);
  if (auto cast = set_cast(db, show); !cast) return cast;
  if (auto shelf = set_shelf(db, show); !shelf) return shelf;

  journal.open_finished(transaction, show.id, imported.live_at, imported.length);
  journal.append(transaction, show.id, {.kind = "show.started"}, {}, Milliseconds(0));
  journal.append(transaction, show.id, {.kind = "picture.started"}, {}, Milliseconds(0));
  std::string pinned;
  for (const auto& event : events) append(transaction, journal, show.id, event, pinned);
  journal.append(transaction, show.id, {.kind = "show.ended"}, {}, imported.length);
  // They were said when the show was on air, not today: the archive marks what came after its end.
  db.run("UPDATE event SET accepted_at = ? + at WHERE show = ?", to_ms(imported.live_at), show.id);
  return {};
}

}  // namespace nigiwai::show
