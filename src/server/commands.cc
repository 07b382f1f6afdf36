#include "server/commands.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <sstream>

#include "base/random.h"
#include "base/time.h"
#include "media/recording/import.h"
#include "people/owner.h"
#include "server/copy_database.h"
#include "server/data_folder.h"
#include "shop/feed/import.h"
#include "show/import.h"
#include "show/shelves.h"

namespace nigiwai::server {

namespace {

// A command beside a server that writes.
constexpr std::chrono::minutes kVisitorWaits{1};

}  // namespace

std::string version() { return "0.1.0"; }

Result<void> owner(const std::string& data, const std::string& email, const std::string& name) {
  const SystemClock clock;
  SystemRandom random;
  auto folder = DataFolder::open(data, Use::kVisit, clock);
  if (!folder) return std::unexpected(folder.error());
  std::string password;
  if (!std::getline(std::cin, password)) {
    return invalid("", "The password is read from standard input: echo the password into this command.");
  }
  if (password.ends_with('\r')) password.pop_back();
  const auto database = (*folder)->take_database();
  // A server that catches up writes one transaction after another, and gaps for somebody else are rare.
  database->script(fmt::format("PRAGMA busy_timeout = {}", Milliseconds(kVisitorWaits).count()));
  return people::make_owner(*database, clock, random, {.email = email, .password = password, .name = name});
}

Result<void> backup(const std::string& data, const std::string& file) {
  const auto mentions = file + ".mentions", insight = file + ".insight";
  for (const auto& each : {file, mentions, insight}) {
    if (!std::filesystem::exists(each)) continue;
    return fail(Kind::kConflict, "exists", fmt::format("{} is there already; name a new file.", each),
                "FILE");
  }
  if (!std::filesystem::exists(data + "/nigiwai.db")) {
    return fail(Kind::kNotFound, "data", fmt::format("{} holds no nigiwai.db.", data), "--data");
  }
  if (auto copied = copy_database(data + "/nigiwai.db", file); !copied) return copied;
  for (const auto& [from, to] :
       {std::pair(data + "/mentions.db", mentions), std::pair(data + "/insight.db", insight)}) {
    if (!std::filesystem::exists(from)) continue;
    if (auto copied = copy_database(from, to); !copied) return copied;
  }
  return {};
}

namespace {

// Nobody watches here: a serving process has rooms of its own.
struct NoRooms final : timeline::EventListener {
  void published(timeline::SharedEvent) override {}
};

Result<std::string> read_file(const std::string& path, const std::string& field) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(Kind::kNotFound, "not-found", fmt::format("{} cannot be read.", path), field);
  return text.str();
}

}  // namespace

namespace {

void print(const shop::feed::Report& report) {
  fmt::print("{}, {}: {} created, {} changed, {} unchanged, {} refused\n", report.format, report.encoding,
             report.created, report.changed, report.unchanged, report.refused_count);
  for (const auto& each : report.refused) {
    fmt::print("line {}{}{}: {}\n", each.line, each.field.empty() ? "" : ", ", each.field, each.why);
  }
  if (report.refused_count > report.refused.size()) fmt::print("and more refused lines, not named here\n");
  for (const auto& each : report.stock_differences) {
    fmt::print("stock of {}: {} here, {} in the feed\n", each.sku, each.ours, each.theirs);
  }
  for (const auto& [name, rows] : report.ignored_columns)
    fmt::print("no place for {} ({} rows)\n", name, rows);
}

}  // namespace

Result<void> import_products(const std::string& data, const std::string& file, ReportAs form) {
  // The server that may serve from this folder has its orders decided in these pauses.
  constexpr Milliseconds kPause{8};
  const SystemClock clock;
  std::error_code missing;
  if (const auto size = std::filesystem::file_size(file, missing);
      !missing && size > shop::feed::kMostBytes) {
    return fail(Kind::kTooLarge, "too-large", "A feed may have at most 512 MB. Cut it and import the parts.",
                "FILE");
  }
  auto bytes = read_file(file, "FILE");
  if (!bytes) return std::unexpected(bytes.error());
  auto folder = DataFolder::open(data, Use::kVisit, clock);
  if (!folder) return std::unexpected(folder.error());
  NoRooms nobody;
  timeline::Journal journal(nobody);
  show::ShowShelves shelves;
  store::Writer writer((*folder)->take_database(), clock);
  shop::feed::Progress progress;
  const auto report =
      shop::feed::import_feed({.writer = writer, .journal = journal, .shelves = shelves, .pause = kPause},
                              *std::move(bytes), http::Caller{}, progress);
  writer.stop();
  if (!report) return std::unexpected(report.error());
  if (form == ReportAs::kJson) {
    std::cout << json::serialize(to_json(*report)) << std::endl;
  } else {
    print(*report);
  }
  return {};
}

Result<void> import_recording(const std::string& data, const RecordingToImport& asked) {
  SystemClock clock;
  SystemRandom random;
  SystemDisk disk;
  auto folder = DataFolder::open(data, Use::kVisit, clock);
  if (!folder) return std::unexpected(folder.error());

  show::ImportedShow show{.id = show::new_show_id(random), .title = asked.title};
  show.description = asked.description;
  show.cast = asked.cast;
  show.shelf = asked.shelf;
  show.live_at = clock.wall();
  if (!asked.at.empty()) {
    const auto at = from_rfc3339(asked.at);
    if (!at) return invalid("--at", fmt::format("'{}' is no time such as 2026-11-21T11:00:00Z.", asked.at));
    show.live_at = *at;
  }
  std::string lines;
  if (!asked.timeline.empty()) {
    auto text = read_file(asked.timeline, "--timeline");
    if (!text) return std::unexpected(text.error());
    lines = *std::move(text);
  }
  const auto directory = (*folder)->media_path() + "/" + show.id;
  const auto cut = media::import_recording(disk, asked.movie, directory);
  if (!cut) return std::unexpected(cut.error());
  show.length = cut->duration;
  const auto events = show::parse_timeline(lines, show.length, {asked.shelf.begin(), asked.shelf.end()});

  NoRooms nobody;
  timeline::Journal journal(nobody);
  std::promise<Result<int>> written;
  if (events) {
    store::Writer writer((*folder)->take_database(), clock);
    writer.run<int>(
        store::Lane::kImports,
        [&](store::Transaction& transaction) -> Result<int> {
          if (auto done = show::import_show(transaction, journal, random, show, *events); !done) {
            return std::unexpected(done.error());
          }
          return 0;
        },
        [&](Result<int> result) { written.set_value(std::move(result)); });
    writer.stop();
  } else {
    written.set_value(std::unexpected(events.error()));
  }
  if (const auto result = written.get_future().get(); !result) {
    // Nothing is kept of an import that was refused.
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
    return std::unexpected(result.error());
  }
  std::cout << show.id << std::endl;
  return {};
}

}  // namespace nigiwai::server
