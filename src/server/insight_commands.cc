#include "server/insight_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include <chrono>
#include <ctime>
#include <filesystem>

#include "insight/figures/figures.h"
#include "insight/insight.h"
#include "server/copy_database.h"
#include "server/data_folder.h"

namespace nigiwai::server {
namespace {

// A database, and what SQLite keeps beside one: a log that stayed behind would be taken for that of whatever
// file comes to stand in its place.
void remove_database(const std::string& path) {
  std::error_code ignored;
  for (const auto* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending, ignored);
}

// Goes when it is done with.
class Scratch {
 public:
  explicit Scratch(std::string path) : path_(std::move(path)) { remove_database(path_); }
  ~Scratch() { remove_database(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Result<std::int64_t> position_of(const std::string& path) {
  auto kept = store::Database::open(path, store::Access::kReadOnly);
  if (!kept) return std::unexpected(kept.error());
  return insight::read_to(**kept);
}

// Processor time, too: beside a server that is busy the clock says little. And what it took of memory.
class Stopwatch {
 public:
  void say(std::int64_t events) const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
    const auto worked = static_cast<double>(std::clock() - clock_) / CLOCKS_PER_SEC;
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    fmt::print(
        "read {} events in {:.1f} s ({:.0f} a second; {:.0f} a second of processor time), with at most {} "
        "MiB of "
        "memory\n",
        events, took.count(), static_cast<double>(events) / std::max(took.count(), 1e-3),
        static_cast<double>(events) / std::max(worked, 1e-3), used.ru_maxrss / 1024);
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::clock_t clock_ = std::clock();
};

}  // namespace

Result<void> rebuild(const std::string& data, Rebuild how) {
  const SystemClock clock;
  if (!std::filesystem::exists(data + "/nigiwai.db"))
    return fail(Kind::kNotFound, "data", fmt::format("{} holds no nigiwai.db.", data), "--data");
  auto folder = DataFolder::open(data, how == Rebuild::kReplace ? Use::kServe : Use::kVisit, clock);
  if (!folder) return std::unexpected(folder.error());
  const auto kept_path = (*folder)->insight_path();
  const bool had_some = std::filesystem::exists(kept_path);
  const Scratch copy(kept_path + ".kept"), fresh(kept_path + ".rebuilt");
  auto position = std::numeric_limits<std::int64_t>::max();
  if (had_some) {
    if (auto copied = copy_database(kept_path, copy.path()); !copied) return copied;
    const auto kept = position_of(copy.path());
    if (!kept) return std::unexpected(kept.error());
    position = *kept;
  }
  store::Readers journal((*folder)->database_path());
  const Stopwatch stopwatch;
  const auto events = insight::rebuild(fresh.path(), journal, clock, position);
  if (!events) return std::unexpected(events.error());
  stopwatch.say(*events);
  std::vector<std::string> different;
  if (had_some) {
    auto found = insight::differences(copy.path(), fresh.path());
    if (!found) return std::unexpected(found.error());
    different = *std::move(found);
    fmt::print("{}\n", different.empty()
                           ? "the kept figures are the same, to the last unit"
                           : fmt::format("differs from what was kept: {}", fmt::join(different, ", ")));
  }
  if (how == Rebuild::kReplace) {
    remove_database(kept_path);
    return copy_database(fresh.path(), kept_path);
  }
  if (different.empty()) return {};
  return fail(Kind::kConflict, "different",
              "The kept figures are not what the journal says. End the server and run nigiwai rebuild.");
}

}  // namespace nigiwai::server
